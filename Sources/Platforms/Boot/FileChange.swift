import Failover

/// One file as it is and as it is to be.
package struct FileChange: Equatable, Sendable {
  /// Where it is.
  package var path: String
  /// All that is in it now; nil: there is no such file.
  package var before: String?
  /// All that is to be in it; nil: the file goes.
  package var after: String?
  /// The permission bits of a file that is made. One that is there keeps its own, and its owner.
  package var permissions: UInt16

  /// The file at `path`, from `before` to `after`.
  package init(path: String, before: String?, after: String?, permissions: UInt16 = 0o644) {
    self.path = path
    self.before = before
    self.after = after
    self.permissions = permissions
  }

  /// Whether anything is to be done.
  package var isChange: Bool { before != after }
}

extension GuestView {
  /// The file at `path`, which is to hold `after`; nil: which is to go.
  func change(
    _ path: String, to after: String?, permissions: UInt16 = 0o644
  ) throws(GuestError) -> FileChange {
    FileChange(path: path, before: try text(of: path), after: after, permissions: permissions)
  }

  /// All of a text file, to the byte; nil where there is none. Throws where it is no UTF-8: written back it
  /// would be another.
  func text(of path: String) throws(GuestError) -> String? {
    guard let bytes = try contents(of: path) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.utf8.elementsEqual(bytes) else {
      let line = text.utf8.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
        .first { $0.unicodeScalars.contains("\u{FFFD}") }
      throw .notUnderstood(by: "\(path) (no UTF-8)", line: line ?? "")
    }
    return text
  }
}
