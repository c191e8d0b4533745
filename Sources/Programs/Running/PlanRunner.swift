import Failover
import Platforms

/// Carries out a plan step by step. If a step fails whose failure must not be ignored, undoes the
/// steps before it.
package struct PlanRunner {
  private let platform: any Platform
  /// The guest for undoing, which ignores signals.
  private let guest: any GuestAccess
  /// The guest for the steps of the plan. It may throw `.interrupted` after a signal.
  private let forward: any GuestAccess
  /// True if the plan continues the work of a killed run, so that some steps may be done already.
  /// Before each step, an observation then shows what is left of it.
  private let isResuming: Bool
  /// Called with each effect before it runs.
  private let tell: (String) -> Void
  /// Called with each failure after which the plan continues.
  private let warn: (String) -> Void

  /// A runner whose steps run on `forward`, and whose undo runs on `guest`. If `forward` throws
  /// `.interrupted`, the steps are undone.
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

  /// Runs the steps in order and returns the outcome with the exit status.
  ///
  /// Throws if a step failed whose failure must not be ignored. Everything is undone then, as far
  /// as possible.
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

  /// Runs one step and returns its first failure. If the plan continues after a failure, the other
  /// effects of the step are still tried, like the commands of a script.
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

  /// The effects of an action. First observes what the action removes, adds or signals, since
  /// earlier steps or other programs may have changed that after the plan was made: lagg(4) removes
  /// the IPv6 addresses of a port, the kernel removes some routes with an address, and a process id
  /// may be reused.
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

  /// True if a failed effect may have changed something, so that its step must be undone too. False
  /// for a bond whose creation failed: the existing bond belongs to another program and must not be
  /// destroyed. Other commands may fail halfway, such as an ifconfig(8) that makes several changes.
  private func mayHaveChanged(_ failed: FailedEffect, _ step: Step) -> Bool {
    guard case .createBond = step.action, case .failed(let result) = failed.cause,
      case .exit = result.termination
    else { return true }
    return false
  }

  /// Undoes `done`, newest first, after the actions `first`. Continues after a failure, and tries
  /// failed actions once more.
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

  /// Runs one action of an undo, unless it has no effect any more.
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
  /// The exit status that the scripts would have.
  package var status: Int32 = 0
  /// The text that a script would print before it exits; nil if there is none.
  package var words: String?
  /// True if every step that matters succeeded, so that the result can be confirmed.
  package var isAsPlanned = true
}

/// An effect that failed.
package struct FailedEffect: Hashable, Sendable {
  /// The reason why an effect failed.
  package enum Cause: Hashable, Sendable {
    /// The command ended with this result.
    case failed(CommandResult)
    /// The effect could not be carried out, for example because a program is missing.
    case impossible(GuestError)
  }

  /// The effect; nil if the failure came before the effects of the step were known.
  package var effect: Effect?
  /// The reason why the effect failed.
  package var cause: Cause

  /// True if the effect failed because of a signal to this program.
  var isInterruption: Bool { cause == .impossible(.interrupted) }

  /// The status that sh would have in `$?`.
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

/// A failed step, and the result of the undo.
package struct RunFailure: Error, Hashable, Sendable {
  /// The step that failed.
  package var step: Step
  /// The effect of this step that failed, with the reason.
  package var failed: FailedEffect
  /// Commands for what could not be undone; empty if everything is as before.
  package var notUndone: [String]

  /// The message for the user.
  package var text: String {
    guard !notUndone.isEmpty else { return "\(failed.text); undone" }
    return "\(failed.text); not wholly undone, by hand: \(notUndone.joined(separator: "; "))"
  }
}
