import CSystem
import Failover

/// The file `events` in the run folder (Linux /run/hyperv_vf, FreeBSD /var/run/hyperv_vf). It has
/// the history of the pairs since boot: when a VF arrived, joined the bond or left.
///
/// Only `hyperv_vfctl status` needs the history, so callers ignore a failure to write.
package struct EventLog: Sendable {
  private let folder: String

  /// The longest time to wait for the lock of the file while another program writes to the file: 1
  /// second.
  private static let patience = Duration.seconds(1)

  /// Creates the log in the file `events` of the folder `folder`. Does not create or open the file
  /// yet.
  package init(in folder: String) { self.folder = folder }

  private var path: String { "\(folder)/events" }

  /// The recorded events of all pairs, oldest first; empty if the file does not exist. Throws if
  /// the file exists and cannot be read.
  package func history() throws(FileError) -> History { History(try text()) }

  private func text() throws(FileError) -> [UInt8] {
    switch Files.read(path) {
    case .missing: return []
    case .bytes(let bytes): return bytes
    case .unreadable(let number): throw FileError(path, "open", errno: number)
    }
  }

  /// Adds `event` to the file, unless it is recorded already: udev(7) reports some arrivals twice.
  /// Creates `folder` and the file if they do not exist. A reader sees the file either without the
  /// event or with it.
  ///
  /// Throws if the file cannot be read or written, if another program holds its lock for more than
  /// a second, or if other users may write to the folder (EPERM).
  package func record(_ event: History.Event) throws(FileError) {
    try Files.makeFolder(folder)
    // In a folder that others may write to, another user can create the file, or a link with its
    // name.
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

/// The current time of day, in seconds since 1970 (clock_gettime(2)).
package func secondsSince1970() -> Int {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Int(time.tv_sec)
}
