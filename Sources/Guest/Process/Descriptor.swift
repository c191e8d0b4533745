import CSystem

/// An open file descriptor, closed when its last holder lets it go.
final class Descriptor: Sendable {
  /// The number that system calls take.
  let number: CInt

  /// Takes `number` over: nobody else may close it.
  init(owning number: CInt) { self.number = number }

  // Not again after EINTR: Linux has closed it, and another thread may have its number by then.
  deinit { close(number) }
}

/// A pipe(2), both ends close-on-exec from the start, so that no child started meanwhile gets them.
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
  /// This descriptor, or a copy of it that is not below `lowest` (fcntl(2), F_DUPFD_CLOEXEC).
  func atOrAbove(_ lowest: CInt) throws(SystemCallError) -> Descriptor {
    if number >= lowest { return self }
    return Descriptor(owning: try checking("fcntl") { cs_fcntl(number, F_DUPFD_CLOEXEC, lowest) })
  }

  /// Makes writes return EAGAIN instead of waiting for room.
  func becomeNonBlocking() throws(SystemCallError) {
    try checking("fcntl") { cs_fcntl(number, F_SETFL, O_NONBLOCK) }
  }
}
