import Failover

/// Commands that change nothing and are started before their output is needed.
///
/// Starting a command takes longer than its work, and another processor can start it while this
/// program continues. `take` returns each process once. Call `forget` before changing the guest: an
/// answer shows the state in which its command was started.
final class PrefetchedQueries {
  private struct Asked {
    var query: Command
    var process: Process
  }

  // Never more than a few, so that a search is faster than hashing.
  private var running: [Asked] = []

  /// True if `query` was started and `take` has not returned its process yet.
  func contains(_ query: Command) -> Bool { running.contains { $0.query == query } }

  /// Starts `process`, which runs `query`, and does not wait for it. If the process cannot be
  /// started, `take` returns nil for `query`.
  func start(_ process: Process, for query: Command) {
    // If starting fails, the caller runs the query again and reports the error.
    guard (try? process.run()) != nil else { return }
    running.append(Asked(query: query, process: process))
  }

  /// Returns the process that `start` started for `query`, and forgets it; nil if there is none.
  /// The process must end within `deadline` from now; nil for no limit.
  func take(_ query: Command, deadline: Duration?) -> Process? {
    guard let index = running.firstIndex(where: { $0.query == query }) else { return nil }
    let process = running.remove(at: index).process
    process.deadline = deadline
    process.restartDeadline()
    return process
  }

  /// Kills all processes that `take` has not returned, so that a hanging one does not outlive this
  /// program.
  func forget() {
    // Signal all of them before waiting for the first one.
    for asked in running { asked.process.endAtOnce() }
    for asked in running {
      // Neither the answer nor an error is needed.
      _ = try? asked.process.waitUntilExit()
    }
    running.removeAll()
  }
}
