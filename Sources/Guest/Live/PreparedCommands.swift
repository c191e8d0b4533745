import Failover

/// Commands that were started early and do nothing until they get their standard input, such as
/// `ip -batch -`.
///
/// Starting ip(8) takes about ten times as long as its work. If this program exits before, the
/// command reads an empty input and exits, and has changed nothing.
final class PreparedCommands {
  private var waiting: KeyedValues<Command, Process> = [:]

  /// Starts `process` for `command`. This program keeps the input until the command is run.
  func start(_ process: Process, for command: Command) throws(ProcessError) {
    try process.run()
    waiting[command] = process
  }

  /// Returns the process that was started for `command`, once; nil if there is none. It gets its
  /// input in `waitUntilExit()`. Its deadline begins now.
  func take(_ command: Command) -> Process? {
    let process = waiting[command]
    waiting[command] = nil
    process?.restartDeadline()
    return process
  }
}
