/// A VF that is present but cannot join a bond: a jail, a network namespace or a program such as
/// DPDK has it, or it is InfiniBand. This is no fault.
package struct UsedVF: Hashable, Sendable {
  /// The reason why a VF cannot join a bond.
  package enum Use: Hashable, Sendable {
    /// The NIC of the VF is in another network namespace (Linux).
    case namespace
    /// The NIC of the VF is in a vnet jail (FreeBSD). The value is the name of the jail.
    case jail(String)
    /// The driver of the VF gives it to a program instead of making a NIC (Linux). The value is the
    /// driver, such as `vfio-pci` or `uio_pci_generic`.
    case driver(String)
    /// The VF is an InfiniBand device and no Ethernet NIC.
    case infiniBand
  }

  /// The PCI device of the VF (`0001:00:02.0`); for a VF in a jail the name of its NIC, such as
  /// `mce0`.
  package var device: String
  /// The reason why the VF cannot join a bond.
  package var use: Use

  /// A VF that cannot join a bond because of `use`. `device` is its PCI device, or the name of its
  /// NIC in a jail.
  package init(_ device: String, _ use: Use) {
    self.device = device
    self.use = use
  }
}

extension PairsState {
  /// Moves the VFs in `used` of the guest to `used` of the pairs that have no VF. Each such pair
  /// gets all of them, since the kernel does not show which VF belongs to which pair.
  ///
  /// Does nothing if there are fewer VFs than pairs without one: then some of these pairs have no
  /// VF at all.
  package mutating func assignUsed() {
    let alone = pairs.indices.filter { pairs[$0].vf == nil && pairs[$0].used.isEmpty }
    guard !alone.isEmpty, used.count >= alone.count else { return }
    for index in alone { pairs[index].used = used }
    used = []
  }
}
