import CSystem

/// A lock that only one process of the guest can hold, by flock(2) on a file.
///
/// The kernel releases the lock when its holder exits in any way, or when the last copy of this
/// value is released. The file stays, since removing it would let two processes hold the lock.
/// Children do not inherit the descriptor of the file; otherwise dhclient would hold the lock for
/// weeks.
package struct RunLock: Sendable {
  private let path: String
  private let file: Descriptor

  /// Opens the lock file at `path`, and creates it with mode 0600 if it does not exist. Does not
  /// acquire the lock yet.
  ///
  /// Throws if the file cannot be opened, or if `path` is a symbolic link (ELOOP; EMLINK on
  /// FreeBSD).
  package init(_ path: String) throws(FileError) {
    self.path = path
    do throws(SystemCallError) {
      file = try Files.openFile(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, mode: 0o600)
    } catch {
      throw FileError(path, error)
    }
  }

  /// Acquires the lock if it is free, without waiting. Returns true if the lock was acquired, false
  /// if another process has it. Throws if flock(2) fails.
  package func tryLock() throws(FileError) -> Bool {
    do throws(SystemCallError) {
      try checking("flock") { flock(file.number, LOCK_EX | LOCK_NB) }
      return true
    } catch {
      guard error.errno == EWOULDBLOCK else { throw FileError(path, error) }
      return false
    }
  }

  /// Acquires the lock, and waits for it at most `limit`. Returns true if the lock was acquired,
  /// false after `limit`. Throws if a system call fails.
  ///
  /// After false, call neither `tryLock` nor `lock` again: the lock may have been acquired just
  /// after the limit. It then stays acquired until this value is released.
  package func lock(waitingAtMost limit: Duration) throws(FileError) -> Bool {
    if try tryLock() { return true }
    do throws(SystemCallError) {
      return try LockWaiter(file).wait(atMost: limit)
    } catch {
      throw FileError(path, error)
    }
  }

  /// Releases the lock, so that another process can acquire it. Throws if flock(2) fails.
  package func unlock() throws(FileError) {
    do throws(SystemCallError) {
      try checking("flock") { flock(file.number, LOCK_UN) }
    } catch {
      throw FileError(path, error)
    }
  }
}
