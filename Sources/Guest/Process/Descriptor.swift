import CSystem

/// An open file descriptor. It is closed when the last reference to this object is released.
final class Descriptor: Sendable {
  /// The number of the descriptor, for system calls.
  let number: CInt

  /// Takes ownership of the open descriptor `number`: nobody else may close it.
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
  /// Returns this descriptor if its number is at least `lowest`, else a copy that has such a number
  /// (fcntl(2), F_DUPFD_CLOEXEC). Throws if fcntl(2) fails.
  func atOrAbove(_ lowest: CInt) throws(SystemCallError) -> Descriptor {
    if number >= lowest { return self }
    return Descriptor(owning: try checking("fcntl") { cs_fcntl(number, F_DUPFD_CLOEXEC, lowest) })
  }

  /// Makes reads and writes that would have to wait fail with EAGAIN instead (O_NONBLOCK). Throws
  /// if fcntl(2) fails.
  func becomeNonBlocking() throws(SystemCallError) {
    try checking("fcntl") { cs_fcntl(number, F_SETFL, O_NONBLOCK) }
  }
}
