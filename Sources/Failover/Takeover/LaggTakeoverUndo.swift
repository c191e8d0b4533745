extension LaggTakeover {
  /// What can come back only when the lagg is gone, or empty.
  var afterUndo: [Action] {
    let routes = network.routes(through: synthetic)
    let clients =
      network.clients.filter { $0.interface == synthetic }.map { $0.program }
      + takeover.endedClients
    let inet = routes.filter { $0.family == .inet }
    return (inet.isEmpty ? [] : [.addRoutes(inet)]) + ipv6AfterUndo(routes)
      + (clients.first.map { [.startClient($0, on: synthetic, waits: false)] } ?? [])
  }

  private func ipv6AfterUndo(_ routes: [Route]) -> [Action] {
    guard network.hasIPv6 else { return [] }
    let own = nic.addresses(.inet6).filter { !$0.isAutoconfigured }
    let inet6 = routes.filter { $0.family == .inet6 }
    let solicit: [Action] =
      network.routerSolicitor.map {
        [.solicitRouters(synthetic, program: $0, options: takeover.settings.ipv6.solicitorOptions)]
      } ?? []
    return (nic.isIPv6Disabled ? [] : [.setIPv6(synthetic, true, bringUp: false)])
      + (own.isEmpty ? [] : [.addAddresses(own, to: synthetic)])
      + (inet6.isEmpty
        ? [] : [.settleRoutes(RouteSettlement(inet6, members: [bond, vf], missing: []))])
      + (nic.acceptsRouterAdvertisements
        ? [.setRouterAdvertisements(synthetic, true, bringUp: false)] + solicit : [])
  }
}
