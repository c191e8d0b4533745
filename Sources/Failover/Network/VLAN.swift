/// A VLAN interface. The kernel binds a VLAN to its parent, so the VLAN must be created again to
/// move.
package struct VLAN: Hashable, Sendable {
  /// Where the VLAN is while it moves from one parent to another.
  package enum Place: Hashable, Sendable {
    /// The VLAN is still on the old parent.
    case elsewhere
    /// The VLAN is removed from the old parent, and not yet on the new one.
    case nowhere
    /// The VLAN is on the new parent.
    case there
  }

  /// The VLAN interface: name, addresses, MTU, up or down, bridge.
  package var interface: Interface
  /// The words that create the VLAN, without its name and its parent. FreeBSD: words of
  /// ifconfig(8), `vlan 5`. Linux: the words after `type` in ip-link(8),
  /// `vlan protocol 802.1Q id 5`.
  package var words: [String]
  /// Where the VLAN is now.
  package var place = Place.elsewhere

  /// The VLAN `interface`, made by `words`.
  package init(_ interface: Interface, words: [String]) {
    self.interface = interface
    self.words = words
  }
}
