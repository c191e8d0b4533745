import CSystem

/// Wakes poll(2) when a child of this process may have ended.
///
/// The handler of SIGCHLD writes a byte to a pipe, which wakes poll even if the signal arrives just
/// before it. This works on FreeBSD, glibc, musl, and on kernels without pidfd_open(2) (before
/// Linux 5.3).
enum ExitNotice {
  /// Runs `body`, which waits for a child of this process, and returns its result. Only one thread
  /// at a time runs a body; others wait for their turn. Throws what `body` throws.
  ///
  /// The turns are needed since a thread that reads the byte of SIGCHLD takes it from all other
  /// threads. Each thread looks for its own child before it polls. The programs have one thread;
  /// their tests have many.
  static func alone<Result: Sendable, Failure>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    cs_lock_exit_notice()
    defer { cs_unlock_exit_notice() }
    return try body()
  }

  /// Returns the descriptor that becomes readable when a child may have ended, for poll(2). Throws
  /// if its pipe cannot be created.
  ///
  /// Call this before the child is started: it also installs the handler of SIGCHLD and unblocks
  /// the signal. The parent of this process may have ignored the signal (the kernel would drop the
  /// status of the child) or blocked it.
  static func descriptor() throws(SystemCallError) -> CInt {
    if let failure { throw failure }
    return ends.read
  }

  /// Takes the bytes of SIGCHLD, at most 64, out of the pipe of `descriptor()`, so that the next
  /// poll(2) waits for another signal.
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
