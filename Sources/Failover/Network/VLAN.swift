/// A VLAN interface on top of another: a kernel binds it to that one, so it is made anew to move.
package struct VLAN: Hashable, Sendable {
  /// Where it is, seen from the interface that is to have it.
  package enum Place: Hashable, Sendable {
    /// On another one, and has to go there first.
    case elsewhere
    /// It has gone already.
    case nowhere
    /// It has moved already.
    case there
  }

  /// The interface itself: name, addresses, MTU, whether it is up, the bridge that it is in.
  package var interface: Interface
  /// What makes it: on Linux the words of ip-link(8) behind `type`.
  package var words: [String]
  /// Where it is now.
  package var place = Place.elsewhere

  /// The VLAN `interface`, made by `words`.
  package init(_ interface: Interface, words: [String]) {
    self.interface = interface
    self.words = words
  }
}
