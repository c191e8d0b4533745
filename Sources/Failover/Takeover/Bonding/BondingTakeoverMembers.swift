extension BondingTakeover {
  /// A member that joins gets the bond's MTU. That a VF cannot have it has to be seen before it is
  /// needed, in the words of its driver.
  func resize(_ name: InterfaceName, from present: Int) -> [Step] {
    let wanted = fixed.mtu ?? nic.mtu
    guard wanted != present else { return [] }
    return [
      Step(
        .setMTU(name, wanted), undo: name == bond && before == nil ? [] : [.setMTU(name, present)],
        because: "\(synthetic) has that MTU")
    ]
  }

  /// A run that was cut short may have left the VF inside a bond that is down: nothing moves there.
  var joinVF: [Step] {
    let isMember = members.contains(vf)
    guard !isMember || takeover.network.interface(bond)?.isUp != true else { return [] }
    let wait = Step(.awaitCarrier(bond), because: "until then nothing may move")
    return raise + (isMember ? [] : addVF) + [wait]
  }

  /// A bond of ours comes up as it is made; one that a run left that was cut short may be down.
  private var raise: [Step] {
    guard takeover.isResumed || before?.isUp == false else { return [] }
    return [
      Step(
        .setUp(bond, true), undo: before?.isUp == false ? [.setUp(bond, false)] : [],
        because: "it takes the traffic over")
    ]
  }

  private var addVF: [Step] {
    let found = takeover.network.interface(vf)
    let leave: [Action] = [.removeMember(vf, from: bond)]
    return resize(vf, from: found?.mtu ?? fixed.mtu ?? nic.mtu) + [
      Step(.setPrimary(vf, of: bond), because: "\(vf) is the fast one", onFailure: .goOn),
      Step(
        .addMember(vf, to: bond),
        // Bonding closes a member that leaves. A switch that has learnt to send by it would go on.
        undo: leave + [.showAddress(synthetic)]
          + (stays(found) ? [.setUp(vf, true)] + vfAgain : []),
        because: "\(vf) works while \(synthetic) changes over"),
    ]
  }

  /// Whether a VF that was up before comes up again after all: not where the host sends to it alone for
  /// as long as it is up.
  private func stays(_ vf: Interface?) -> Bool {
    guard vf?.isUp == true, vf?.master == nil || takeover.isResumed else { return false }
    let isGiving = takeover.givingVF != nil
    return isGiving ? takeover.restoresVF : !takeover.isResumed && nic.hasCarrier != false
  }

  /// What went when the VF was down.
  private var vfAgain: [Action] {
    guard let found = takeover.givingVF else { return [] }
    let routes = takeover.network.routes(through: vf)
    let own = found.ownAddresses
    return (own.isEmpty ? [] : [.addAddresses(own, to: vf)])
      + (routes.isEmpty ? [] : [.addRoutes(routes)])
      + vfPrograms.flatMap { takeover.restart($0, on: vf) }
  }

  /// A member has nothing of its own.
  var emptyVF: [Step] {
    guard !takeover.isOnlyVFConfigured, let own = takeover.givingVF?.ownAddresses, !own.isEmpty
    else { return [] }
    return [
      Step(
        .removeAddresses(own, from: vf), because: "\(bond) has them, or \(synthetic) had its own",
        deviation: .vfFollows)
    ]
  }

  var joinSynthetic: [Step] {
    guard !members.contains(synthetic) else { return [] }
    return [
      Step(
        .addMember(synthetic, to: bond),
        // With nothing to move the clients have no better place: one that was ended by a run that was
        // cut short has no step of its own.
        undo: [.removeMember(synthetic, from: bond), .setUp(synthetic, true)] + settingsAgain
          + (BondingConfiguration(self).transfer.isEmpty ? restartClients : []),
        because: "it stands in whenever \(vf) leaves")
    ]
  }
}
