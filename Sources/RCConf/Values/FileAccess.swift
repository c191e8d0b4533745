/// Access to the file system for the evaluator. The closures make the evaluator independent of the
/// real file system.
package struct FileAccess {
  /// The result of reading a file.
  package enum Contents: Equatable, Sendable {
    /// The contents of the file.
    case bytes([UInt8])
    /// No file exists at the path.
    case missing
    /// The file exists, but it cannot be read or is not a regular file.
    case unreadable
  }

  /// Reads the file at a path. Only regular files can be read.
  package var read: (String) -> Contents
  /// The attributes of the file at a path, for test(1); nil if it does not exist.
  package var attributes: (String) -> FileAttributes?
  /// True if this process may read, write or execute (search) the file at a path; false if it does
  /// not exist.
  package var allows: (String, Permission) -> Bool
  /// The names in a folder, in any order, without `.` and `..`; nil if it cannot be read.
  package var list: (String) -> [String]?

  /// Access through the closures. Without `allows`, every existing file may be read, and nothing
  /// else.
  package init(
    read: @escaping (String) -> Contents, attributes: @escaping (String) -> FileAttributes?,
    allows: ((String, Permission) -> Bool)? = nil, list: @escaping (String) -> [String]?
  ) {
    self.read = read
    self.attributes = attributes
    self.allows = allows ?? { $1 == .read && attributes($0)?.kind != nil }
    self.list = list
  }

  /// A file system without files.
  package static var none: FileAccess {
    FileAccess(read: { _ in .missing }, attributes: { _ in nil }, list: { _ in nil })
  }
}

/// A permission (test(1), `-r`, `-w`, `-x`).
package enum Permission: Hashable, Sendable {
  case read, write, execute
}

/// The attributes of a file for test(1).
package struct FileAttributes: Hashable, Sendable {
  /// The kind of a file.
  package enum Kind: Hashable, Sendable {
    case file, directory, characterDevice, blockDevice, fifo, socket, other
  }

  /// The kind, links followed; nil for a broken link.
  package var kind: Kind?
  /// True if the path itself is a symbolic link (`-h`, `-L`).
  package var isLink: Bool
  /// The size in bytes.
  package var size: Int

  /// The attributes given; by default those of an empty regular file.
  package init(kind: Kind? = .file, isLink: Bool = false, size: Int = 0) {
    self.kind = kind
    self.isLink = isLink
    self.size = size
  }
}
