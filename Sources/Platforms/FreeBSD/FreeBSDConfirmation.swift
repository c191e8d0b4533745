import Failover

extension FreeBSD {
  /// By netstat(1), and ifconfig(8) where the lagg was not seen yet.
  package func holdings(
    of bond: InterfaceName, seen: Interface?, asking guest: any GuestView
  ) throws(GuestError) -> Holdings? {
    // Not `??`, which does not pass our type of error on.
    let found = if let seen { seen } else { try listing(of: bond, asking: guest) }
    guard let lagg = found else { return nil }
    let routes = try netstatRoutes(guest.output(of: Self.routingTables))
    return Holdings(
      addresses: lagg.addresses.map { $0.address.withoutZone },
      defaultRoutes: routes.filter { $0.destination == "default" })
  }

  /// netstat(1).
  package var holdingsQueries: [Command] { [Self.routingTables] }
}
