/// What a program will do: steps in order, or the reason why there is nothing to do.
package struct Plan: Hashable, Sendable {
  /// The steps, in the order in which they run; empty if there is nothing to do.
  package var steps: [Step]
  /// The reason why there is nothing to do; nil for a plan with steps.
  package var notice: Notice?
  /// If there is nothing to do although FreeBSD's scripts would do something: that difference. Nil
  /// otherwise.
  package var deviation: Deviation?

  /// The actions that an undo runs first if a step fails. They set the VF down, so that the host
  /// sends to the synthetic NIC again. Empty if the VF need not be set down, and always on Linux.
  package var beforeUndo: [Action] = []

  /// The step that tries the takeover again, 60 seconds after a failure. A dry run shows it; it is
  /// not one of `steps`. Nil if the plan is no takeover, and in compatibility mode.
  package var retry: Step?

  /// Settings that stay on a NIC and do not move to the bond, such as a queueing discipline. A
  /// warning names each. Empty if there are none.
  package var unmovedSettings: [UnmovedSetting] = []

  /// A plan that runs these steps in order.
  package init(_ steps: [Step]) { self.steps = steps }

  /// True if the plan does more than adding the VF to an existing bond, so that something could get
  /// lost. False for a plan without steps.
  package var changesConfiguration: Bool {
    steps.contains { step in
      switch step.action {
      case .addMember, .setPrimary, .receiveOnAllMembers, .wait: false
      default: true
      }
    }
  }

  /// A plan without steps. `notice` is the reason why there is nothing to do. `deviation` is the
  /// difference if FreeBSD's scripts would do something; else nil.
  package static func nothing(_ notice: Notice, deviation: Deviation? = nil) -> Plan {
    var plan = Plan([])
    plan.notice = notice
    plan.deviation = deviation
    return plan
  }
}
