import Failover
import Guest
import Platforms

// The stage after a takeover: checks that both NICs are members of the bond, and that no address or
// default route is lost.

extension Pipeline {
  /// Observes the pair after a takeover, and corrects what is missing: both NICs must be members of
  /// the bond, and the bond must have the addresses and default routes that the NICs had. `first`
  /// is the outcome of the takeover. Returns the outcome after the corrections. Does nothing in
  /// compatibility mode, or if the takeover did not go as planned.
  ///
  /// If the VF left and returned during the takeover, perhaps as another device, it joins the bond
  /// now: the run that was started for it may have given up waiting for this run. Addresses from
  /// DHCP are not expected, since a lease may come later. Throws `.unconfirmed` if steps are still
  /// needed at the end.
  func confirm(_ first: RunOutcome, _ takeover: Takeover) throws(Failure) -> RunOutcome {
    var outcome = first
    for _ in 0..<3 {
      guard outcome.isAsPlanned, takeover.compatibility == .none else { return outcome }
      if takeover.couldLose { guest.prefetch(platform.observedBondQueries) }
      let (left, bond) = try remaining(of: takeover)
      if left.steps.isEmpty { return try restoreLost(by: takeover, bond, outcome) }
      guest.discardPrefetched()
      guard !left.changesConfiguration else { throw unconfirmed(left, takeover) }
      outcome = try perform(left, for: takeover.synthetic, isInterruptible: true)
    }
    let (left, bond) = try remaining(of: takeover)
    if !left.steps.isEmpty { throw unconfirmed(left, takeover) }
    return try restoreLost(by: takeover, bond, outcome)
  }

  /// Gives the bond the addresses and default routes that one of the NICs had and the bond lacks.
  /// Returns `outcome` if nothing was missing, else the outcome of adding them. `bond` is the bond
  /// as observed just before; if nil, it is observed now. Throws `.unconfirmed` if some are still
  /// missing afterwards.
  private func restoreLost(
    by takeover: Takeover, _ bond: Interface?, _ outcome: RunOutcome
  ) throws(Failure) -> RunOutcome {
    let steps = lost(by: takeover, seen: bond)
    guard !steps.isEmpty else { return outcome }
    console.warn(.putBack(synthetic: takeover.synthetic, bond: takeover.bond))
    let second = try perform(Plan(steps), for: takeover.synthetic)
    let left = Plan(lost(by: takeover, seen: nil))
    if !left.steps.isEmpty { throw unconfirmed(left, takeover) }
    return second
  }

  /// Returns the steps that give the bond its missing addresses and default routes. Empty if
  /// nothing is missing, or if the bond cannot be observed. `bond` is the bond as observed just
  /// before; if nil, it is observed now.
  private func lost(by takeover: Takeover, seen bond: Interface?) -> [Step] {
    guard takeover.couldLose else { return [] }
    do throws(GuestError) {
      let observedBond = try platform.observedBond(of: takeover.bond, seen: bond, asking: guest)
      return observedBond.map { takeover.restoring(missingFrom: $0) } ?? []
    } catch {
      console.warn(.notConfirmed(synthetic: takeover.synthetic, reason: error.text))
      return []
    }
  }

  /// Returns a plan with the steps that are still needed to make both NICs members of the bond, and
  /// the bond as observed; nil if there is no bond. If a query fails, warns, and returns no steps
  /// and nil.
  private func remaining(of takeover: Takeover) throws(Failure) -> (Plan, Interface?) {
    var request = UpRequest(takeover.synthetic)
    request.scope = .joinOnly(then: [])
    do throws(Failure) {
      let seen = try observe(request, takeover.bond, takeover.settings, after: nil)
      return (try plan(seen), seen.network.interface(takeover.bond))
    } catch {
      guard case .guest(let reason) = error else { throw error }
      // Every step succeeded, so a failed observation is no failure of the takeover.
      console.warn(.notConfirmed(synthetic: takeover.synthetic, reason: reason.text))
      return (Plan([]), nil)
    }
  }

  private func unconfirmed(_ left: Plan, _ takeover: Takeover) -> Failure {
    .unconfirmed(
      left.steps.map { step in
        let lines = platform.effects(of: step.action).map { PlanText.line(of: $0) }
        return ([step.reason] + lines).joined(separator: ": ")
      }, on: takeover.synthetic)
  }
}
