import CSystem

/// A request to this process to stop, kept until somebody heeds it: SIGTERM (a service that is
/// stopped, a system that goes down), SIGINT (Ctrl-C) or SIGHUP (the terminal has gone).
///
/// The handler puts a byte into a pipe that nobody reads: so the pipe is readable from the request
/// on, and poll(2) sees one that came before it as well as one that comes meanwhile.
package enum Interruption {
  /// From now on the signals do not end this process, but make `hasCome` true. One that our parent
  /// had ignored, as nohup(1) does, is ignored on.
  package static func expect() throws(SystemCallError) {
    if let failure { throw failure }
  }

  /// Whether somebody asked; only ever after `expect()`.
  package static var hasCome: Bool { isReadable(within: .zero) }

  /// The descriptor to poll for reading, after `expect()`.
  static var descriptor: CInt { ends.read }

  /// Sleeps for so long, or until somebody asks; whether somebody did.
  static func isReadable(within limit: Duration) -> Bool {
    var polled = pollfd(fd: ends.read, events: Int16(POLLIN), revents: 0)
    let end = monotonicTime() + limit
    while true {
      let ready = poll(&polled, 1, pollTimeout(max(.zero, end - monotonicTime())))
      // EINTR: it may have been the signal, whose byte is there then.
      if ready != -1 || errno != EINTR { return ready > 0 }
    }
  }

  // Plain numbers, never closed: the handler may use them at any time.
  private static let ends: (read: CInt, write: CInt, errno: CInt) = {
    var ends: [CInt] = [-1, -1]
    let result = cs_pipe(&ends, O_NONBLOCK)
    return (ends[0], ends[1], result == -1 ? errno : 0)
  }()

  private static let failure: SystemCallError? = {
    // Made here and not in the handler, which may interrupt anything.
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
