/// A VLAN interface on a parent interface. To move to the bond, it is created again on Linux, and
/// gets a new parent on FreeBSD.
package struct VLAN: Hashable, Sendable {
  /// Where a VLAN is while a plan moves it from one parent to another. A run that was killed may
  /// have moved it already.
  package enum Place: Hashable, Sendable {
    /// The VLAN is still on the old parent.
    case onOldParent
    /// The VLAN does not exist: it was removed from the old parent, and is not on the new one yet.
    case detached
    /// The VLAN is on the new parent already.
    case onNewParent
  }

  /// The VLAN interface itself, with its name, addresses and MTU.
  package var interface: Interface
  /// The words that create the VLAN, without its name and its parent. On FreeBSD words of
  /// ifconfig(8): `vlan 5`. On Linux the words after `type` in ip-link(8):
  /// `vlan protocol 802.1Q id 5`.
  package var words: [String]
  /// Where the VLAN is at present.
  package var place = Place.onOldParent

  /// The VLAN interface `interface`, which `words` create.
  package init(_ interface: Interface, words: [String]) {
    self.interface = interface
    self.words = words
  }
}
