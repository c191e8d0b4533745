import Failover

extension FreeBSD {
  /// Asks again what an action takes for granted: which addresses are still there to be removed,
  /// and which addresses, routes and members are not yet there to be added.
  package func refreshed(
    _ action: Action, asking guest: some GuestView
  ) throws(GuestError) -> Action {
    switch action {
    case .removeEveryAddress(let family, let name, _):
      let left = try listing(of: name, asking: guest)?.addresses(family) ?? []
      return .removeEveryAddress(family, from: name, expected: left)
    case .addAddresses(let addresses, let name):
      let present = try listing(of: name, asking: guest)?.addresses.map(\.address.withoutZone) ?? []
      let missing = addresses.filter { !present.contains($0.address.withoutZone) }
      return .addAddresses(missing, to: name)
    case .addRoutes(let routes):
      let present = try netstatRoutes(guest.output(of: Command(Self.netstat, ["-rnW"])))
      return .addRoutes(
        routes.filter { route in
          !present.contains { $0.destination == route.destination && $0.family == route.family }
        })
    default: return action
    }
  }
}
