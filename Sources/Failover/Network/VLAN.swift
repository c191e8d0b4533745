/// A VLAN interface. The kernel binds it to its parent, so it must be created again to move.
package struct VLAN: Hashable, Sendable {
  /// Its state during a move.
  package enum Place: Hashable, Sendable {
    /// On the old parent.
    case elsewhere
    /// Removed from the old parent.
    case nowhere
    /// On the new parent.
    case there
  }

  /// The VLAN interface: name, addresses, MTU, up or down, bridge.
  package var interface: Interface
  /// The arguments that create it: on Linux the words of ip-link(8) after `type`.
  package var words: [String]
  /// Its state now.
  package var place = Place.elsewhere

  /// The VLAN `interface`, made by `words`.
  package init(_ interface: Interface, words: [String]) {
    self.interface = interface
    self.words = words
  }
}
