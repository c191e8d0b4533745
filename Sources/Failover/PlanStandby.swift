/// Why the traffic of a pair is not moved.
package enum Immobility: Error, Hashable, Sendable {
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
/// bond_choose_primary_or_current), so the preference itself moves. Hyper-V's switch sends to the VF for as
/// long as it is up, whatever the guest prefers, so it goes down; only then, because bonding is slow to see
/// a member fail, and quick to change over by order.
package func planStandby(_ pair: PairState, by means: StandbyMeans) throws(Immobility) -> [Step] {
  let vf = try standing(pair, by: means)
  let synthetic = pair.synthetic.name
  let bond = pair.face.name
  let monitoring = Step(.setUp(synthetic, true), because: "\(synthetic) has to be ready")
  let prefer = Step(
    .setPrimary(synthetic, of: bond), undo: [.setPrimary(vf.name, of: bond)],
    because: "\(synthetic) carries the traffic")
  let lower = Step(
    .setUp(vf.name, false), undo: [.setUp(vf.name, true)],
    because: "the host sends to \(synthetic) from then on")
  let isBond = means == .preferring && pair.mode == .bond
  return (pair.synthetic.interface.isUp ? [] : [monitoring])
    + (isBond && pair.primary != synthetic ? [prefer] : [])
    + (vf.interface.isUp ? [lower] : [])
}

/// What gives the traffic back to the VF; empty where it has it.
///
/// The host sends to the VF the moment it is up, and bonding takes until its next look at the link to
/// follow: for that moment it looks every 5 ms.
package func planResume(
  _ pair: PairState, by means: StandbyMeans, monitoring: Duration
) throws(Immobility) -> [Step] {
  let vf = try standing(pair, by: means)
  let raise = Step(
    .setUp(vf.name, true), undo: [.setUp(vf.name, false)],
    because: "the host sends to \(vf.name) from then on")
  guard means == .preferring, pair.mode == .bond else { return vf.interface.isUp ? [] : [raise] }
  let bond = pair.face.name
  let prefer = Step(
    .setPrimary(vf.name, of: bond), undo: [.setPrimary(pair.synthetic.name, of: bond)],
    because: "\(vf.name) is the fast one")
  guard !vf.interface.isUp else { return pair.primary == vf.name ? [] : [prefer] }
  return [
    Step(
      .setMonitoring(bond, .milliseconds(5)), undo: [.setMonitoring(bond, monitoring)],
      because: "it changes over as soon as \(vf.name) works", onFailure: .goOn),
    prefer, raise,
    Step(
      .awaitActive(vf.name, of: bond), because: "the link takes its time", onFailure: .report),
    Step(
      .setMonitoring(bond, monitoring), because: "from then on as before", onFailure: .goOn),
  ]
}

/// The VF, which takes part in carrying the traffic.
private func standing(
  _ pair: PairState, by means: StandbyMeans
) throws(Immobility) -> PairState.Member {
  let synthetic = pair.synthetic.name
  guard let vf = pair.vf else { throw .noVF(synthetic) }
  guard pair.mode != .none else { throw .noBond(synthetic) }
  guard means != .none else { throw .kernelDecides(synthetic) }
  guard pair.mode == .bond else { return vf }
  let members = pair.bond?.bond?.members ?? []
  guard members.contains(synthetic), members.contains(vf.name) else { throw .incomplete(synthetic) }
  return vf
}
