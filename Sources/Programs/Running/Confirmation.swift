import Failover
import Guest
import Platforms

// The stage that follows a takeover: whether all is as planned, and nothing is lost.

extension Pipeline {
  /// Looks again, and gives how it all ended: the bond must hold both NICs. Its configuration is not
  /// looked at: a lease may come later. The scripts do not look.
  ///
  /// A VF that left and came back while we worked, as another device perhaps, joins now: who was told of
  /// it may have given up waiting for us.
  func confirm(_ first: RunOutcome, _ takeover: Takeover) throws(Failure) -> RunOutcome {
    var outcome = first
    for _ in 0..<3 {
      guard outcome.isAsPlanned, takeover.compatibility == .none else { return outcome }
      if takeover.couldLose { guest.prefetch(platform.holdingsQueries) }
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

  /// Puts back what one of the two NICs had, and the bond has not: nothing is lost without a word.
  private func restoreLost(
    by takeover: Takeover, _ bond: Interface?, _ outcome: RunOutcome
  ) throws(Failure) -> RunOutcome {
    let steps = lost(by: takeover, seen: bond)
    guard !steps.isEmpty else { return outcome }
    console.report(
      .warning, "\(takeover.synthetic): what it had and \(takeover.bond) had not is put back")
    let second = try perform(Plan(steps), for: takeover.synthetic)
    let left = Plan(lost(by: takeover, seen: nil))
    if !left.steps.isEmpty { throw unconfirmed(left, takeover) }
    return second
  }

  /// What would put that back; nothing where nobody can tell. `bond` is as it was seen just now; nil: it is
  /// looked at again.
  private func lost(by takeover: Takeover, seen bond: Interface?) -> [Step] {
    guard takeover.couldLose else { return [] }
    do throws(GuestError) {
      let holdings = try platform.holdings(of: takeover.bond, seen: bond, asking: guest)
      return holdings.map { takeover.restoring(besides: $0) } ?? []
    } catch {
      console.report(
        .warning, "\(takeover.synthetic): done, not looked at again: \(error.text)")
      return []
    }
  }

  /// What a plan would still do to the members of the bond, and the bond as it was seen.
  private func remaining(of takeover: Takeover) throws(Failure) -> (Plan, Interface?) {
    var request = UpRequest(takeover.synthetic)
    request.scope = .joinOnly(then: [])
    do throws(Failure) {
      let seen = try observe(request, takeover.bond, takeover.settings, after: nil)
      return (try plan(seen), seen.network.interface(takeover.bond))
    } catch {
      guard case .guest(let reason) = error else { throw error }
      // Every step succeeded: that it cannot be seen again is no failure of the takeover.
      console.report(.warning, "\(takeover.synthetic): done, not looked at again: \(reason.text)")
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
