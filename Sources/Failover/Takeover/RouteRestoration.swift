/// The routes that go with a synthetic NIC's addresses, and how they come back through its bond.
struct RouteRestoration {
  private let takeover: Takeover

  init(_ takeover: Takeover) { self.takeover = takeover }

  /// All of them, as they are to lead through the bond.
  var all: [Route] {
    takeover.network.routes(through: takeover.synthetic).map { $0.moved(to: takeover.bond) }
  }

  /// Whether one of them waits for an address that a lease brings.
  var needLease: Bool { missing.contains { $0.family == .inet } && settings.usesDHCP }

  /// Those that must come back, then those that can only if their gateway happens to be reached: by
  /// an address of a lease, or one that rc.conf does not know and that stays behind.
  var steps: [Step] {
    let certain = missing.filter(isCertain)
    let others = missing.filter { !isCertain($0) }
    return step(certain, onFailure: .undo) + step(others, onFailure: .goOn)
  }

  private var settings: Settings { takeover.settings }

  /// A lease brings its own default route, and so do the routers.
  private var missing: [Route] {
    all.filter { route in
      guard route.destination == "default" else { return true }
      return route.family == .inet ? !settings.usesDHCP : !settings.ipv6.autoconfigures
    }
  }

  private func isCertain(_ route: Route) -> Bool {
    guard let gateway = route.gateway else { return true }
    return gateway.isLinkLocal || known(route.family).contains { $0.reaches(gateway) }
  }

  /// The addresses that the bond certainly has: those of rc.conf, or the live ones where it is
  /// silent. A live address tells the network of one whose length rc.conf leaves out.
  private func known(_ family: AddressFamily) -> [InterfaceAddress] {
    let live = takeover.nic.addresses(family)
    guard settings.givesAddress(family) else { return live }
    let lists =
      [settings.arguments.withoutPseudoWords] + settings.aliasesToAdd + settings.ipv6.arguments
      + settings.ipv6.aliases
    let given = lists.flatMap { IfconfigArguments($0).addresses }.filter { $0.family == family }
    return given + live.filter { entry in given.contains { $0.address == entry.address } }
  }

  private func step(_ routes: [Route], onFailure failure: Step.Failure) -> [Step] {
    guard !routes.isEmpty else { return [] }
    return [
      Step(
        .addRoutes(routes), because: "they went with the addresses", deviation: .routesFollow,
        onFailure: failure)
    ]
  }
}
