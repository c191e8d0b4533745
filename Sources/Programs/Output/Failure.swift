import Failover
import Guest
import Platforms
import RCConf

/// The reason why a program did not do its work.
package indirect enum Failure: Error {
  /// The command line has this error.
  case usage(UsageError)
  /// The program needs root.
  case notRoot
  /// sh would stop at this error in rc.conf.
  case shellStops(ConfigError)
  /// /bin/sh read rc.conf and stopped with this status. sh has printed the reason.
  case shellFailed(Termination)
  /// rc.conf contains this construct, which needs /bin/sh, and `--no-shell` is set.
  case needsShell(ShellReason)
  /// A value in rc.conf is invalid. The error has the variable and the value.
  case value(ConfigError)
  /// A query failed with this error, or its output has an unknown form. Nothing was changed.
  case guest(GuestError)
  /// The change is refused for this reason: it would break something in the guest or cannot be made
  /// there.
  case refused(Refusal)
  /// The override is not run because of this problem.
  case override(OverrideProblem)
  /// Another process holds the lock file at this path for too long.
  case locked(String)
  /// The lock file cannot be used, for this reason.
  case noLock(String)
  /// The state before the takeover cannot be saved because of this error, so nothing may be
  /// changed.
  case noState(FileError)
  /// A step of the plan for this NIC failed. The error has the step and what could not be undone.
  case run(RunFailure, on: InterfaceName)
  /// All steps for this NIC succeeded, but the next observation shows steps that are still needed.
  /// Each text has a reason and its commands.
  case unconfirmed([String], on: InterfaceName)
  /// `hyperv_vfctl check` has this number of findings about this NIC, and `hyperv_vf_strict`
  /// forbids a takeover with findings.
  case strict(InterfaceName, Int)
  /// A file was not written, for this reason.
  case notWritten(String)
  /// For this reason, not all of the files that `persist` wrote for this NIC were restored.
  case notPutBack(String, InterfaceName)
  /// `standby` or `resume` cannot make the other NIC of the pair the active one, for this reason.
  case immobile(StandbyRefusal)
  /// This interface belongs to no pair.
  case noPair(NoPair)
  /// The programs cannot do this on the present system.
  case unsupported(Unsupported)
}

extension Failure {
  /// The exit status of the program.
  package var exitCode: Int32 {
    switch self {
    case .usage: ExitCode.usage
    case .notRoot: ExitCode.noPermission
    case .shellStops(let error):
      if case .exit(let status) = error.reason {
        Int32(status) & 0xff
      } else {
        ExitCode.shellStopped
      }
    case .shellFailed(let termination): termination.shellStatus
    case .needsShell, .value, .strict: ExitCode.configuration
    case .guest(let error): error.exitCode
    case .refused(.isTheVF), .refused(.bondNameTooLong): ExitCode.usage
    case .refused(.noClient), .refused(.managed), .refused(.noBonding): ExitCode.unavailable
    case .refused: ExitCode.tryAgain
    case .override(let problem): problem.exitCode
    case .locked, .noLock, .noState, .notWritten: ExitCode.tryAgain
    case .run(let failure, _): failure.notUndone.isEmpty ? ExitCode.tryAgain : ExitCode.notUndone
    case .unconfirmed, .notPutBack: ExitCode.notUndone
    case .immobile(let reason): reason.exitCode
    case .noPair, .unsupported: ExitCode.unavailable
    }
  }

  /// True if a step failed and everything that was changed before is undone.
  var isUndone: Bool {
    if case .run(let failure, _) = self { return failure.notUndone.isEmpty }
    return false
  }

  /// The message: subject, action, reason, and the next thing to do.
  package var text: String {
    switch self {
    case .usage(let error): error.text
    case .notRoot: "only root may do this; -n shows what would be done"
    case .shellStops(let error): "\(error.text); nothing was changed"
    case .shellFailed(let termination):
      "/bin/sh stopped reading rc.conf: \(termination.text); nothing was changed"
    case .needsShell(let reason):
      "\(reason.text): needs /bin/sh, and --no-shell forbids that"
    case .value(let error): error.text
    case .guest(let error): "\(error.text); nothing was changed"
    case .refused(let refusal): refusal.text
    case .override(let problem): problem.text
    case .locked(let path):
      "\(path): another run holds it for too long; it looks again itself, nothing was changed here"
    case .noLock(let reason): "\(reason); nothing was changed"
    case .noState(let error): "\(error); nothing was changed"
    case .run(let failure, let interface): "\(interface): \(failure.text)"
    case .unconfirmed(let left, let interface):
      "\(interface): done, but not complete: \(left.joined(separator: "; "))"
    case .strict(let interface, let count):
      "\(interface): \(count) finding\(count == 1 ? "" : "s") of the kind that "
        + "'hyperv_vfctl check' shows, and hyperv_vf_strict is on; nothing was changed"
    case .notWritten(let reason): "\(reason); nothing was written"
    case .notPutBack(let reason, let interface):
      "\(reason); 'hyperv_vfctl persist --undo \(interface)' puts back what is left"
    case .immobile(let reason): reason.text
    case .noPair(let what): what.text
    case .unsupported(let what): what.text
    }
  }
}
