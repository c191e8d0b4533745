import CSystem

/// A lock that one process on the guest holds at a time, by flock(2) on a file.
///
/// The kernel lets it go when its holder exits, however that ends, and when the last copy of this
/// value goes. The file stays: who removes it lets two hold the lock. Children do not get the
/// descriptor, or a dhclient would keep the lock for weeks.
package struct RunLock: Sendable {
  private let path: String
  private let file: Descriptor

  /// The lock at `path`, not taken yet; the file is made if need be, with mode 0600.
  ///
  /// A symbolic link at `path` is refused (ELOOP; EMLINK on FreeBSD).
  package init(_ path: String) throws(FileError) {
    self.path = path
    do throws(SystemCallError) {
      file = try Files.openFile(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, mode: 0o600)
    } catch {
      throw FileError(path, error)
    }
  }

  /// Takes the lock if nobody else has it; whether it is ours now.
  package func tryLock() throws(FileError) -> Bool {
    do throws(SystemCallError) {
      try checking("flock") { flock(file.number, LOCK_EX | LOCK_NB) }
      return true
    } catch {
      guard error.errno == EWOULDBLOCK else { throw FileError(path, error) }
      return false
    }
  }

  /// Takes the lock, waiting for its holder for at most `limit`; whether it is ours now.
  ///
  /// A lock that was not had in time must not be used again: its file may still be waiting, and get
  /// it later.
  package func lock(waitingAtMost limit: Duration) throws(FileError) -> Bool {
    if try tryLock() { return true }
    do throws(SystemCallError) {
      return try LockWaiter(file).wait(atMost: limit)
    } catch {
      throw FileError(path, error)
    }
  }

  /// Lets the lock go.
  package func unlock() throws(FileError) {
    do throws(SystemCallError) {
      try checking("flock") { flock(file.number, LOCK_UN) }
    } catch {
      throw FileError(path, error)
    }
  }
}
