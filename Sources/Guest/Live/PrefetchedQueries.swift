import Failover

/// Commands that change nothing, started before their output is needed.
///
/// Starting a command takes longer than its work. Another processor can start it while this program
/// continues. Each answer is returned once. Discard all answers before changing the guest: an
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

  /// Starts `process`, which runs `query`. If starting fails, `take` returns nil.
  func start(_ process: Process, for query: Command) {
    // If starting fails, the caller runs the query again and reports the error.
    guard (try? process.run()) != nil else { return }
    running.append(Asked(query: query, process: process))
  }

  /// Returns the process that was started for `query`, once; nil if there is none. Its deadline,
  /// `deadline` from now, replaces the one that it had.
  func take(_ query: Command, deadline: Duration?) -> Process? {
    guard let index = running.firstIndex(where: { $0.query == query }) else { return nil }
    let process = running.remove(at: index).process
    process.deadline = deadline
    process.restartDeadline()
    return process
  }

  /// Ends all queries whose process `take` has not returned, so that a hanging one does not outlive
  /// this program.
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
