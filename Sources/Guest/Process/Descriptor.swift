import CSystem

/// An open file descriptor, closed when it is released.
final class Descriptor: Sendable {
  /// The number that system calls take.
  let number: CInt

  /// Takes ownership of `number`: nobody else may close it.
  init(owning number: CInt) { self.number = number }

  // close is not repeated after EINTR: Linux has closed the descriptor, and another thread may have
  // got its number since.
  deinit { close(number) }
}

/// A pipe(2). Both ends are close-on-exec from the start, so that no concurrent child inherits
/// them.
struct Pipe {
  let readEnd: Descriptor
  let writeEnd: Descriptor

  init() throws(SystemCallError) {
    var ends: [CInt] = [-1, -1]
    try checking("pipe2") { cs_pipe(&ends, 0) }
    readEnd = Descriptor(owning: ends[0])
    writeEnd = Descriptor(owning: ends[1])
  }
}

extension Descriptor {
  /// This descriptor, or a copy with a number of at least `lowest` (fcntl(2), F_DUPFD_CLOEXEC).
  func atOrAbove(_ lowest: CInt) throws(SystemCallError) -> Descriptor {
    if number >= lowest { return self }
    return Descriptor(owning: try checking("fcntl") { cs_fcntl(number, F_DUPFD_CLOEXEC, lowest) })
  }

  /// Makes writes return EAGAIN instead of waiting for room.
  func becomeNonBlocking() throws(SystemCallError) {
    try checking("fcntl") { cs_fcntl(number, F_SETFL, O_NONBLOCK) }
  }
}
