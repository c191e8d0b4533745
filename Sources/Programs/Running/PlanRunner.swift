import Failover
import Platforms

/// Carries out a plan step by step. If a step fails, undoes the steps before it, unless the plan
/// says that it may fail.
package struct PlanRunner {
  private let platform: any Platform
  /// The guest on which the undo runs. It ignores signals to this program.
  private let guest: any GuestAccess
  /// The guest on which the steps run. It may throw `.interrupted` after a signal to this program.
  private let forward: any GuestAccess
  /// True if the plan continues the work of a killed run. Some steps may be done already, so that
  /// each step is preceded by an observation of what is left to do.
  private let isResuming: Bool
  /// Called before each effect runs, with its line for sh(1).
  private let tell: (String) -> Void
  /// Called after each failure in spite of which the plan continues, with a text.
  private let warn: (String) -> Void

  /// A runner that runs the steps on `forward`, or on `guest` if it is nil, and the undo on
  /// `guest`. If `forward` throws `.interrupted`, the steps are undone. `isResuming` is true if the
  /// plan continues the work of a killed run. `tell` gets the line of each effect before it runs,
  /// and `warn` gets a text after each failure in spite of which the plan continues.
  package init(
    on platform: any Platform, through guest: any GuestAccess,
    forward: (any GuestAccess)? = nil, isResuming: Bool = false,
    tell: @escaping (String) -> Void, warn: @escaping (String) -> Void
  ) {
    self.platform = platform
    self.guest = guest
    self.forward = forward ?? guest
    self.isResuming = isResuming
    self.tell = tell
    self.warn = warn
  }

  /// Runs the steps of `plan` in order, and returns the outcome, which has the exit status.
  ///
  /// Each step says what happens if it fails (`Step.failure`). If that is `.undo`, or if a signal
  /// interrupts the run, undoes everything as far as possible, and throws.
  package func run(_ plan: Plan) throws(RunFailure) -> RunOutcome {
    var outcome = RunOutcome()
    var done: [Step] = []
    for step in plan.steps {
      guard let failed = attempt(step) else {
        done.append(step)
        if case .report = step.failure { outcome.status = 0 }
        continue
      }
      switch failed.isInterruption ? .undo : step.failure {
      case .undo:
        if mayHaveChanged(failed, step) { done.append(step) }
        throw takeBack(done, plan.beforeUndo, because: step, failed)
      case .goOn:
        done.append(step)
        warn(failed.text)
      case .report:
        done.append(step)
        outcome.status = failed.status
        outcome.isAsPlanned = false
        warn(failed.text)
      case .stop(let status, let words):
        outcome.status = status
        outcome.words = words
        outcome.isAsPlanned = false
        // The effects of a step at which the scripts stop are not undone.
        let isTakenBack = !step.undo.isEmpty && mayHaveChanged(failed, step)
        let undone = takeBack(isTakenBack ? [step] : [], plan.beforeUndo, because: step, failed)
        warn(isTakenBack ? undone.text : failed.text)
        return outcome
      case .instead(let steps):
        done.append(step)
        outcome.status = failed.status
        outcome.isAsPlanned = false
        warn(failed.text)
        for step in steps {
          guard let failed = attempt(step) else { continue }
          if failed.isInterruption {
            throw takeBack(done, plan.beforeUndo, because: step, failed)
          }
          warn(failed.text)
        }
      }
    }
    return outcome
  }

  /// Runs one step. Returns its first failure; nil if it succeeded. If the step may fail, its other
  /// effects are tried even after a failure, as a script does.
  private func attempt(_ step: Step) -> FailedEffect? {
    var first: FailedEffect?
    do throws(GuestError) {
      for effect in try effects(of: step.action) {
        tell(PlanText.line(of: effect))
        let result = try forward.perform(effect)
        guard !result.termination.isSuccess else { continue }
        first = first ?? FailedEffect(effect: effect, cause: .failed(result))
        if case .goOn = step.failure { continue }
        if case .report = step.failure { continue }
        return first
      }
    } catch .interrupted {
      return FailedEffect(effect: nil, cause: .impossible(.interrupted))
    } catch {
      return first ?? FailedEffect(effect: nil, cause: .impossible(error))
    }
    return first
  }

  /// Returns the effects of `action`: commands and other changes. If the action removes, adds or
  /// signals something, first observes what is left to do, since earlier steps or other programs
  /// may have changed that. For example, lagg(4) removes the IPv6 addresses of a port, the kernel
  /// removes some routes with an address, and a process id may be reused.
  private func effects(of action: Action) throws(GuestError) -> [Effect] {
    switch action {
    case .removeEveryAddress, .removeOutdated, .stopClient, .addRoutes, .settleRoutes:
      return try refreshedEffects(of: action, on: forward)
    default:
      return isResuming
        ? try refreshedEffects(of: action, on: forward) : platform.effects(of: action)
    }
  }

  private func refreshedEffects(
    of action: Action, on guest: any GuestAccess
  ) throws(GuestError) -> [Effect] {
    try platform.refreshed(action, asking: guest).map { platform.effects(of: $0) } ?? []
  }

  /// True if the effect that failed may have changed something, so that `step` must be undone too.
  /// A command may fail halfway, such as an ifconfig(8) that makes several changes.
  ///
  /// False only if a command failed to create a bond: a bond with this name exists then, belongs to
  /// another program, and must not be destroyed.
  private func mayHaveChanged(_ failed: FailedEffect, _ step: Step) -> Bool {
    guard case .createBond = step.action, case .failed(let result) = failed.cause,
      case .exit = result.termination
    else { return true }
    return false
  }

  /// Runs the actions `first`, then undoes the steps `done`, newest first. Continues after a
  /// failure, and tries failed actions once more at the end. Returns the failure of `step`, with
  /// the commands for what could not be undone.
  private func takeBack(
    _ done: [Step], _ first: [Action], because step: Step, _ failed: FailedEffect
  ) -> RunFailure {
    var actions: [Action] = []
    // Two steps may have the same undo; the first one counts.
    for action in first + planUndo(of: done) where !actions.contains(action) {
      actions.append(action)
    }
    let refused = actions.filter { !undo($0) }
    let left = refused.filter { !undo($0) }
    return RunFailure(
      step: step, failed: failed,
      notUndone: left.flatMap { platform.effects(of: $0) }.map { PlanText.line(of: $0) })
  }

  /// Runs one action of an undo, unless there is nothing left to do for it. Returns false if it
  /// failed.
  private func undo(_ action: Action) -> Bool {
    do throws(GuestError) {
      var isBack = true
      for effect in try refreshedEffects(of: action, on: guest) {
        tell(PlanText.line(of: effect))
        isBack = try guest.perform(effect).termination.isSuccess && isBack
      }
      return isBack
    } catch {
      return false
    }
  }
}

/// The result of a plan that was carried out.
package struct RunOutcome: Hashable, Sendable {
  /// The exit status for the program: 0, or that of FreeBSD's script after the step that failed.
  package var status: Int32 = 0
  /// The text to print before the program exits, as FreeBSD's script does when a step fails; nil if
  /// there is none.
  package var words: String?
  /// True if no step failed, except those whose failure is only worth a warning. The result can be
  /// confirmed by an observation then.
  package var isAsPlanned = true
}

/// An effect that failed: a command or another change of a step.
package struct FailedEffect: Hashable, Sendable {
  /// The reason why an effect failed.
  package enum Cause: Hashable, Sendable {
    /// The command ran, and ended with this result: not with exit status 0.
    case failed(CommandResult)
    /// The effect could not be carried out because of this error, for example because a program is
    /// missing.
    case impossible(GuestError)
  }

  /// The effect that failed. Nil if something failed before the effects of the step were known.
  package var effect: Effect?
  /// The reason why the effect failed.
  package var cause: Cause

  /// True if the effect failed because of a signal to this program.
  var isInterruption: Bool { cause == .impossible(.interrupted) }

  /// The exit status that sh would have in `$?` after this failure: 127 if the program is missing.
  var status: Int32 {
    switch cause {
    case .failed(let result): result.termination.shellStatus
    case .impossible(.toolMissing): 127
    case .impossible: 1
    }
  }

  var text: String {
    let what = effect.map { PlanText.line(of: $0) + ": " } ?? ""
    return switch cause {
    case .failed(let result): what + result.text
    case .impossible(let error): what + error.text
    }
  }
}

/// The failure of a plan: the step that failed, and the result of the undo.
package struct RunFailure: Error, Hashable, Sendable {
  /// The step that failed.
  package var step: Step
  /// The effect of `step` that failed, with the reason.
  package var failed: FailedEffect
  /// The commands for sh that would undo what could not be undone; empty if all is as it was
  /// before.
  package var notUndone: [String]

  /// The message for the user: what failed and why, and the commands in `notUndone`.
  package var text: String {
    guard !notUndone.isEmpty else { return "\(failed.text); undone" }
    return "\(failed.text); not wholly undone, by hand: \(notUndone.joined(separator: "; "))"
  }
}
