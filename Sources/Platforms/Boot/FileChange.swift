import Failover
import RCConf

/// A change of one file: its path, its present text and its new text.
package struct FileChange: Equatable, Sendable {
  /// The absolute path of the file.
  package var path: String
  /// The whole text of the file now; nil if there is no such file.
  package var before: String?
  /// The whole text of the file after the change; nil if the file is to be removed.
  package var after: String?
  /// The permission bits that a new file gets, such as `0o644`. An existing file keeps its
  /// permissions and its owner.
  package var permissions: UInt16

  /// A change of the file at `path` from the text `before` to the text `after`. `before` is nil for
  /// a new file, `after` is nil for a file to be removed. A new file gets `permissions`.
  package init(path: String, before: String?, after: String?, permissions: UInt16 = 0o644) {
    self.path = path
    self.before = before
    self.after = after
    self.permissions = permissions
  }

  /// True if the text changes, or the file is created or removed.
  package var isChange: Bool { before != after }
}

extension GuestView {
  /// Returns the change of the file at `path` from its present text to the text `after`, or the
  /// removal of the file if `after` is nil. A new file gets `permissions`. Writes nothing.
  ///
  /// Throws if the file cannot be read or is not UTF-8.
  func change(
    _ path: String, to after: String?, permissions: UInt16 = 0o644
  ) throws(GuestError) -> FileChange {
    FileChange(path: path, before: try text(of: path), after: after, permissions: permissions)
  }

  /// Returns the whole text of a file; nil if there is no such file.
  ///
  /// Throws if the file cannot be read, or if it is not UTF-8: its bytes would change when the text
  /// is written back.
  func text(of path: String) throws(GuestError) -> String? {
    guard let bytes = try contents(of: path) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.utf8.elementsEqual(bytes) else {
      let lines = text.fileLines
      let index = lines.firstIndex { $0.unicodeScalars.contains("\u{FFFD}") } ?? 0
      throw .notUnderstood(
        by: path + ":" + String(index + 1) + ": (no UTF-8; iconv(1) can convert it)",
        line: String(lines[index]))
    }
    return text
  }
}
