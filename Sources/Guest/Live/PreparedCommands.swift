import Failover

/// Commands that were started early and do nothing until they get their standard input, such as
/// `ip -batch -`.
///
/// Starting ip(8) takes about ten times as long as its work. If this program exits before it sends
/// the input, the command reads an empty input, changes nothing and exits.
final class PreparedCommands {
  private var waiting: KeyedValues<Command, Process> = [:]

  /// Starts `process`, which runs `command`, and sends it no input yet.
  func start(_ process: Process, for command: Command) throws(ProcessError) {
    try process.run()
    waiting[command] = process
  }

  /// Returns the process that was started for `command`, once; nil if there is none. The process
  /// gets its input in `waitUntilExit()`. Its deadline begins now.
  func take(_ command: Command) -> Process? {
    let process = waiting[command]
    waiting[command] = nil
    process?.restartDeadline()
    return process
  }
}
