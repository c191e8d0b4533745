import Failover

extension FreeBSD {
  /// Observes the addresses of the lagg `bond` and the default routes, by netstat(1) and, if `seen`
  /// is nil, ifconfig(8). Returns nil if the lagg does not exist. Throws if a query fails.
  package func observedBond(
    of bond: InterfaceName, seen: Interface?, asking guest: any GuestView
  ) throws(GuestError) -> ObservedBond? {
    // `??` does not work with typed throws.
    let found = if let seen { seen } else { try listing(of: bond, asking: guest) }
    guard let lagg = found else { return nil }
    let routes = try netstatRoutes(guest.output(of: Self.routingTables))
    return ObservedBond(
      addresses: lagg.addresses.map { $0.address.withoutZone },
      defaultRoutes: routes.filter { $0.destination == "default" })
  }

  /// The command that `observedBond` always runs: netstat(1), which prints the routing tables.
  package var observedBondQueries: [Command] { [Self.routingTables] }
}
