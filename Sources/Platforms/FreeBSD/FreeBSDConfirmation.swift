import Failover

extension FreeBSD {
  /// By ifconfig(8) and netstat(1).
  package func holdings(
    of bond: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> Holdings? {
    guest.prefetch([Command(Self.ifconfig, [bond.text]), Self.routingTables])
    guard let lagg = try listing(of: bond, asking: guest) else { return nil }
    let routes = try netstatRoutes(guest.output(of: Self.routingTables))
    return Holdings(
      addresses: lagg.addresses.map { $0.address.withoutZone },
      defaultRoutes: routes.filter { $0.destination == "default" })
  }
}
