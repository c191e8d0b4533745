/// The routes of a synthetic NIC, changed to use its bond.
struct RouteRestoration {
  private let takeover: Takeover

  init(_ takeover: Takeover) { self.takeover = takeover }

  /// All routes. Those to networks on the link come first, since next hops are reached through
  /// them.
  var all: [Route] {
    let routes = takeover.givenRoutes.map { $0.moved(to: takeover.bond) }
    return routes.filter { $0.isOnLink } + routes.filter { !$0.isOnLink }
  }

  /// The routes that must be added: an address that the bond certainly has reaches their gateways.
  var certain: [Route] { all.filter(isCertain) }

  /// The routes that may fail. Their gateways need an address from a lease, or one that does not
  /// move to the bond.
  var others: [Route] { all.filter { !isCertain($0) } }

  /// The routes on the link through which the gateway of `route` is reached, if no address reaches
  /// it.
  func linkRoutes(to route: Route) -> [Route] {
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
      || !linkRoutes(to: route).isEmpty
  }

  /// The addresses that the bond certainly has: those of rc.conf, and the present ones that move. A
  /// present address also supplies a prefix length that rc.conf leaves out.
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
