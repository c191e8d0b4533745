import CSystem

/// Waits for an exclusive lock of flock(2) on an open file, with a time limit.
///
/// flock itself has no limit. So a child process waits in flock, and this process waits for the
/// child's answer through a pipe. The lock belongs to the open file, which both processes share.
/// The child exists only during `wait`, and is killed if this process ends.
///
/// Two other ways do not work well: an alarm(2) could fire just before flock begins, and polling
/// would notice a released lock late.
struct LockWaiter {
  private let file: Descriptor

  init(_ file: Descriptor) { self.file = file }

  /// Waits for the lock, at most `limit`. Returns true if the lock was acquired, false after
  /// `limit`. Throws if the child cannot be started, or if flock(2) fails in the child.
  func wait(atMost limit: Duration) throws(SystemCallError) -> Bool {
    let pipe = try Pipe()
    let child = try checking("fork") { cs_lock_in_child(file.number, pipe.writeEnd.number) }
    defer { end(child) }
    guard try pipe.readEnd.isReadable(before: monotonicTime() + limit) else { return false }
    let bytes = try readSome(MemoryLayout<CInt>.size, from: pipe.readEnd.number)
    // The child always writes its answer to the pipe, unless it was killed.
    let failure = bytes.count == 4 ? bytes.withUnsafeBytes { $0.loadUnaligned(as: CInt.self) } : EIO
    guard failure == 0 else { throw SystemCallError("flock", errno: failure) }
    return true
  }

  /// Kills and reaps `child`, the process that waits in flock(2). The child may have acquired the
  /// lock just before; the lock then stays acquired (see `RunLock.lock`).
  private func end(_ child: pid_t) {
    kill(child, SIGKILL)
    var status: CInt = 0
    _ = retrying { waitpid(child, &status, 0) }
  }
}

extension Descriptor {
  /// Waits until there is something to read from this descriptor, at most until `end`, a time on
  /// the clock of `monotonicTime`. Returns false if `end` has passed. Throws if poll(2) fails.
  fileprivate func isReadable(before end: Duration) throws(SystemCallError) -> Bool {
    var polled = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    while true {
      let ready = poll(&polled, 1, pollTimeout(max(.zero, end - monotonicTime())))
      if ready >= 0 { return ready > 0 }
      if errno != EINTR { throw SystemCallError("poll", errno: errno) }
    }
  }
}
