import CSystem

/// Waits for a lock with a limit.
///
/// flock(2) knows none. So a child waits in flock, and this process for the child, by a pipe: a lock
/// belongs to the open file, which both have. An alarm(2) instead could ring just before flock begins,
/// and asking again and again would sleep past the moment. The child is made only when the lock is
/// taken, and dies with this process.
struct LockWaiter {
  private let file: Descriptor

  init(_ file: Descriptor) { self.file = file }

  /// Whether the lock is ours before `limit` is over.
  func wait(atMost limit: Duration) throws(SystemCallError) -> Bool {
    let pipe = try Pipe()
    let child = try checking("fork") { cs_lock_in_child(file.number, pipe.writeEnd.number) }
    defer { end(child) }
    guard try pipe.readEnd.isReadable(before: monotonicTime() + limit) else { return false }
    let bytes = try readSome(MemoryLayout<CInt>.size, from: pipe.readEnd.number)
    // The child always answers, unless somebody else ended it.
    let failure = bytes.count == 4 ? bytes.withUnsafeBytes { $0.loadUnaligned(as: CInt.self) } : EIO
    guard failure == 0 else { throw SystemCallError("flock", errno: failure) }
    return true
  }

  /// Ends the child. One that gets the lock at this very moment has not answered: see `RunLock`.
  private func end(_ child: pid_t) {
    kill(child, SIGKILL)
    var status: CInt = 0
    _ = retrying { waitpid(child, &status, 0) }
  }
}

extension Descriptor {
  /// Whether there is something to read before `end`, in `monotonicTime`.
  fileprivate func isReadable(before end: Duration) throws(SystemCallError) -> Bool {
    var polled = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    while true {
      let ready = poll(&polled, 1, pollTimeout(max(.zero, end - monotonicTime())))
      if ready >= 0 { return ready > 0 }
      if errno != EINTR { throw SystemCallError("poll", errno: errno) }
    }
  }
}
