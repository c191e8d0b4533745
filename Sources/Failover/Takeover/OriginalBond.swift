extension Takeover {
  /// The bond from before the takeover, which an undo must leave in place: `cloned_interfaces` or
  /// the administrator made it. Nil if a run of the programs made it.
  ///
  /// After a killed run, which may have changed that bond, this is its saved state.
  var originalBond: Interface? {
    let present = network.interface(bond)
    return isResumed ? present.flatMap { _ in savedBond } : present
  }

  /// The actions that restore `originalBond`; empty if it is nil.
  ///
  /// They come before the addresses of the synthetic NIC are restored: a network is reached through
  /// the interface that was the first to have an address in it.
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

  /// The actions that set the bond down again. A lagg that goes down takes its ports along.
  private func setDownAgain(_ bond: Interface) -> [Action] {
    let isPort = order == .lagg && bond.bond?.members.contains(synthetic) == true
    return [.setUp(bond.name, false)] + (isPort && nic.isUp ? [.setUp(synthetic, true)] : [])
  }

  /// The routes through `originalBond`.
  var originalBondRoutes: [Route] { isResumed ? savedBondRoutes : network.routes(through: bond) }
}
