import Failover

/// Commands that were started early and do nothing until they get their standard input, such as
/// `ip -batch -`.
///
/// Starting ip(8) takes about ten times as long as its work. If this program exits before it sends
/// the input, the command reads an empty input, changes nothing and exits.
final class PreparedCommands {
  private var waiting: KeyedValues<Command, Process> = [:]

  /// Starts `process`, which runs `command`, and sends it no input yet. Throws if the process
  /// cannot be started.
  func start(_ process: Process, for command: Command) throws(ProcessError) {
    try process.run()
    waiting[command] = process
  }

  /// Returns the process that `start` started for `command`, and forgets it; nil if there is none.
  /// The process gets its input in `Process.waitUntilExit()`, and its deadline counts from now.
  func take(_ command: Command) -> Process? {
    let process = waiting[command]
    waiting[command] = nil
    process?.restartDeadline()
    return process
  }
}
