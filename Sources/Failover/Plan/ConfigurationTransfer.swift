/// What one interface gives up and what another gets for it, all at once.
package struct ConfigurationTransfer: Hashable, Sendable {
  /// The interface that gives up.
  package var from: InterfaceName
  /// The interface that gets.
  package var to: InterfaceName
  /// What the one has until then.
  package var removed: [InterfaceAddress]
  /// What the other has from then on: the same, but where rc.conf wants something else.
  package var added: [InterfaceAddress]
  /// Routes through the other, and through the VLANs.
  package var routes: [Route]
  /// VLANs, which are made anew on the other.
  package var vlans: [VLAN]
  /// Whom the one has found on its link, so that the other need not ask.
  package var neighbors: [Neighbor] = []
  /// It takes something back: one part that fails must not keep the others from being tried.
  package var isUndo = false
  /// The other may have some of it already (`Action.assignInAdvance`): what made it wait goes.
  package var replacesAdvance = false

  /// A transfer from one interface to another.
  package init(
    from: InterfaceName, to: InterfaceName, removing removed: [InterfaceAddress],
    adding added: [InterfaceAddress], routes: [Route], vlans: [VLAN] = []
  ) {
    self.from = from
    self.to = to
    self.removed = removed
    self.added = added
    self.routes = routes
    self.vlans = vlans
  }

  /// The part that can wait on the other one until that has a carrier, while the first one works: what
  /// there is of IPv4. Among IPv6 routes of one metric none comes first, and a route with several next
  /// hops would at once use the others alone.
  var beforehand: ConfigurationTransfer {
    ConfigurationTransfer(
      from: from, to: to, removing: [], adding: added.filter { $0.family == .inet },
      routes: routes.filter { $0.family == .inet && $0.interface == to && $0.hops.isEmpty })
  }

  /// Whether there is nothing to hand over.
  var isEmpty: Bool { removed.isEmpty && added.isEmpty && routes.isEmpty && vlans.isEmpty }
}
