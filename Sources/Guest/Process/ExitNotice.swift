import CSystem

/// Wakes poll(2) when a child of this process may have ended.
///
/// SIGCHLD writes a byte to a pipe, which wakes poll even if the signal arrives just before it.
/// This works on FreeBSD, glibc, musl, and on kernels without pidfd_open(2) (before Linux 5.3).
enum ExitNotice {
  /// Runs `body`, which waits for a child, while no other thread waits for one. Returns its result.
  ///
  /// A thread that reads the byte takes it from all other threads, so they must take turns. Each
  /// looks for its own child before it polls. The programs have one thread; their tests have many.
  static func alone<Result: Sendable, Failure>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    cs_lock_exit_notice()
    defer { cs_unlock_exit_notice() }
    return try body()
  }

  /// The descriptor to poll for reading.
  ///
  /// Call this before the child is started: it also installs the handler of SIGCHLD and unblocks
  /// the signal. The parent of this process may have ignored the signal (the kernel would drop the
  /// status of the child) or blocked it.
  static func descriptor() throws(SystemCallError) -> CInt {
    if let failure { throw failure }
    return ends.read
  }

  /// Reads the byte, so that the next poll waits again.
  static func clear() { _ = try? readSome(64, from: ends.read) }

  // Plain numbers that are never closed, since the signal handler may use them at any time.
  private static let ends: (read: CInt, write: CInt, errno: CInt) = {
    var ends: [CInt] = [-1, -1]
    let result = cs_pipe(&ends, O_NONBLOCK)
    return (ends[0], ends[1], result == -1 ? errno : 0)
  }()

  private static let failure: SystemCallError? = {
    // The pipe is created here and not in the handler, which may interrupt any code.
    guard ends.errno == 0 else { return SystemCallError("pipe2", errno: ends.errno) }
    signal(SIGCHLD) { _ in
      let before = errno
      // If the pipe is full, poll wakes anyway.
      var byte: UInt8 = 0
      _ = write(ExitNotice.ends.write, &byte, 1)
      errno = before
    }
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGCHLD)
    sigprocmask(SIG_UNBLOCK, &set, nil)
    return nil
  }()
}
