/// The routes through the NICs of a pair, changed to lead through the bond.
struct RouteRestoration {
  private let takeover: Takeover

  init(_ takeover: Takeover) { self.takeover = takeover }

  /// All routes of the NICs, changed to lead through the bond. Routes without a next hop come
  /// first, since the next hops of the others are reached through them.
  var all: [Route] {
    let routes = takeover.givenRoutes.map { $0.moved(to: takeover.bond) }
    return routes.filter { $0.isOnLink } + routes.filter { !$0.isOnLink }
  }

  /// The routes that the bond can certainly use. They have no gateway; or the bond reaches the
  /// gateway by an address from rc.conf, by an address that moves to the bond, or by a route on the
  /// link.
  var certain: [Route] { all.filter(isCertain) }

  /// The routes that are not in `certain`; adding them may fail. Only an address from a new lease,
  /// or an address that does not move to the bond, reaches their gateways.
  var others: [Route] { all.filter { !isCertain($0) } }

  /// The routes without a next hop through which the gateway of `route` is reached, in the same
  /// routing table. Empty if an address of the bond reaches the gateway, or if `route` has no
  /// gateway.
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

  /// The addresses of one family that the bond certainly has after the takeover: those in rc.conf,
  /// and the present ones of the NICs that move. If rc.conf has an address without its prefix
  /// length, the present address tells the length.
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
