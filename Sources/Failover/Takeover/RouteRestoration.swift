/// The routes that left by a synthetic NIC, as they are to lead through its bond.
struct RouteRestoration {
  private let takeover: Takeover

  init(_ takeover: Takeover) { self.takeover = takeover }

  /// All of them, those on the link first: through these next hops are reached.
  var all: [Route] {
    let routes = takeover.givenRoutes.map { $0.moved(to: takeover.bond) }
    return routes.filter { $0.isOnLink } + routes.filter { !$0.isOnLink }
  }

  /// Those that must come back: an address that the bond certainly has reaches their gateways.
  var certain: [Route] { all.filter(isCertain) }

  /// Those that can come back only if their gateway happens to be reached: by an address of a lease, or
  /// one that stays behind.
  var others: [Route] { all.filter { !isCertain($0) } }

  /// The routes on the link by which the gateway of another is reached, where no address does that.
  func ways(to route: Route) -> [Route] {
    guard let gateway = route.gateway, !known(route.family).contains(where: { $0.reaches(gateway) })
    else { return [] }
    return all.filter { way in
      way.isOnLink && way.table == route.table
        && InterfaceAddress(way.destination)?.reaches(gateway) == true
    }
  }

  private func isCertain(_ route: Route) -> Bool {
    guard let gateway = route.gateway else { return true }
    return gateway.isLinkLocal || known(route.family).contains { $0.reaches(gateway) }
      || !ways(to: route).isEmpty
  }

  /// The addresses that the bond certainly has: those of rc.conf, and the live ones that follow, which
  /// tell the network of one whose length rc.conf leaves out.
  private func known(_ family: AddressFamily) -> [InterfaceAddress] {
    let settings = takeover.settings
    let live = takeover.held(family).filter { !takeover.dropped.contains($0) }.map { $0.entry }
    guard settings.givesAddress(family), !(family == .inet && settings.usesDHCP) else {
      return live
    }
    let lists =
      [settings.arguments.withoutPseudoWords] + settings.aliasesToAdd + settings.ipv6.arguments
      + settings.ipv6.aliases
    return lists.flatMap { IfconfigArguments($0).addresses }.filter { $0.family == family } + live
  }
}
