// A VF that has the pair's only configuration has to go down to join the bond. The host sends to the synthetic
// NIC meanwhile, which answers for it.
extension BondingTakeover {
  /// What the synthetic NIC has for that moment; nil: nothing, or the kernel cannot have its routes wait.
  private var loan: ConfigurationTransfer? {
    guard takeover.isOnlyVFConfigured, takeover.network.canGiveBeforehand,
      let giver = takeover.givingVF, giver.isUp, giver.master == nil || takeover.isResumed
    else { return nil }
    let routes = takeover.network.routes(through: giver.name).map { $0.moved(to: synthetic) }
    var loan = ConfigurationTransfer(
      from: giver.name, to: synthetic, removing: [], adding: giver.ownAddresses, routes: routes
    ).beforehand
    loan.neighbors = takeover.network.neighbors
    return loan.added.isEmpty ? nil : loan
  }

  /// Its routes count from the moment that it has a carrier, which is when the VF goes down.
  var lend: [Step] {
    guard !takeover.isResumed, let loan else { return [] }
    let raise = Step(
      .setUp(synthetic, true), undo: [.setUp(synthetic, false)],
      because: "it answers while \(vf) joins")
    return (nic.isUp ? [] : [raise]) + [
      Step(
        .assignInAdvance(loan), undo: [.endAdvance(loan)],
        because: "\(synthetic) answers while \(vf) is down to join \(bond)", onFailure: .goOn)
    ]
  }

  /// A run that was cut short may have lent it.
  var endLending: [Step] {
    guard let loan else { return [] }
    return [
      Step(
        .endAdvance(loan), undo: [.endAdvance(loan)], because: "\(bond) answers from now on",
        onFailure: .goOn)
    ]
  }
}
