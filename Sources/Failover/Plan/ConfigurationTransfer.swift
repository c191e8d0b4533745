/// Addresses, routes and VLANs that move from one interface to another in one step.
package struct ConfigurationTransfer: Hashable, Sendable {
  /// The interface that loses them.
  package var from: InterfaceName
  /// The interface that gets them.
  package var to: InterfaceName
  /// The addresses that are removed.
  package var removed: [InterfaceAddress]
  /// The addresses that are added: the same, except where rc.conf sets others.
  package var added: [InterfaceAddress]
  /// The routes that are added, through the new interface and through the VLANs.
  package var routes: [Route]
  /// The VLANs, which are created again on the new interface.
  package var vlans: [VLAN]
  /// The neighbours of the old interface. The new one gets them, so that it need not ask for their
  /// hardware addresses.
  package var neighbors: [Neighbor] = []
  /// True in an undo: if one part fails, the others are tried nevertheless.
  package var isUndo = false
  /// True if the new interface may have some of the addresses and routes already
  /// (`Action.preassign`). These are replaced.
  package var replacesPreassigned = false

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

  /// The part of the transfer that the new interface can get before it has a carrier: IPv4
  /// addresses, and IPv4 routes with one next hop. IPv6 routes of equal metric have no order. A
  /// route with several next hops would use its other next hops at once.
  var preassignable: ConfigurationTransfer {
    ConfigurationTransfer(
      from: from, to: to, removing: [], adding: added.filter { $0.family == .inet },
      routes: routes.filter { $0.family == .inet && $0.interface == to && $0.hops.isEmpty })
  }

  /// True if there is nothing to move.
  var isEmpty: Bool { removed.isEmpty && added.isEmpty && routes.isEmpty && vlans.isEmpty }
}
