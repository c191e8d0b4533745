#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Waits for a lock with a limit.
///
/// flock(2) knows none. So a thread waits in flock, and we for the thread, by a pipe that it
/// closes. An alarm(2) in its place could ring just before flock begins, and asking again and again
/// would sleep past the moment. The thread is made only when the lock is taken, and dies with the
/// process if it must.
struct LockWaiter {
  private final class Attempt: Sendable {
    let file: Descriptor
    let outcome: Descriptor
    init(file: Descriptor, outcome: Descriptor) {
      self.file = file
      self.outcome = outcome
    }
  }

  private let file: Descriptor

  init(_ file: Descriptor) { self.file = file }

  /// Whether the lock is ours before `limit` is over.
  func wait(atMost limit: Duration) throws(SystemCallError) -> Bool {
    let end = monotonicTime() + limit
    surviveBrokenPipes()
    let pipe = try Pipe()
    try start(Attempt(file: file, outcome: pipe.writeEnd))
    var polled = pollfd(fd: pipe.readEnd.number, events: Int16(POLLIN), revents: 0)
    while true {
      let left = max(.zero, end - monotonicTime())
      let ready = poll(&polled, 1, pollTimeout(left))
      if ready > 0 { break }
      if ready == 0 { return false }
      if errno != EINTR { throw SystemCallError("poll", errno: errno) }
    }
    let failure = CInt(try readSome(1, from: pipe.readEnd.number).first ?? UInt8(EIO))
    guard failure == 0 else { throw SystemCallError("flock", errno: failure) }
    return true
  }

  private func start(_ attempt: Attempt) throws(SystemCallError) {
    let argument = Unmanaged.passRetained(attempt)
    let failure = withNewThread { thread in
      pthread_create(
        thread, nil,
        { argument in
          LockWaiter.attempt(argument)
          return nil
        }, argument.toOpaque())
    }
    guard failure == 0 else {
      argument.release()
      throw SystemCallError("pthread_create", errno: failure)
    }
  }

  /// In the thread: takes the lock, then writes one byte, the errno(2) or 0.
  private static func attempt(_ argument: UnsafeMutableRawPointer?) {
    pthread_detach(pthread_self())
    guard let argument else { return }
    let attempt = Unmanaged<Attempt>.fromOpaque(argument).takeRetainedValue()
    let result = retrying { flock(attempt.file.number, LOCK_EX) }
    var byte = result == 0 ? 0 : UInt8(truncatingIfNeeded: errno)
    // Nobody listens any more: the limit was over.
    if write(attempt.outcome.number, &byte, 1) != 1 { flock(attempt.file.number, LOCK_UN) }
  }
}

/// Room for a thread's id, of whatever type: optional on FreeBSD and musl, a number on glibc.
private func withNewThread<ThreadID>(_ body: (UnsafeMutablePointer<ThreadID>) -> CInt) -> CInt {
  withUnsafeTemporaryAllocation(of: ThreadID.self, capacity: 1) { room in
    room.baseAddress.map(body) ?? ENOMEM
  }
}
