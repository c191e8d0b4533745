/// A change with all that is known about it beforehand: why it is made, what takes it back, and
/// what its failure means.
package struct Step: Hashable, Sendable {
  /// What the runner does when the step fails.
  package enum Failure: Hashable, Sendable {
    /// Take back what was done, newest first, and give up.
    case undo
    /// Go on: the step may fail.
    case goOn
    /// Go on; the program's exit status is that of this step, if no later one has a say.
    case report
    /// Stop right there with this status, printing these words: as a script does.
    case stop(Int32, saying: String?)
    /// Go on with these instead; the program's exit status is that of this step.
    case instead([Step])
  }

  /// What is changed.
  package var action: Action
  /// What takes it back, in this order; empty where a later undo does it or nothing can.
  package var undo: [Action]
  /// Why, for the reader of a dry run.
  package var reason: String
  /// The deviation from FreeBSD's scripts that it is part of.
  package var deviation: Deviation?
  /// What its failure means.
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
