import CSystem

/// A failed call of the C library.
package struct SystemCallError: Error, Equatable, CustomStringConvertible {
  /// The name of the function, such as `flock`.
  package let call: String
  /// The error number (errno(2)): the reason why the function failed.
  package let errno: CInt

  /// Creates the failure of the function named `call`, with this error number.
  package init(_ call: String, errno: CInt) {
    self.call = call
    self.errno = errno
  }

  /// True if the call failed because a file or its folder does not exist, or because the process of
  /// an open procfs file has ended.
  var isMissing: Bool { errno == ENOENT || errno == ENOTDIR || errno == ESRCH }

  /// The name of the function, then the reason in the words of strerror(3):
  /// `flock: Bad file descriptor`.
  package var description: String { "\(call): \(String(cString: strerror(errno)))" }
}

/// Calls `call`, and calls it again while signals interrupt it (EINTR). Returns its result: -1 if
/// it fails for another reason, which `errno` then has.
func retrying<Count: SignedInteger>(_ call: () -> Count) -> Count {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}

/// Calls `body`, and calls it again while signals interrupt it (EINTR). Returns its result. If that
/// is -1, throws `errno` as a failure of the function called `name`.
@discardableResult
func checking<Count: SignedInteger>(
  _ name: String, _ body: () -> Count
) throws(SystemCallError) -> Count {
  let result = retrying(body)
  // Read errno at once: any other call may overwrite it.
  let reason = errno
  guard result != -1 else { throw SystemCallError(name, errno: reason) }
  return result
}

/// Writes all of `bytes` to the descriptor, with as many write(2) as needed. Throws if one fails.
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

/// Returns the bytes of one read(2) from the descriptor, at most `limit`; empty at the end of the
/// file. Throws if read(2) fails.
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

/// The current time of a clock for deadlines and durations, which starts at an arbitrary time
/// (clock_gettime(2), CLOCK_MONOTONIC).
///
/// Setting the time of day does not change this clock. On Linux the clock stops while the guest is
/// saved or suspended, so that no deadline passes meanwhile.
func monotonicTime() -> Duration {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return .seconds(Int(time.tv_sec)) + .nanoseconds(Int(time.tv_nsec))
}

/// Returns `duration` as a timeout for poll(2): in milliseconds, rounded up, at most 1,000,000,000.
/// Returns -1 for nil, with which poll waits without limit.
func pollTimeout(_ duration: Duration?) -> CInt {
  guard let duration else { return -1 }
  let (seconds, attoseconds) = duration.components
  guard seconds < 1_000_000 else { return 1_000_000_000 }
  return max(
    0, CInt(seconds) * 1000 + CInt((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
}

/// Makes each later write to a pipe without a reader fail with EPIPE instead of ending this
/// process.
///
/// Installs an empty handler of SIGPIPE and not SIG_IGN, which children inherit.
func surviveBrokenPipes() { _ = brokenPipesSurvived }

private let brokenPipesSurvived: Void = { signal(SIGPIPE) { _ in } }()
