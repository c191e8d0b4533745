/// A change, with its reason, its undo, and what happens if it fails.
package struct Step: Hashable, Sendable {
  /// What the runner does if the step fails.
  package enum Failure: Hashable, Sendable {
    /// Undo all steps so far, newest first, and stop.
    case undo
    /// Continue: the step may fail.
    case goOn
    /// Continue. The program exits with the status of this step, unless a later step sets another
    /// one.
    case report
    /// Stop at once with this status and print this text, as a script does.
    case stop(Int32, saying: String?)
    /// Continue with these steps instead. The program exits with the status of this step.
    case instead([Step])
  }

  /// The change.
  package var action: Action
  /// The actions that undo it, in this order; empty if a later undo covers it or if it cannot be
  /// undone.
  package var undo: [Action]
  /// The reason, for the reader of a dry run.
  package var reason: String
  /// The difference from FreeBSD's scripts that the step belongs to; nil if the scripts do the
  /// same.
  package var deviation: Deviation?
  /// What the runner does if the step fails.
  package var failure: Failure

  /// A step that does `action` because of `reason`.
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
