import CSystem

/// Waits for a lock, with a limit.
///
/// flock(2) has no limit. So a child process waits in flock, and this process waits for the child
/// through a pipe. Both have the same open file, to which the lock belongs. An alarm(2) could fire
/// just before flock begins, and polling would react late. The child exists only while the lock is
/// taken, and ends with this process.
struct LockWaiter {
  private let file: Descriptor

  init(_ file: Descriptor) { self.file = file }

  /// Waits for the lock at most this long; false if it was not acquired.
  func wait(atMost limit: Duration) throws(SystemCallError) -> Bool {
    let pipe = try Pipe()
    let child = try checking("fork") { cs_lock_in_child(file.number, pipe.writeEnd.number) }
    defer { end(child) }
    guard try pipe.readEnd.isReadable(before: monotonicTime() + limit) else { return false }
    let bytes = try readSome(MemoryLayout<CInt>.size, from: pipe.readEnd.number)
    // The child always answers, unless it was killed.
    let failure = bytes.count == 4 ? bytes.withUnsafeBytes { $0.loadUnaligned(as: CInt.self) } : EIO
    guard failure == 0 else { throw SystemCallError("flock", errno: failure) }
    return true
  }

  /// Ends the child. If it gets the lock at this moment it has not answered; see `RunLock`.
  private func end(_ child: pid_t) {
    kill(child, SIGKILL)
    var status: CInt = 0
    _ = retrying { waitpid(child, &status, 0) }
  }
}

extension Descriptor {
  /// True if there is something to read before `end`, in `monotonicTime`.
  fileprivate func isReadable(before end: Duration) throws(SystemCallError) -> Bool {
    var polled = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    while true {
      let ready = poll(&polled, 1, pollTimeout(max(.zero, end - monotonicTime())))
      if ready >= 0 { return ready > 0 }
      if errno != EINTR { throw SystemCallError("poll", errno: errno) }
    }
  }
}
