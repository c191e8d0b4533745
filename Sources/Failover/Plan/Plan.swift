/// Steps in order, or why there are none.
package struct Plan: Hashable, Sendable {
  /// What there is to do.
  package var steps: [Step]
  /// What is to be said when there is nothing to do, and where.
  package var notice: Notice?
  /// The deviation from FreeBSD's scripts that there is nothing to do.
  package var deviation: Deviation?

  /// What comes before everything else when the steps are taken back: the host sends to the synthetic
  /// NIC again once its VF is down.
  package var beforeUndo: [Action] = []

  /// What follows once the steps are taken back; nil: nothing does.
  package var retry: Step?

  /// What stays with the NICs, and is named on standard error.
  package var leftBehind: [LeftBehind] = []

  /// These steps.
  package init(_ steps: [Step]) { self.steps = steps }

  /// Whether more is changed than the members of a bond.
  package var changesConfiguration: Bool {
    steps.contains { step in
      switch step.action {
      case .addMember, .setPrimary: false
      default: true
      }
    }
  }

  /// Nothing to do, and why.
  package static func nothing(_ notice: Notice, deviation: Deviation? = nil) -> Plan {
    var plan = Plan([])
    plan.notice = notice
    plan.deviation = deviation
    return plan
  }
}
