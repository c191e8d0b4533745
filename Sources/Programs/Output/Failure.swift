import Failover
import Guest
import Platforms
import RCConf

/// An error that ends a program: the reason why it did not do its work.
package indirect enum Failure: Error {
  /// The command line has this error.
  case usage(UsageError)
  /// The user is not root, which the work needs.
  case notRoot
  /// rc.conf has this error, at which sh would stop.
  case shellStops(ConfigError)
  /// /bin/sh was needed to evaluate rc.conf, and stopped with this status. sh has printed the
  /// reason.
  case shellFailed(Termination)
  /// `--no-shell` is set, but rc.conf contains this construct, which only /bin/sh can evaluate.
  case needsShell(ShellReason)
  /// A value in rc.conf is invalid. The error has the variable and the value.
  case value(ConfigError)
  /// A query failed with this error, or its output has an unknown form. Nothing was changed.
  case guest(GuestError)
  /// The change is refused, because it would break something or is not possible in this guest. The
  /// value is the reason.
  case refused(Refusal)
  /// The NIC has an override that must not be run. The value is the reason.
  case override(OverrideProblem)
  /// A lock could not be acquired in time, because another process holds it. That process observes
  /// the NIC again before it ends, so that nothing is left to do. The value is the path of the lock
  /// file.
  case locked(String)
  /// A verb of hyperv_vfctl could not acquire a lock, because another process holds it. The work of
  /// the verb is not done. The value is the path of the lock file.
  case busy(String)
  /// A lock file or its folder cannot be used. The value is the reason.
  case noLock(String)
  /// The file with the state of a NIC before a change cannot be written or read, because of this
  /// error. So nothing may be changed.
  case noState(FileError)
  /// A step of the plan for the NIC `on` failed. The first value has the step, the reason, and what
  /// could not be undone.
  case run(RunFailure, on: InterfaceName)
  /// All steps for the NIC `on` succeeded, but the next observation shows that further steps are
  /// needed. The first value has a text for each of these: its reason, and often its commands.
  case unconfirmed([String], on: InterfaceName)
  /// `hyperv_vf_strict` is set, and `hyperv_vfctl check` has findings about this NIC, so that no
  /// takeover is made. The second value is the number of findings.
  case strict(InterfaceName, Int)
  /// A file cannot be read or written, or somebody else has changed it. No file is changed then.
  /// The value is the reason.
  case notWritten(String)
  /// Some of the files that `persist` wrote for this NIC could not be restored. The first value is
  /// the reason.
  case notPutBack(String, InterfaceName)
  /// `standby` or `resume` cannot change which NIC of the pair carries the traffic. The value is
  /// the reason.
  case cannotStandBy(StandbyRefusal)
  /// An argument names an interface that belongs to no pair. The value is the interface, with the
  /// existing pairs.
  case noPair(NoPair)
  /// The programs cannot do this on the present system. The value says what, and why.
  case unsupported(Unsupported)
}

extension Failure {
  /// The exit status with which the program ends after this error.
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
    case .locked, .busy, .noLock, .noState, .notWritten: ExitCode.tryAgain
    case .run(let failure, _): failure.notUndone.isEmpty ? ExitCode.tryAgain : ExitCode.notUndone
    case .unconfirmed, .notPutBack: ExitCode.notUndone
    case .cannotStandBy(let reason): reason.exitCode
    case .noPair, .unsupported: ExitCode.unavailable
    }
  }

  /// True if a step failed and all changes before it were undone. False if something could not be
  /// undone, and for any other error.
  var isUndone: Bool {
    if case .run(let failure, _) = self { return failure.notUndone.isEmpty }
    return false
  }

  /// The message for the user: the thing that is affected, what happened, the reason, and the next
  /// thing to do.
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
    case .busy(let path):
      "\(path): another run holds it for too long; nothing was changed; run it again"
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
    case .cannotStandBy(let reason): reason.text
    case .noPair(let what): what.text
    case .unsupported(let what): what.text
    }
  }
}
