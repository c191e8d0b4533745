extension LaggTakeover {
  /// The actions that an undo runs last, when the NICs have left the lagg: they restore the routes,
  /// the IPv6 settings and the DHCP clients of the NICs. Without those of the VF if the undo sets
  /// the VF down.
  var afterUndo: [Action] {
    takeover.configuredNICs.filter { $0.name == synthetic || takeover.restoresVF }
      .flatMap { afterUndo(of: $0) }
  }

  private func afterUndo(of giver: Interface) -> [Action] {
    let routes = network.routes(through: giver.name)
    let ended = giver.name == synthetic ? takeover.endedClients : takeover.endedVFClients
    let clients = takeover.clients(of: giver.name).map { $0.program } + ended
    let inet = routes.filter { $0.family == .inet }
    return
      (inet.isEmpty ? [] : [.addRoutes(inet.filter { $0.isOnLink } + inet.filter { !$0.isOnLink })])
      + ipv6AfterUndo(of: giver, routes)
      + (clients.first.map { takeover.restart($0, on: giver.name) } ?? [])
  }

  private func ipv6AfterUndo(of giver: Interface, _ routes: [Route]) -> [Action] {
    guard network.hasIPv6 else { return [] }
    let name = giver.name
    let own = giver.addresses(.inet6).filter { !$0.isAutoconfigured }
    let inet6 = routes.filter { $0.family == .inet6 }
    let members = [bond] + takeover.configuredNICs.map { $0.name } + [vf]
    let solicit: [Action] =
      network.routerSolicitor.map {
        [.solicitRouters(name, program: $0, options: takeover.settings.ipv6.solicitorOptions)]
      } ?? []
    return (giver.isIPv6Disabled ? [] : [.setIPv6(name, true, bringUp: false)])
      + (own.isEmpty ? [] : [.addAddresses(own, to: name)])
      + (inet6.isEmpty
        ? []
        : [
          .settleRoutes(
            RouteSettlement(inet6, members: members.filter { $0 != name }, missing: []))
        ])
      + (giver.acceptsRouterAdvertisements
        ? [.setRouterAdvertisements(name, true, bringUp: false)] + solicit : [])
  }
}
