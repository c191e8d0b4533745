/// The reason why `planStandby` or `planResume` cannot change the active NIC of a pair. The value
/// of each case is the synthetic NIC of the pair.
package enum StandbyRefusal: Error, Hashable, Sendable {
  /// The pair has no VF now.
  case noVF(InterfaceName)
  /// Nothing combines the pair: neither a bond nor the kernel in transparent mode.
  case noBond(InterfaceName)
  /// One of the two NICs of the pair is not a member of the bond.
  case incomplete(InterfaceName)
  /// The kernel combines the pair in transparent mode and chooses the active NIC itself (FreeBSD).
  case kernelDecides(InterfaceName)
}

/// How `hyperv_vfctl standby` makes the synthetic NIC the active one of a pair while the VF is
/// still there. It depends on the system and on what combines the pair.
package enum StandbyMeans: Hashable, Sendable {
  /// The synthetic NIC becomes the primary of the bond, and then the VF is set down (Linux, bond).
  case changingPrimary
  /// The VF is set down, which makes the kernel move the packets to the synthetic NIC (lagg(4) on
  /// FreeBSD, transparent mode on Linux).
  case settingVFDown
  /// The active NIC cannot be changed (transparent mode on FreeBSD).
  case none
}

/// The steps that make the synthetic NIC active, until the steps of `planResume` are run or the VF
/// leaves; empty if nothing has to be changed. `means` is `Platform.standbyMeans` for this pair.
///
/// Throws if the pair has no VF, if nothing combines it, if one of its NICs is not in the bond, or
/// if `means` is `.none`.
///
/// With a bond on Linux, the primary is changed, because bonding forgets active_slave at the next
/// event of any link (bond_main.c, bond_choose_primary_or_current). The VF goes down as well,
/// because the switch of Hyper-V sends to the VF while it is up. It goes down last, because bonding
/// changes the active member faster on request than after a failure.
package func planStandby(_ pair: PairState, by means: StandbyMeans) throws(StandbyRefusal) -> [Step]
{
  let vf = try standing(pair, by: means)
  let synthetic = pair.synthetic.name
  let bond = pair.configuredInterface.name
  let raise = Step(
    .setUp(synthetic, true), because: synthetic + " must be up to carry the traffic")
  let prefer = Step(
    .setPrimary(synthetic, of: bond), undo: [.setPrimary(vf.name, of: bond)],
    because: synthetic + " is to carry the traffic")
  let lower = Step(
    .setUp(vf.name, false), undo: [.setUp(vf.name, true)],
    because: "the host sends to " + synthetic + " while " + vf.name + " is down")
  let isBond = means == .changingPrimary && pair.mode == .bond
  let steps =
    (pair.synthetic.interface.isUp ? [] : [raise])
    + (isBond && pair.primary != synthetic ? [prefer] : []) + (vf.interface.isUp ? [lower] : [])
  return isBond ? listening(steps, on: bond) : steps
}

/// The steps that make the VF active again; empty if nothing has to be changed. `means` is
/// `Platform.standbyMeans` for this pair.
///
/// Throws if the pair has no VF, if nothing combines it, or if one of its NICs is not in the bond.
/// Also throws if `means` is `.none`, unless the VF of a pair in transparent mode is down: it is
/// then set up.
package func planResume(_ pair: PairState, by means: StandbyMeans) throws(StandbyRefusal) -> [Step]
{
  let raising = { (name: InterfaceName) in
    Step(
      .setUp(name, true), undo: [.setUp(name, false)],
      because: "the host sends to " + name + " while it is up")
  }
  // The kernel chooses the active NIC itself, but cannot choose a VF that is down.
  if means == .none, pair.mode == .transparent, let vf = pair.vf, !vf.interface.isUp {
    return [raising(vf.name)]
  }
  let vf = try standing(pair, by: means)
  let raise = raising(vf.name)
  guard means == .changingPrimary, pair.mode == .bond else {
    return vf.interface.isUp ? [] : [raise]
  }
  let bond = pair.configuredInterface.name
  let prefer = Step(
    .setPrimary(vf.name, of: bond), undo: [.setPrimary(pair.synthetic.name, of: bond)],
    because: vf.name + " is the faster NIC")
  let wait = Step(
    .awaitActive(vf.name, of: bond),
    because: "the link of " + vf.name + " takes a moment to come up", onFailure: .report)
  let steps =
    (pair.primary == vf.name ? [] : [prefer]) + (vf.interface.isUp ? [] : [raise])
  return steps.isEmpty ? [] : listening(steps + [wait], on: bond)
}

/// The VF of the pair. Throws if the active NIC cannot be changed: if the pair has no VF, if
/// nothing combines it, if `means` is `.none`, or if one of the NICs is not in the bond.
private func standing(
  _ pair: PairState, by means: StandbyMeans
) throws(StandbyRefusal) -> PairState.Member {
  let synthetic = pair.synthetic.name
  guard let vf = pair.vf else { throw .noVF(synthetic) }
  guard pair.mode != .none else { throw .noBond(synthetic) }
  guard means != .none else { throw .kernelDecides(synthetic) }
  guard pair.mode == .bond else { return vf }
  let members = pair.bond?.bond?.members ?? []
  guard members.contains(synthetic), members.contains(vf.name) else { throw .incomplete(synthetic) }
  return vf
}
