import Failover

extension FreeBSD {
  /// Observes the addresses of the lagg and the default routes, by netstat(1) and, if `seen` is
  /// nil, ifconfig(8). Returns nil if the lagg does not exist.
  package func holdings(
    of bond: InterfaceName, seen: Interface?, asking guest: any GuestView
  ) throws(GuestError) -> Holdings? {
    // `??` does not work with typed throws.
    let found = if let seen { seen } else { try listing(of: bond, asking: guest) }
    guard let lagg = found else { return nil }
    let routes = try netstatRoutes(guest.output(of: Self.routingTables))
    return Holdings(
      addresses: lagg.addresses.map { $0.address.withoutZone },
      defaultRoutes: routes.filter { $0.destination == "default" })
  }

  /// The queries that `holdings` needs: the routing tables by netstat(1).
  package var holdingsQueries: [Command] { [Self.routingTables] }
}
