/// A VF that is there, and no NIC of it is here to be joined, since somebody uses it otherwise. Nothing is
/// wrong with that.
package struct UsedVF: Hashable, Sendable {
  /// Where it is.
  package enum Use: Hashable, Sendable {
    /// Its NIC was moved to another network namespace (Linux).
    case namespace
    /// Its NIC was moved to the network of that jail, jail(8) (FreeBSD).
    case jail(String)
    /// A driver has it that gives it to a program: vfio-pci, or one of uio (Linux).
    case driver(String)
    /// It has no Ethernet.
    case infiniBand
  }

  /// Its function on the PCI bus (`0001:00:02.0`); in a jail the name of its NIC.
  package var device: String
  /// Where it is.
  package var use: Use

  /// `device`, which is there.
  package init(_ device: String, _ use: Use) {
    self.device = device
    self.use = use
  }
}

extension PairsState {
  /// Gives each pair without a VF those that are used otherwise, where they are as many as such pairs: whose
  /// each of them is the kernel does not show. With fewer of them some pair has none at all.
  package mutating func assignUsed() {
    let alone = pairs.indices.filter { pairs[$0].vf == nil && pairs[$0].used.isEmpty }
    guard !alone.isEmpty, used.count >= alone.count else { return }
    for index in alone { pairs[index].used = used }
    used = []
  }
}
