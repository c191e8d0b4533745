/// Steps in order, or the reason why there are none.
package struct Plan: Hashable, Sendable {
  /// The steps, in the order in which they run; empty if there is nothing to do.
  package var steps: [Step]
  /// The reason why there is nothing to do; nil if there are steps.
  package var notice: Notice?
  /// The difference from FreeBSD's scripts because of which there is nothing to do; nil if there is
  /// none.
  package var deviation: Deviation?

  /// Actions that an undo runs first. They set the VF down, so that the host sends to the synthetic
  /// NIC again.
  package var beforeUndo: [Action] = []

  /// The step that a dry run shows for the case that a step fails: it starts another try 60 seconds
  /// later. Nil for none.
  package var retry: Step?

  /// Settings that stay on a NIC and do not move to the bond. A warning names each.
  package var leftBehind: [LeftBehind] = []

  /// A plan with these steps.
  package init(_ steps: [Step]) { self.steps = steps }

  /// True if the plan changes more than the members and the primary of a bond.
  package var changesConfiguration: Bool {
    steps.contains { step in
      switch step.action {
      case .addMember, .setPrimary: false
      default: true
      }
    }
  }

  /// A plan without steps, because of `notice`.
  package static func nothing(_ notice: Notice, deviation: Deviation? = nil) -> Plan {
    var plan = Plan([])
    plan.notice = notice
    plan.deviation = deviation
    return plan
  }
}
