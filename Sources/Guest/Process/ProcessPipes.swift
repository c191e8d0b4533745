import CSystem

/// This program's ends of the pipes to and from one child, with the bytes still to be sent and the
/// bytes read.
struct ProcessPipes {
  /// The part of the child's input that is not written to the pipe yet.
  private var unsent: ArraySlice<UInt8> = []
  private var input: Descriptor?
  private var captures: [Capture] = []

  fileprivate struct Capture {
    let number: CInt
    var readEnd: Descriptor?
    var bytes: [UInt8] = []
  }

  /// The lowest descriptor number that is free in the child, which uses 0 to 3. In this program,
  /// the child's ends of the pipes have this number or a higher one, so that none of them is
  /// overwritten when the child gets its descriptors.
  private static let firstFree: CInt = 4

  private static let mebibyte = 1 << 20

  /// Creates a pipe that sends `text` to descriptor `number` of the child. Keeps the end for
  /// writing and returns the child's end. Throws if a system call fails.
  mutating func send(
    _ text: [UInt8], on number: CInt
  ) throws(SystemCallError) -> ChildDescriptor {
    surviveBrokenPipes()
    let pipe = try Pipe()
    try pipe.writeEnd.becomeNonBlocking()
    unsent = text[...]
    input = text.isEmpty ? nil : pipe.writeEnd
    return try childEnd(number, pipe.readEnd)
  }

  /// Creates a pipe that receives what the child writes to descriptor `number`. Keeps the end for
  /// reading and returns the child's end. Throws if a system call fails.
  mutating func capture(_ number: CInt) throws(SystemCallError) -> ChildDescriptor {
    let pipe = try Pipe()
    captures.append(Capture(number: number, readEnd: pipe.readEnd))
    return try childEnd(number, pipe.writeEnd)
  }

  /// The bytes that were read so far from descriptor `number` of the child; empty if it is not
  /// captured.
  func captured(_ number: CInt) -> [UInt8] { captures.first { $0.number == number }?.bytes ?? [] }

  /// Waits until a pipe or one of the descriptors in `notices` is ready, at most `limit`; nil for
  /// no limit. Then writes to and reads from the pipes that are ready. Throws if a system call
  /// fails.
  ///
  /// Returns whether each of `notices` is readable, in their order. After `limit`, or if a signal
  /// interrupts the waiting, returns true for the first notice, so that the caller looks whether
  /// its child has ended, and false for the others.
  mutating func move(
    orUntil notices: [CInt], waitingAtMost limit: Duration?
  ) throws(SystemCallError) -> [Bool] {
    let inputs = captures.map { $0.readEnd?.number ?? -1 }
    // poll ignores negative numbers.
    var polled = (notices + inputs).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    polled.append(pollfd(fd: input?.number ?? -1, events: Int16(POLLOUT), revents: 0))
    let ready = poll(&polled, nfds_t(polled.count), pollTimeout(limit))
    if ready == -1 && errno != EINTR { throw SystemCallError("poll", errno: errno) }
    if ready <= 0 { return notices.indices.map { $0 == 0 } }
    if polled[polled.count - 1].revents != 0 { try feed() }
    for index in captures.indices where polled[notices.count + index].revents != 0 {
      try captures[index].read(polled[notices.count + index].revents)
    }
    return polled.prefix(notices.count).map { $0.revents != 0 }
  }

  /// Reads what a child that has ended left in the pipes, without waiting. Throws if a read fails.
  ///
  /// A daemon may hold the pipes open and keep writing, so at most about a mebibyte is read from
  /// each. A pipe holds no more than that, so whatever follows was not written by the child.
  mutating func drain() throws(SystemCallError) {
    for index in captures.indices {
      let enough = captures[index].bytes.count + Self.mebibyte
      while captures[index].bytes.count < enough, case let events = captures[index].events,
        events != 0
      {
        try captures[index].read(events)
      }
    }
  }

  private mutating func feed() throws(SystemCallError) {
    guard let input else { return }
    let count = retrying {
      unsent.withUnsafeBytes { write(input.number, $0.baseAddress, $0.count) }
    }
    if count >= 0 { unsent = unsent.dropFirst(count) }
    let reason = errno
    // EPIPE: the child does not read the rest, which is no error.
    if unsent.isEmpty || count == -1 && reason != EAGAIN { self.input = nil }
    if count == -1 && reason != EAGAIN && reason != EPIPE {
      throw SystemCallError("write", errno: reason)
    }
  }

  private func childEnd(
    _ number: CInt, _ end: Descriptor
  ) throws(SystemCallError) -> ChildDescriptor {
    ChildDescriptor(number: number, source: .pipe(try end.atOrAbove(Self.firstFree)))
  }
}

extension ProcessPipes.Capture {
  /// The events that poll(2) reports for the pipe now, such as POLLIN or POLLHUP; 0 if a read would
  /// wait, or if the pipe is closed.
  var events: Int16 {
    guard let readEnd else { return 0 }
    var polled = pollfd(fd: readEnd.number, events: Int16(POLLIN), revents: 0)
    return retrying { poll(&polled, 1, 0) } > 0 ? polled.revents : 0
  }

  /// Reads once from the pipe, for which poll(2) has reported `events`, and adds the bytes to
  /// `bytes`. Closes the pipe if it is at its end. Throws if the read fails.
  mutating func read(_ events: Int16) throws(SystemCallError) {
    guard let readEnd else { return }
    // Linux reports POLLHUP without POLLIN if the pipe is empty and at its end: no read is needed.
    guard events != Int16(POLLHUP) else { return self.readEnd = nil }
    // Most outputs are short. Room for more would be a memory mapping of its own.
    let piece = try readSome(16384, from: readEnd.number)
    if piece.isEmpty { self.readEnd = nil }
    bytes += piece
  }
}
