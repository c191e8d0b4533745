extension Takeover {
  /// The bond as it was before the takeover, which an undo restores. Nil if there was no bond: then
  /// an undo destroys the one that the takeover makes.
  ///
  /// After a killed run, this comes from the state which that run saved; nil also if the bond does
  /// not exist any more.
  var originalBond: Interface? {
    let present = network.interface(bond)
    return isResumed ? present.flatMap { _ in savedBond } : present
  }

  /// The actions with which an undo restores the addresses, routes and IPv6 settings of
  /// `originalBond`, and sets the bond down again if it was down. Empty if `originalBond` is nil.
  var restoreBond: [Action] {
    guard let before = originalBond else { return [] }
    let ipv6: [Action] = [
      .setRouterAdvertisements(bond, before.acceptsRouterAdvertisements, bringUp: false),
      .setIPv6(bond, !before.isIPv6Disabled, bringUp: false),
      .removeEveryAddress(.inet6, from: bond, expected: []),
    ]
    let routes = originalBondRoutes
    // A killed run may have started a client on the bond.
    return (isResumed ? [.endClient(of: bond)] : []) + (network.hasIPv6 ? ipv6 : [])
      + [.removeEveryAddress(.inet, from: bond, expected: [])]
      + (before.addresses.isEmpty ? [] : [.addAddresses(before.addresses, to: bond)])
      + (routes.isEmpty ? [] : [.addRoutes(routes)])
      + (before.isUp ? [] : setDownAgain(before))
  }

  /// The actions that set the bond down again. FreeBSD sets the ports of a lagg down with it, so a
  /// synthetic NIC that is a port and was up is set up again.
  private func setDownAgain(_ bond: Interface) -> [Action] {
    let isPort = order == .lagg && bond.bond?.members.contains(synthetic) == true
    return [.setUp(bond.name, false)] + (isPort && nic.isUp ? [.setUp(synthetic, true)] : [])
  }

  /// The routes that led through the bond before the takeover; empty if there were none.
  var originalBondRoutes: [Route] { isResumed ? savedBondRoutes : network.routes(through: bond) }
}
