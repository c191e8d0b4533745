import CSystem

/// A failed call of the C library.
package struct SystemCallError: Error, Equatable, CustomStringConvertible {
  /// The name of the function: `flock`.
  package let call: String
  /// The errno(2) of the call, or the error number that it returned.
  package let errno: CInt

  /// The failure of `call`, with the errno(2) given.
  package init(_ call: String, errno: CInt) {
    self.call = call
    self.errno = errno
  }

  /// True if the file or its folder does not exist, or if the process of an open procfs file has
  /// ended.
  var isMissing: Bool { errno == ENOENT || errno == ENOTDIR || errno == ESRCH }

  /// `flock: Bad file descriptor`, with the text of strerror(3).
  package var description: String { "\(call): \(String(cString: strerror(errno)))" }
}

/// The result of `call`, which is repeated while signals interrupt it (EINTR).
func retrying<Count: SignedInteger>(_ call: () -> Count) -> Count {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}

/// The result of `body`, which is repeated while signals interrupt it (EINTR). Throws the errno as
/// a failure of the call `name` if the result is -1.
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

/// Writes all of `bytes` (write(2)).
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

/// The bytes of one read(2), at most `limit`; empty at the end of the file.
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

/// The time of a clock for measuring durations (clock_gettime(2), CLOCK_MONOTONIC).
///
/// Setting the time of day does not change this clock. On Linux the clock stops while the guest is
/// saved or suspended, so that no deadline passes meanwhile.
func monotonicTime() -> Duration {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return .seconds(Int(time.tv_sec)) + .nanoseconds(Int(time.tv_nsec))
}

/// `duration` in milliseconds for poll(2), rounded up and at most 1,000,000,000; -1 for nil, which
/// waits without limit.
func pollTimeout(_ duration: Duration?) -> CInt {
  guard let duration else { return -1 }
  let (seconds, attoseconds) = duration.components
  guard seconds < 1_000_000 else { return 1_000_000_000 }
  return max(
    0, CInt(seconds) * 1000 + CInt((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
}

/// Makes a write to a closed pipe fail with EPIPE instead of ending this process.
///
/// Installs an empty handler of SIGPIPE and not SIG_IGN, which children inherit.
func surviveBrokenPipes() { _ = brokenPipesSurvived }

private let brokenPipesSurvived: Void = { signal(SIGPIPE) { _ in } }()
