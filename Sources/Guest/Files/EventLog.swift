import CSystem
import Failover

/// The file in which the programs keep what happened to the pairs, in the folder for what lasts until
/// the next boot.
///
/// Nothing depends on it but what people see: who records goes on when it cannot be written.
package struct EventLog: Sendable {
  private let folder: String

  /// How long an event may wait for another program's.
  private static let patience = Duration.seconds(1)

  /// The log in `folder`.
  package init(in folder: String) { self.folder = folder }

  private var path: String { "\(folder)/events" }

  /// What was recorded; nothing where nothing was.
  package func history() throws(FileError) -> History { History(try text()) }

  private func text() throws(FileError) -> [UInt8] {
    switch Files.read(path) {
    case .missing: return []
    case .bytes(let bytes): return bytes
    case .unreadable(let number): throw FileError(path, "open", errno: number)
    }
  }

  /// Adds an event, whole or not at all.
  ///
  /// Throws where that cannot be done, or another program keeps the log for a second.
  package func record(_ event: History.Event) throws(FileError) {
    try Files.makeFolder(folder)
    // Where the folder is anybody's, so are the names in it.
    let facts = try Files.facts(folder, followingLinks: false)
    guard facts.owner == geteuid(), facts.mode & 0o022 == 0 else {
      throw FileError(folder, "open", errno: EPERM)
    }
    let lock = try RunLock(path + ".lock")
    guard try lock.lock(waitingAtMost: Self.patience) else {
      throw FileError(path, "flock", errno: EWOULDBLOCK)
    }
    defer { withExtendedLifetime(lock) {} }
    guard let text = History.adding(event, to: try text()) else { return }
    try Files.write(text, to: path)
  }
}

/// The time of day, in seconds since 1970 (clock_gettime(2)).
package func secondsSince1970() -> Int {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Int(time.tv_sec)
}
