import Failover
import Platforms

/// Carries a plan out, step by step; takes it back when a step fails that must not.
package struct PlanRunner {
  private let platform: any Platform
  /// On it what was done is taken back, whoever asks us to stop.
  private let guest: any GuestAccess
  /// The same guest; it may refuse to go on.
  private let forward: any GuestAccess
  /// Every step is looked at again before it is carried out: part of it may be done already.
  private let isResuming: Bool
  /// Is told every effect before it is carried out.
  private let tell: (String) -> Void
  /// Is told of failures that the plan goes on after.
  private let warn: (String) -> Void

  /// A runner on `guest`. The steps are carried out on `forward`, if that is another view of it: when
  /// it throws `.interrupted`, what was done is undone.
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

  /// Runs the steps in order and gives the exit status that the plan provides for.
  ///
  /// Throws when a step failed that must not; by then what was done is undone, as far as possible.
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
        // What a step does that the scripts stop at stays as they leave it.
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

  /// Carries out one step. Gives the first failure; where the plan goes on after a failure, the
  /// step's other effects are still tried, as a script's commands are.
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

  /// What is to be removed or signalled is asked for again: it may have changed since it was observed,
  /// by the steps before (lagg(4) takes a port's IPv6 addresses) or from outside; a client's process
  /// may be another's by now. Whether a route went with an address is the kernel's to say, and to add
  /// one that is there is an error.
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

  /// A bond that was refused at creation may be somebody else's and is not destroyed. Anything
  /// else may have been done in part: one ifconfig(8) command makes several changes.
  private func mayHaveChanged(_ failed: FailedEffect, _ step: Step) -> Bool {
    guard case .createBond = step.action, case .failed(let result) = failed.cause,
      case .exit = result.termination
    else { return true }
    return false
  }

  /// Takes back what was done, newest first, after `first`. Goes on where that fails, and tries that
  /// once more.
  private func takeBack(
    _ done: [Step], _ first: [Action], because step: Step, _ failed: FailedEffect
  ) -> RunFailure {
    var actions: [Action] = []
    // Two steps may need the same thing taken back: the first time counts.
    for action in first + planUndo(of: done) where !actions.contains(action) {
      actions.append(action)
    }
    let refused = actions.filter { !undo($0) }
    let left = refused.filter { !undo($0) }
    return RunFailure(
      step: step, failed: failed,
      notUndone: left.flatMap { platform.effects(of: $0) }.map { PlanText.line(of: $0) })
  }

  /// Carries out one action that takes something back; what is back already is left alone.
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

/// How a plan ended that was carried out.
package struct RunOutcome: Hashable, Sendable {
  /// The exit status that the scripts would have here.
  package var status: Int32 = 0
  /// What is to be printed, as a script does.
  package var words: String?
  /// Whether every step that matters succeeded, so that it can be confirmed.
  package var isAsPlanned = true
}

/// An effect that failed.
package struct FailedEffect: Hashable, Sendable {
  /// Why.
  package enum Cause: Hashable, Sendable {
    /// Its command ended so.
    case failed(CommandResult)
    /// It could not even be tried.
    case impossible(GuestError)
  }

  /// The effect; nil where it was not known yet.
  package var effect: Effect?
  /// Why.
  package var cause: Cause

  /// Whether it failed because somebody asked us to stop.
  var isInterruption: Bool { cause == .impossible(.interrupted) }

  /// The exit status that sh would have in `$?`.
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

/// A step that failed, and what became of those before it.
package struct RunFailure: Error, Hashable, Sendable {
  /// The step.
  package var step: Step
  /// What of it failed.
  package var failed: FailedEffect
  /// Lines for sh that would take back what could not be taken back; empty: all is as it was.
  package var notUndone: [String]

  /// What the user is told.
  package var text: String {
    guard !notUndone.isEmpty else { return "\(failed.text); undone" }
    return "\(failed.text); not wholly undone, by hand: \(notUndone.joined(separator: "; "))"
  }
}
