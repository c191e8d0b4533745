/// The routes that left by a synthetic NIC, as they are to lead through its bond.
struct RouteRestoration {
  private let takeover: Takeover

  init(_ takeover: Takeover) { self.takeover = takeover }

  /// All of them.
  var all: [Route] {
    takeover.network.routes(through: takeover.synthetic).map { $0.moved(to: takeover.bond) }
  }

  /// Those that must come back: an address that the bond certainly has reaches their gateways.
  var certain: [Route] { all.filter(isCertain) }

  /// Those that can come back only if their gateway happens to be reached: by an address of a lease, or
  /// one that rc.conf does not know and that stays behind.
  var others: [Route] { all.filter { !isCertain($0) } }

  private func isCertain(_ route: Route) -> Bool {
    guard let gateway = route.gateway else { return true }
    return gateway.isLinkLocal || known(route.family).contains { $0.reaches(gateway) }
  }

  /// The addresses that the bond certainly has: those of rc.conf, or the live ones where it is
  /// silent or asks for a lease. A live address tells the network of one whose length rc.conf leaves out.
  private func known(_ family: AddressFamily) -> [InterfaceAddress] {
    let settings = takeover.settings
    let live = takeover.nic.addresses(family)
    guard settings.givesAddress(family), !(family == .inet && settings.usesDHCP) else {
      return live
    }
    let lists =
      [settings.arguments.withoutPseudoWords] + settings.aliasesToAdd + settings.ipv6.arguments
      + settings.ipv6.aliases
    let given = lists.flatMap { IfconfigArguments($0).addresses }.filter { $0.family == family }
    return given + live.filter { entry in given.contains { $0.address == entry.address } }
  }
}
