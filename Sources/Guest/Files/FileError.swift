import CSystem

/// A failed system call on a file or folder.
package struct FileError: Error, Equatable, CustomStringConvertible {
  /// The path of the file or folder, as the caller gave it. For a failed call on something else,
  /// its name, such as `process 731` or `eth0`.
  package let path: String
  /// The call that failed, and its errno(2).
  package let failure: SystemCallError

  /// Creates the error for `path`, with the failed call and its errno(2) in `failure`.
  package init(_ path: String, _ failure: SystemCallError) {
    self.path = path
    self.failure = failure
  }

  /// Creates the error for `path`, where the function named `call`, such as `open`, failed with
  /// `errno`.
  package init(_ path: String, _ call: String, errno: CInt) {
    self.init(path, SystemCallError(call, errno: errno))
  }

  /// True if nothing exists at `path`, or if `path` is in procfs and its process has ended.
  package var isMissing: Bool { failure.isMissing }

  /// `/run/x: open: Permission denied`: path, call and the text of strerror(3).
  package var description: String { "\(path): \(failure)" }
}
