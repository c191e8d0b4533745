import Failover

/// Commands that were started early and wait for their input.
///
/// Starting ip(8) takes about ten times as long as its work. A command that gets no input reaches
/// its end when this program exits, and has changed nothing.
final class PreparedCommands {
  private var waiting: KeyedValues<Command, Process> = [:]

  /// Starts `process` for that command. Its input stays in this program.
  func start(_ process: Process, for command: Command) throws(ProcessError) {
    try process.run()
    waiting[command] = process
  }

  /// The process of a started command, once; nil if it was not started. It gets its input when it
  /// is awaited.
  func take(_ command: Command) -> Process? {
    let process = waiting[command]
    waiting[command] = nil
    process?.restartDeadline()
    return process
  }
}
