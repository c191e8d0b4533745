/// A VF that is present but cannot join a bond: a jail, a network namespace or a program such as
/// DPDK has it, or it is InfiniBand. This is no fault.
package struct UsedVF: Hashable, Sendable {
  /// Why the VF cannot join a bond.
  package enum Use: Hashable, Sendable {
    /// The VF's NIC is in another network namespace (Linux).
    case namespace
    /// The VF's NIC is in a vnet jail (FreeBSD). The value is the name of the jail.
    case jail(String)
    /// A driver gives the VF to a program. The value is the driver: vfio-pci or one of uio (Linux).
    case driver(String)
    /// The VF is an InfiniBand device and not an Ethernet NIC.
    case infiniBand
  }

  /// The PCI device of the VF (`0001:00:02.0`); in a jail the name of its NIC.
  package var device: String
  /// Why the VF cannot join a bond.
  package var use: Use

  /// The VF `device`, which cannot join a bond because of `use`.
  package init(_ device: String, _ use: Use) {
    self.device = device
    self.use = use
  }
}

extension PairsState {
  /// Moves the VFs in `used` to the property `used` of the pairs without a VF. Each such pair gets
  /// all of the VFs, since the kernel does not show which VF belongs to which pair.
  ///
  /// Does nothing if there are fewer VFs than such pairs: then some of these pairs have no VF at
  /// all.
  package mutating func assignUsed() {
    let alone = pairs.indices.filter { pairs[$0].vf == nil && pairs[$0].used.isEmpty }
    guard !alone.isEmpty, used.count >= alone.count else { return }
    for index in alone { pairs[index].used = used }
    used = []
  }
}
