import Failover

/// Commands that were started ahead of time, and whose input is withheld until they are to work.
///
/// ip(8) needs some ten times as long to start as for what it is then told. One that is never told
/// anything finds its input at its end when we end, and has done nothing.
final class PreparedCommands {
  private var waiting: [Command: Process] = [:]

  /// Starts `process`, which is that command; its input stays in the pipe's near end.
  func start(_ process: Process, for command: Command) throws(ProcessError) {
    try process.run()
    waiting[command] = process
  }

  /// The process of a command that was started, once; nil where it was not. It gets its input when it
  /// is waited for.
  func take(_ command: Command) -> Process? {
    let process = waiting.removeValue(forKey: command)
    process?.restartDeadline()
    return process
  }
}
