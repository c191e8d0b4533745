import CSystem

/// A signal to this process to stop, remembered until it is handled: SIGTERM (a service is stopped,
/// the system goes down), SIGINT (Ctrl-C) or SIGHUP (the terminal is closed).
///
/// The handler of the signals writes a byte to a pipe that nobody reads. So the pipe stays
/// readable, and poll(2) notices a signal that arrived earlier, too.
package enum Interruption {
  /// Makes SIGTERM, SIGINT and SIGHUP set `hasCome` from now on, instead of ending this process. A
  /// signal that is ignored already, such as SIGHUP with nohup(1), stays ignored. Throws if the
  /// pipe for the signals cannot be created.
  package static func expect() throws(SystemCallError) {
    if let failure { throw failure }
  }

  /// True if SIGTERM, SIGINT or SIGHUP has arrived since `expect()`.
  package static var hasCome: Bool { isReadable(within: .zero) }

  /// The descriptor for poll(2) that becomes readable when SIGTERM, SIGINT or SIGHUP arrives, and
  /// stays readable. Works only after `expect()`.
  static var descriptor: CInt { ends.read }

  /// Sleeps for `limit`, or until SIGTERM, SIGINT or SIGHUP arrives; not at all if one has arrived
  /// since `expect()`. Returns true if one has arrived.
  static func isReadable(within limit: Duration) -> Bool {
    var polled = pollfd(fd: ends.read, events: Int16(POLLIN), revents: 0)
    let end = monotonicTime() + limit
    while true {
      let ready = poll(&polled, 1, pollTimeout(max(.zero, end - monotonicTime())))
      // After EINTR the signal's byte may be there.
      if ready != -1 || errno != EINTR { return ready > 0 }
    }
  }

  // Plain numbers that are never closed, since the signal handler may use them at any time.
  private static let ends: (read: CInt, write: CInt, errno: CInt) = {
    var ends: [CInt] = [-1, -1]
    let result = cs_pipe(&ends, O_NONBLOCK)
    return (ends[0], ends[1], result == -1 ? errno : 0)
  }()

  private static let failure: SystemCallError? = {
    // The pipe is created here and not in the handler, which may interrupt any code.
    guard ends.errno == 0 else { return SystemCallError("pipe2", errno: ends.errno) }
    var set = sigset_t()
    sigemptyset(&set)
    for number in [SIGTERM, SIGINT, SIGHUP] {
      if cs_is_ignored(number) { continue }
      signal(number) { _ in
        let before = errno
        // A full pipe is readable too.
        var byte: UInt8 = 0
        _ = write(Interruption.ends.write, &byte, 1)
        errno = before
      }
      sigaddset(&set, number)
    }
    sigprocmask(SIG_UNBLOCK, &set, nil)
    return nil
  }()
}
