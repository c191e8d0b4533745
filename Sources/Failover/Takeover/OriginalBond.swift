extension Takeover {
  /// The bond that was there before and is there after an undo: `cloned_interfaces` made it, or the
  /// administrator did. One that a run made for us goes.
  ///
  /// A run that was cut short has changed it meanwhile, and wrote down what it was.
  var originalBond: Interface? {
    let present = network.interface(bond)
    return isResumed ? present.flatMap { _ in savedBond } : present
  }

  /// What makes that bond again what it was.
  ///
  /// It happens before the synthetic NIC gets its addresses back: the network of an address is
  /// reached by the interface that had the address first.
  var restoreBond: [Action] {
    guard let before = originalBond else { return [] }
    let ipv6: [Action] = [
      .setRouterAdvertisements(bond, before.acceptsRouterAdvertisements, bringUp: false),
      .setIPv6(bond, !before.isIPv6Disabled, bringUp: false),
      .removeEveryAddress(.inet6, from: bond, expected: []),
    ]
    let routes = originalBondRoutes
    // A run that was cut short may have started a client there.
    return (isResumed ? [.endClient(of: bond)] : []) + (network.hasIPv6 ? ipv6 : [])
      + [.removeEveryAddress(.inet, from: bond, expected: [])]
      + (before.addresses.isEmpty ? [] : [.addAddresses(before.addresses, to: bond)])
      + (routes.isEmpty ? [] : [.addRoutes(routes)])
      + (before.isUp ? [] : setDownAgain(before))
  }

  /// A lagg that goes down takes its ports along.
  private func setDownAgain(_ bond: Interface) -> [Action] {
    let isPort = order == .lagg && bond.bond?.members.contains(synthetic) == true
    return [.setUp(bond.name, false)] + (isPort && nic.isUp ? [.setUp(synthetic, true)] : [])
  }

  /// The routes that left by that bond.
  var originalBondRoutes: [Route] { isResumed ? savedBondRoutes : network.routes(through: bond) }
}
