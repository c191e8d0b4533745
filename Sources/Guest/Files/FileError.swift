import CSystem

/// A failed operation on a file or folder.
package struct FileError: Error, Equatable, CustomStringConvertible {
  /// The path as it was given.
  package let path: String
  /// The call that failed, and its errno(2).
  package let failure: SystemCallError

  /// The failure of the call in `failure` on `path`.
  package init(_ path: String, _ failure: SystemCallError) {
    self.path = path
    self.failure = failure
  }

  /// The failure of the call named `call` on `path`.
  package init(_ path: String, _ call: String, errno: CInt) {
    self.init(path, SystemCallError(call, errno: errno))
  }

  /// True if nothing exists at `path`, or if its folder does not exist.
  package var isMissing: Bool { failure.isMissing }

  /// `/run/x: open: Permission denied`: path, call and the text of strerror(3).
  package var description: String { "\(path): \(failure)" }
}
