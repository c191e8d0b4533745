/// A change, with its reason, its undo, and what happens if it fails.
package struct Step: Hashable, Sendable {
  /// What the runner does if the step fails.
  package enum Failure: Hashable, Sendable {
    /// Undo all steps so far, newest first, and stop.
    case undo
    /// Print a warning and continue: the step may fail.
    case goOn
    /// Print a warning and continue. The program exits with the status of this step, unless a later
    /// step sets another one.
    case report
    /// Stop at once, as a script does. The values are the exit status and the text to print; nil
    /// for none.
    case stop(Int32, saying: String?)
    /// Print a warning and continue with these steps instead. The program exits with the status of
    /// this step.
    case instead([Step])
  }

  /// The change that the step makes.
  package var action: Action
  /// The actions that undo the change, in this order; empty if a later undo covers the change, or
  /// if it cannot be undone.
  package var undo: [Action]
  /// The reason, for the reader of a dry run.
  package var reason: String
  /// The difference from FreeBSD's scripts that the step belongs to; nil if the scripts do the
  /// same.
  package var deviation: Deviation?
  /// What the runner does if the step fails.
  package var failure: Failure

  /// The step `action`, which is made because of `reason`.
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
