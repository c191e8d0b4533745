import Failover

/// Queries that run while their answers are not needed yet.
///
/// A command takes longer to start than to answer, and another processor can do that meanwhile. Each
/// answer is given once, and is of the time of asking: who is about to change the guest forgets all.
final class PrefetchedQueries {
  private struct Asked {
    var query: Command
    var process: Process
  }

  // Never more than a few: to look through them costs less than to hash one.
  private var running: [Asked] = []

  /// Whether that query is under way.
  func contains(_ query: Command) -> Bool { running.contains { $0.query == query } }

  /// Starts `process`, which is that query.
  func start(_ process: Process, for query: Command) {
    // Whoever needs the answer tries again, and tells why it cannot be had.
    guard (try? process.run()) != nil else { return }
    running.append(Asked(query: query, process: process))
  }

  /// The process of a query that is under way, once; nil where it is not. From now on it may take as
  /// long as `deadline`.
  func take(_ query: Command, deadline: Duration?) -> Process? {
    guard let index = running.firstIndex(where: { $0.query == query }) else { return nil }
    let process = running.remove(at: index).process
    process.deadline = deadline
    process.restartDeadline()
    return process
  }

  /// Ends them all: a query that hangs must not outlive us.
  func forget() {
    // All get the signal before the first is waited for.
    for asked in running { asked.process.endAtOnce() }
    for asked in running {
      // Its answer is nobody's, and so is why there is none.
      _ = try? asked.process.waitUntilExit()
    }
    running.removeAll()
  }
}
