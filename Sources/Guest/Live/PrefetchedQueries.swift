import Failover

/// Commands that change nothing, started before their output is needed.
///
/// Starting a command takes longer than its work, and another processor can do it meanwhile. Each
/// answer is used once. Discard all of them before changing the guest: they show its state when the
/// command was started.
final class PrefetchedQueries {
  private struct Asked {
    var query: Command
    var process: Process
  }

  // Never more than a few, so that a search is faster than hashing.
  private var running: [Asked] = []

  /// True if `query` was started and not used yet.
  func contains(_ query: Command) -> Bool { running.contains { $0.query == query } }

  /// Starts `process` for that query.
  func start(_ process: Process, for query: Command) {
    // If starting fails, the caller runs the query again and reports the error.
    guard (try? process.run()) != nil else { return }
    running.append(Asked(query: query, process: process))
  }

  /// Returns the process that was started for `query`, once; nil if there is none. Its deadline
  /// begins now.
  func take(_ query: Command, deadline: Duration?) -> Process? {
    guard let index = running.firstIndex(where: { $0.query == query }) else { return nil }
    let process = running.remove(at: index).process
    process.deadline = deadline
    process.restartDeadline()
    return process
  }

  /// Ends all queries that were not used, so that a hanging one does not outlive this program.
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
