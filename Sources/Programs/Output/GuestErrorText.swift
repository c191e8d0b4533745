import Failover

extension GuestError {
  var exitCode: Int32 {
    switch self {
    case .toolMissing: ExitCode.unavailable
    case .notUnderstood: ExitCode.notUnderstood
    case .queryFailed, .callFailed, .interrupted: ExitCode.tryAgain
    }
  }

  var text: String {
    switch self {
    case .toolMissing(let path): "\(path): not there, or not executable"
    case .queryFailed(let command, let result):
      "\(PlanText.line(of: command)): \(result.text)"
    case .notUnderstood(let source, let line): "\(source): not understood: '\(line)'"
    case .callFailed(let call, let subject, let reason): "\(subject): \(call): \(reason)"
    case .interrupted: "told to stop by a signal"
    }
  }
}

extension CommandResult {
  /// How the command ended, and the first line of its standard error, or of its output if standard
  /// error is empty: `exit 1: ifconfig: interface hn0 does not exist`.
  var text: String {
    let said = (errorOutput.isEmpty ? output : errorOutput).lines.first
    return termination.text + (said.map { ": \($0)" } ?? "")
  }
}

extension Termination {
  var text: String {
    switch self {
    case .exit(let status): "exit \(status)"
    case .signal(let signal): "ended by signal \(signal)"
    case .deadlinePassed: "took too long and was ended (hyperv_vf_command_timeout)"
    }
  }
}
