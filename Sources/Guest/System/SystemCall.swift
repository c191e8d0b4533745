import CSystem

/// A call into the C library that failed.
package struct SystemCallError: Error, Equatable, CustomStringConvertible {
  /// The function's name, as its man page has it: `flock`.
  package let call: String
  /// What errno(2) was, or what the function returned in its place.
  package let errno: CInt

  /// The failure of `call`, with the errno(2) given.
  package init(_ call: String, errno: CInt) {
    self.call = call
    self.errno = errno
  }

  /// Whether there is no such file, or no folder for it to be in, or no longer the process that a file
  /// of procfs, opened before, is about.
  var isMissing: Bool { errno == ENOENT || errno == ENOTDIR || errno == ESRCH }

  /// `flock: Bad file descriptor`, the words being strerror(3)'s.
  package var description: String { "\(call): \(String(cString: strerror(errno)))" }
}

/// What `call` returns, made again for as long as a signal interrupts it (EINTR).
func retrying<Count: SignedInteger>(_ call: () -> Count) -> Count {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}

/// What `body` returns, made again when a signal interrupts it; its -1 is thrown as `name`'s
/// failure.
@discardableResult
func checking<Count: SignedInteger>(
  _ name: String, _ body: () -> Count
) throws(SystemCallError) -> Count {
  let result = retrying(body)
  // Read at once: any other call may overwrite it.
  let reason = errno
  guard result != -1 else { throw SystemCallError(name, errno: reason) }
  return result
}

/// Writes all of `bytes`, however little the kernel takes at once (write(2)).
func writeAll(_ bytes: some Collection<UInt8>, to descriptor: CInt) throws(SystemCallError) {
  let bytes = Array(bytes)
  var written = 0
  while written < bytes.count {
    written += try checking("write") {
      bytes.withUnsafeBytes {
        write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written)
      }
    }
  }
}

/// What a read(2) of at most `limit` bytes gives; empty at the end of the file.
func readSome(_ limit: Int, from descriptor: CInt) throws(SystemCallError) -> [UInt8] {
  var failure: CInt = 0
  let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
    let result = retrying { read(descriptor, buffer.baseAddress, limit) }
    if result == -1 { failure = errno }
    count = max(0, result)
  }
  guard failure == 0 else { throw SystemCallError("read", errno: failure) }
  return bytes
}

/// Time since some point in the past, for measuring how long something took (clock_gettime(2)).
///
/// On Linux it stands still while the guest is saved or suspended. A command is not ended for that
/// time, nor when somebody sets the clock.
func monotonicTime() -> Duration {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return .seconds(Int(time.tv_sec)) + .nanoseconds(Int(time.tv_nsec))
}

/// `duration` as poll(2) wants it: milliseconds, rounded up lest it spin; -1, for ever, for nil.
func pollTimeout(_ duration: Duration?) -> CInt {
  guard let duration else { return -1 }
  let (seconds, attoseconds) = duration.components
  guard seconds < 1_000_000 else { return 1_000_000_000 }
  return max(
    0, CInt(seconds) * 1000 + CInt((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
}

/// From now on a write to a pipe that nobody reads is an error, EPIPE, and not the end of this
/// process.
///
/// A handler that does nothing, not SIG_IGN: children would inherit that through exec.
func surviveBrokenPipes() { _ = brokenPipesSurvived }

private let brokenPipesSurvived: Void = { signal(SIGPIPE) { _ in } }()
