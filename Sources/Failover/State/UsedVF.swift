/// A VF that is present but used in another way, so that there is no NIC to join. This is no fault.
package struct UsedVF: Hashable, Sendable {
  /// How it is used.
  package enum Use: Hashable, Sendable {
    /// Its NIC is in another network namespace (Linux).
    case namespace
    /// Its NIC is in this vnet jail (FreeBSD).
    case jail(String)
    /// This driver gives it to a program: vfio-pci or one of uio (Linux).
    case driver(String)
    /// It is InfiniBand and not Ethernet.
    case infiniBand
  }

  /// Its PCI device (`0001:00:02.0`); in a jail the name of its NIC.
  package var device: String
  /// How it is used.
  package var use: Use

  /// The VF `device` with this use.
  package init(_ device: String, _ use: Use) {
    self.device = device
    self.use = use
  }
}

extension PairsState {
  /// Assigns the used VFs to the pairs without a VF, if there are as many of them as such pairs.
  /// The kernel does not show which belongs to which. If there are fewer, some pair has no VF at
  /// all.
  package mutating func assignUsed() {
    let alone = pairs.indices.filter { pairs[$0].vf == nil && pairs[$0].used.isEmpty }
    guard !alone.isEmpty, used.count >= alone.count else { return }
    for index in alone { pairs[index].used = used }
    used = []
  }
}
