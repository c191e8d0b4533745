/// A VF that is present but cannot join a bond: a jail, a network namespace or a program such as
/// DPDK has it, or it is InfiniBand. This is no fault.
package struct UsedVF: Hashable, Sendable {
  /// Why the VF cannot join a bond.
  package enum Use: Hashable, Sendable {
    /// The VF's NIC is in another network namespace (Linux).
    case namespace
    /// The VF's NIC is in this vnet jail (FreeBSD).
    case jail(String)
    /// This driver gives the VF to a program: vfio-pci or one of uio (Linux).
    case driver(String)
    /// The VF is an InfiniBand device and not an Ethernet NIC.
    case infiniBand
  }

  /// The PCI device of the VF (`0001:00:02.0`); in a jail the name of its NIC.
  package var device: String
  /// Why the VF cannot join a bond.
  package var use: Use

  /// The VF `device` with this use.
  package init(_ device: String, _ use: Use) {
    self.device = device
    self.use = use
  }
}

extension PairsState {
  /// Assigns the VFs in `used` to the pairs without a VF, if there are at least as many VFs as such
  /// pairs. The kernel does not show which VF belongs to which pair, so each pair gets all of them.
  /// If there are fewer, some pair has no VF at all, and nothing is assigned.
  package mutating func assignUsed() {
    let alone = pairs.indices.filter { pairs[$0].vf == nil && pairs[$0].used.isEmpty }
    guard !alone.isEmpty, used.count >= alone.count else { return }
    for index in alone { pairs[index].used = used }
    used = []
  }
}
