/// Addresses, routes and VLANs that one step moves from one interface to another: from the
/// synthetic NIC to the bond, or back.
package struct ConfigurationTransfer: Hashable, Sendable {
  /// The interface that loses the addresses, routes and VLANs.
  package var from: InterfaceName
  /// The interface that gets the addresses, routes and VLANs.
  package var to: InterfaceName
  /// The addresses that are removed from the interface `from`.
  package var removed: [InterfaceAddress]
  /// The addresses that are added to the interface `to`: usually those in `removed`, and others
  /// that rc.conf sets or the VF has.
  package var added: [InterfaceAddress]
  /// The routes that are added. They use the interface `to`, or one of the VLANs.
  package var routes: [Route]
  /// The VLANs, whose parent becomes the interface `to`.
  package var vlans: [VLAN]
  /// IPv4 neighbours of the interface `from`, for `Action.preassign`. The interface `to` gets them,
  /// so that it need not ask for their hardware addresses. Empty for a move.
  package var neighbors: [Neighbor] = []
  /// True if the transfer undoes an earlier one. If one part of it fails, the other parts are still
  /// tried.
  package var isUndo = false
  /// True if a step `Action.preassign` may have given some of the addresses and routes to the
  /// interface `to` before. The move then replaces them.
  package var replacesPreassigned = false

  /// A transfer from the interface `from` to the interface `to`: the addresses `removed` are
  /// removed from the first, and the addresses `added`, the routes and the VLANs are given to the
  /// second.
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

  /// The part of the transfer that the interface `to` can get before it has a carrier: IPv4
  /// addresses, and IPv4 routes through `to` with at most one next hop. IPv6 routes are left out,
  /// since two with the same metric have no order. Routes with several next hops are left out,
  /// since their other next hops would be used at once.
  var preassignable: ConfigurationTransfer {
    ConfigurationTransfer(
      from: from, to: to, removing: [], adding: added.filter { $0.family == .inet },
      routes: routes.filter { $0.family == .inet && $0.interface == to && $0.hops.isEmpty })
  }

  /// True if the transfer moves no addresses, routes or VLANs.
  var isEmpty: Bool { removed.isEmpty && added.isEmpty && routes.isEmpty && vlans.isEmpty }
}
