extension BondingTakeover {
  /// The step that sets the MTU of the interface `name` to that of rc.conf, or else of the
  /// synthetic NIC. `present` is the MTU that it has now. Empty if the MTU need not change. Joining
  /// would set the MTU too, but this way an error of the VF's driver appears early.
  func resize(_ name: InterfaceName, from present: Int) -> [Step] {
    let wanted = fixed.mtu ?? nic.mtu
    guard wanted != present else { return [] }
    return [
      Step(
        .setMTU(name, wanted), undo: name == bond && before == nil ? [] : [.setMTU(name, present)],
        because: synthetic + " has this MTU")
    ]
  }

  /// The steps that set the bond up if it is down, add the VF if it is no member yet, and wait
  /// until the bond has a carrier. Empty if the VF is a member and the bond is up.
  var joinVF: [Step] {
    let isMember = members.contains(vf)
    guard !isMember || takeover.network.interface(bond)?.isUp != true else { return [] }
    let wait = Step(
      .awaitCarrier(bond), because: bond + " needs a link before the addresses move")
    return raise + (isMember ? [] : addVF) + [wait]
  }

  /// The step that sets up a bond that existed before and is down, or that a killed run may have
  /// left down. Empty for a new bond, which is created up.
  private var raise: [Step] {
    guard takeover.isResumed || before?.isUp == false else { return [] }
    return [
      Step(
        .setUp(bond, true), undo: before?.isUp == false ? [.setUp(bond, false)] : [],
        because: bond + " must be up to carry the traffic")
    ]
  }

  private var addVF: [Step] {
    let found = takeover.network.interface(vf)
    let leave: [Action] = [.removeMember(vf, from: bond)]
    return resize(vf, from: found?.mtu ?? fixed.mtu ?? nic.mtu) + [
      Step(.setPrimary(vf, of: bond), because: vf + " is the faster NIC", onFailure: .goOn),
      Step(
        .addMember(vf, to: bond),
        // Bonding sets the VF down when it leaves. A switch that has learnt the VF's port would
        // keep sending to it, so the synthetic NIC announces its address.
        undo: leave + [.announceAddress(synthetic)]
          + (stays(found) ? [.setUp(vf, true)] + restoreVF : []),
        because: vf + " carries the traffic while " + synthetic + " joins"),
    ]
  }

  /// True if an undo sets the VF `vf` up again: `vf` was up before the takeover, and either the
  /// synthetic NIC worked nevertheless, or `vf` has its own use. False if `vf` is nil.
  private func stays(_ vf: Interface?) -> Bool {
    guard vf?.isUp == true, vf?.master == nil || takeover.isResumed else { return false }
    let isGiving = takeover.configuredVF != nil
    return isGiving ? takeover.restoresVF : !takeover.isResumed && nic.hasCarrier != false
  }

  /// The actions with which an undo gives the VF the addresses, routes and DHCP clients again that
  /// it had before the takeover. Empty if it had none.
  private var restoreVF: [Action] {
    guard let found = takeover.configuredVF else { return [] }
    let routes = takeover.network.routes(through: vf)
    let own = found.ownAddresses
    return (own.isEmpty ? [] : [.addAddresses(own, to: vf)])
      + (routes.isEmpty ? [] : [.addRoutes(routes)])
      + vfPrograms.flatMap { takeover.restart($0, on: vf) }
  }

  /// The step that removes the addresses of the VF, since a member of a bond has none. Empty if it
  /// has no address of its own. Empty also if only the VF is configured: then the step `move`
  /// removes them.
  var emptyVF: [Step] {
    guard !takeover.isOnlyVFConfigured, let own = takeover.configuredVF?.ownAddresses, !own.isEmpty
    else { return [] }
    return [
      Step(
        .removeAddresses(own, from: vf),
        because: "a member of " + bond + " has no addresses of its own",
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
        because: synthetic + " carries the traffic while " + vf + " is away")
    ]
  }
}
