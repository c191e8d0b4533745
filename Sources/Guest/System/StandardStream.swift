import CSystem

/// Standard output and standard error of this program. The raw value is the number of the
/// descriptor.
package enum StandardStream: CInt, Sendable {
  case output = 1
  case error = 2

  /// The reason why a write failed.
  package enum Failure: Error, Equatable {
    /// The reader has closed the pipe, as with `| head -1`.
    case brokenPipe
    /// The write failed for another reason, such as a full disk or a closed descriptor. The value
    /// is the failed call.
    case failed(SystemCallError)
  }

  /// True if the stream goes to a terminal (isatty(3)).
  package var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Writes all of `bytes` to the stream, unbuffered. Throws `.brokenPipe` if the reader has closed
  /// the pipe, `.failed` if a write fails otherwise.
  package func write(_ bytes: [UInt8]) throws(Failure) {
    try Self.write(bytes, to: rawValue)
  }

  /// Writes all of `text` to the stream as UTF-8, unbuffered. Throws `.brokenPipe` if the reader
  /// has closed the pipe, `.failed` if a write fails otherwise.
  package func write(_ text: String) throws(Failure) { try write(Array(text.utf8)) }

  /// Writes all of `bytes` to the descriptor with this number, unbuffered. Throws `.brokenPipe` if
  /// the reader has closed the pipe, `.failed` if a write fails otherwise.
  static func write(_ bytes: [UInt8], to descriptor: CInt) throws(Failure) {
    surviveBrokenPipes()
    do throws(SystemCallError) {
      try writeAll(bytes, to: descriptor)
    } catch {
      throw error.errno == EPIPE ? .brokenPipe : .failed(error)
    }
  }

  /// Opens /dev/null for each of the descriptors 0, 1 and 2 that is closed. Throws if /dev/null
  /// cannot be opened.
  ///
  /// Without this, the next file that this program opens, such as a lock, would become standard
  /// output. `main` calls this first.
  package static func occupyAll() throws(FileError) {
    while true {
      let number = retrying { cs_open("/dev/null", O_RDWR, 0) }
      guard number >= 0 else { throw FileError("/dev/null", "open", errno: errno) }
      if number > 2 {
        close(number)
        return
      }
    }
  }
}
