extension BondingTakeover {
  /// The steps that set the MTU of the interface `name`; none if its MTU, `present`, is right.
  /// Joining would set the MTU too, but this way an error of the VF's driver appears before the MTU
  /// is needed.
  func resize(_ name: InterfaceName, from present: Int) -> [Step] {
    let wanted = fixed.mtu ?? nic.mtu
    guard wanted != present else { return [] }
    return [
      Step(
        .setMTU(name, wanted), undo: name == bond && before == nil ? [] : [.setMTU(name, present)],
        because: "\(synthetic) has that MTU")
    ]
  }

  /// The steps that add the VF. A killed run may have left the VF in a bond that is down, in which
  /// nothing can be moved.
  var joinVF: [Step] {
    let isMember = members.contains(vf)
    guard !isMember || takeover.network.interface(bond)?.isUp != true else { return [] }
    let wait = Step(.awaitCarrier(bond), because: "until then nothing may move")
    return raise + (isMember ? [] : addVF) + [wait]
  }

  /// The step that sets the bond up. Creating a bond sets it up, but a killed run may have left it
  /// down.
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
        // Bonding sets the VF down when it leaves. A switch that has learnt the VF's port would
        // keep sending to it, so the synthetic NIC announces its address.
        undo: leave + [.announceAddress(synthetic)]
          + (stays(found) ? [.setUp(vf, true)] + restoreVF : []),
        because: "\(vf) works while \(synthetic) changes over"),
    ]
  }

  /// True if an undo sets the VF up again: it was up before, and the synthetic NIC worked
  /// nevertheless. False if the host sends only to the VF while that is up.
  private func stays(_ vf: Interface?) -> Bool {
    guard vf?.isUp == true, vf?.master == nil || takeover.isResumed else { return false }
    let isGiving = takeover.configuredVF != nil
    return isGiving ? takeover.restoresVF : !takeover.isResumed && nic.hasCarrier != false
  }

  /// The actions that restore what the VF lost when it was set down.
  private var restoreVF: [Action] {
    guard let found = takeover.configuredVF else { return [] }
    let routes = takeover.network.routes(through: vf)
    let own = found.ownAddresses
    return (own.isEmpty ? [] : [.addAddresses(own, to: vf)])
      + (routes.isEmpty ? [] : [.addRoutes(routes)])
      + vfPrograms.flatMap { takeover.restart($0, on: vf) }
  }

  /// The steps that remove the addresses and clients of the VF, since a member has none.
  var emptyVF: [Step] {
    guard !takeover.isOnlyVFConfigured, let own = takeover.configuredVF?.ownAddresses, !own.isEmpty
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
        // If nothing moves, no step `move` restarts the clients in an undo, so this one does. A
        // client that a killed run has ended has no step that stops it.
        undo: [.removeMember(synthetic, from: bond), .setUp(synthetic, true)] + restoreSettings
          + (BondingConfiguration(self).transfer.isEmpty ? restartClients : []),
        because: "it stands in whenever \(vf) leaves")
    ]
  }
}
