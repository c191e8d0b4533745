/// Why the traffic of a pair is not moved.
package enum StandbyRefusal: Error, Hashable, Sendable {
  /// It has no VF that could carry it, or give it up.
  case noVF(InterfaceName)
  /// Nothing holds the two together.
  case noBond(InterfaceName)
  /// A NIC of the two is not in the bond.
  case incomplete(InterfaceName)
  /// The kernel alone decides.
  case kernelDecides(InterfaceName)
}

/// How a system lets the synthetic NIC take the traffic over while the VF stays.
package enum StandbyMeans: Hashable, Sendable {
  /// A bond prefers it; then the VF goes down.
  case preferring
  /// The VF goes down: the kernel takes its traffic away from it before.
  case lowering
  /// Not at all.
  case none
}

/// What makes the synthetic NIC carry the traffic, and keeps it so until `planResume`, or until the VF
/// leaves; empty where it is so already.
///
/// Bonding honours a choice of active_slave only until the next event of any link (bond_main.c,
/// bond_choose_primary_or_current), so the preference itself moves. Hyper-V's switch sends to the VF for
/// as long as it is up, whatever the guest prefers, so it goes down; only then, because bonding is slow
/// to see a member fail, and quick to change over by order.
package func planStandby(_ pair: PairState, by means: StandbyMeans) throws(StandbyRefusal) -> [Step]
{
  let vf = try standing(pair, by: means)
  let synthetic = pair.synthetic.name
  let bond = pair.face.name
  let raise = Step(.setUp(synthetic, true), because: "\(synthetic) has to be ready")
  let prefer = Step(
    .setPrimary(synthetic, of: bond), undo: [.setPrimary(vf.name, of: bond)],
    because: "\(synthetic) carries the traffic")
  let lower = Step(
    .setUp(vf.name, false), undo: [.setUp(vf.name, true)],
    because: "the host sends to \(synthetic) from then on")
  let isBond = means == .preferring && pair.mode == .bond
  let steps =
    (pair.synthetic.interface.isUp ? [] : [raise])
    + (isBond && pair.primary != synthetic ? [prefer] : []) + (vf.interface.isUp ? [lower] : [])
  return isBond ? listening(steps, on: bond) : steps
}

/// What gives the traffic back to the VF; empty where it has it.
package func planResume(_ pair: PairState, by means: StandbyMeans) throws(StandbyRefusal) -> [Step]
{
  let raising = { (name: InterfaceName) in
    Step(
      .setUp(name, true), undo: [.setUp(name, false)],
      because: "the host sends to \(name) from then on")
  }
  // Whoever decides cannot choose one that is down.
  if means == .none, pair.mode == .transparent, let vf = pair.vf, !vf.interface.isUp {
    return [raising(vf.name)]
  }
  let vf = try standing(pair, by: means)
  let raise = raising(vf.name)
  guard means == .preferring, pair.mode == .bond else { return vf.interface.isUp ? [] : [raise] }
  let bond = pair.face.name
  let prefer = Step(
    .setPrimary(vf.name, of: bond), undo: [.setPrimary(pair.synthetic.name, of: bond)],
    because: "\(vf.name) is the fast one")
  let wait = Step(
    .awaitActive(vf.name, of: bond), because: "the link takes its time", onFailure: .report)
  let steps =
    (pair.primary == vf.name ? [] : [prefer]) + (vf.interface.isUp ? [] : [raise])
  return steps.isEmpty ? [] : listening(steps + [wait], on: bond)
}

/// Hyper-V sends to another member at another moment than bonding follows, and a switch that learns later
/// still: for so long the bond takes what arrives by either, which it would else drop
/// (Documentation/networking/bonding.rst, all_slaves_active).
private func listening(_ steps: [Step], on bond: InterfaceName) -> [Step] {
  guard !steps.isEmpty else { return [] }
  return [
    Step(
      .listenOnAll(bond, true), undo: [.listenOnAll(bond, false)],
      because: "what arrives by either is taken meanwhile", onFailure: .goOn)
  ] + steps + [
    Step(.listenOnAll(bond, false), because: "from then on as before", onFailure: .goOn)
  ]
}

/// The VF, which takes part in carrying the traffic.
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
