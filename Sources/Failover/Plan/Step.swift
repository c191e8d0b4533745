/// One change of a plan: the action, its reason, the actions that undo it, and what happens if it
/// fails.
package struct Step: Hashable, Sendable {
  /// What the runner of a plan does if a step fails.
  package enum Failure: Hashable, Sendable {
    /// Undo this step and all steps before it, newest first, and stop.
    case undo
    /// Print a warning and continue with the next step. The exit status does not change.
    case goOn
    /// Print a warning and continue with the next step. The program exits with the status of the
    /// failed command, unless a later step of this kind sets another status: 0 if it succeeds.
    case report
    /// Stop at once and leave the steps before this one done, as FreeBSD's scripts do. The first
    /// value is the exit status. `saying` is the text to print; nil for none.
    case stop(Int32, saying: String?)
    /// Print a warning, run these steps in place of the failed one, and continue with the rest of
    /// the plan. If one of them fails too, print another warning. The program exits with the status
    /// of the failed step.
    case instead([Step])
  }

  /// The change that the step makes.
  package var action: Action
  /// The actions that undo the step, in the order in which they run. Empty if the undo of another
  /// step also undoes this one, or if no undo is needed or possible.
  package var undo: [Action]
  /// The reason for the step, which a dry run prints as a comment: `bond0 is missing`.
  package var reason: String
  /// The difference from FreeBSD's scripts that a dry run prints with this step; nil if it prints
  /// none.
  package var deviation: Deviation?
  /// What the runner does if the step fails.
  package var failure: Failure

  /// A step that carries out `action`. `reason` is printed by a dry run. If no `failure` is given,
  /// a failure of the step undoes the plan.
  package init(
    _ action: Action, undo: [Action] = [], because reason: String, deviation: Deviation? = nil,
    onFailure failure: Failure = .undo
  ) {
    self.action = action
    self.undo = undo
    self.reason = reason
    self.deviation = deviation
    self.failure = failure
  }
}
