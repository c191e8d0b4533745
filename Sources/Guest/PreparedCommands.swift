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

  /// Gives a command its input, and how it ended; nil where it was not started ahead of time.
  func finish(_ command: Command) throws(GuestError) -> CommandResult? {
    guard let process = waiting.removeValue(forKey: command) else { return nil }
    process.restartDeadline()
    do throws(ProcessError) {
      let result = try process.waitUntilExit()
      return CommandResult(
        result.status, output: result.outputText, errorOutput: result.errorText)
    } catch {
      throw GuestError(error)
    }
  }
}
