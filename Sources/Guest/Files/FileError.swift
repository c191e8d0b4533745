import CSystem

/// Something that could not be done with a file or folder.
package struct FileError: Error, Equatable, CustomStringConvertible {
  /// The path as it was given.
  package let path: String
  /// The call that failed, and its errno(2).
  package let failure: SystemCallError

  /// The failure of a call on `path`.
  package init(_ path: String, _ failure: SystemCallError) {
    self.path = path
    self.failure = failure
  }

  /// The failure of the call of that name on `path`.
  package init(_ path: String, _ call: String, errno: CInt) {
    self.init(path, SystemCallError(call, errno: errno))
  }

  /// Whether there is nothing at `path`, or no folder for it to be in.
  package var isMissing: Bool { failure.isMissing }

  /// `/run/x: open: Permission denied`: path, call and strerror(3)'s words.
  package var description: String { "\(path): \(failure)" }
}
