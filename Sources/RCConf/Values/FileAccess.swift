/// The evaluator's only view of files: closures, so that it touches nothing itself.
package struct FileAccess {
  /// What reading a file gave.
  package enum Contents: Equatable, Sendable {
    case bytes([UInt8])
    case missing
    case unreadable
  }

  /// All of the file at a path; only regular files are readable.
  package var read: (String) -> Contents
  /// What test(1) asks about the path; nil when nothing is there.
  package var attributes: (String) -> FileAttributes?
  /// Whether this process may read, write, or run (search) what the path leads to; not if that is nothing.
  package var allows: (String, Permission) -> Bool
  /// Names in a folder, in any order, without `.` and `..`; nil when it is no readable folder.
  package var list: (String) -> [String]?

  /// Access through the four closures; without `allows` all that is there may be read, and no more.
  package init(
    read: @escaping (String) -> Contents, attributes: @escaping (String) -> FileAttributes?,
    allows: ((String, Permission) -> Bool)? = nil, list: @escaping (String) -> [String]?
  ) {
    self.read = read
    self.attributes = attributes
    self.allows = allows ?? { $1 == .read && attributes($0)?.kind != nil }
    self.list = list
  }

  /// A world without files.
  package static var none: FileAccess {
    FileAccess(read: { _ in .missing }, attributes: { _ in nil }, list: { _ in nil })
  }
}

/// What a process may do with a file (test(1), `-r`, `-w`, `-x`).
package enum Permission: Hashable, Sendable {
  case read, write, execute
}

/// What test(1) can ask about a path.
package struct FileAttributes: Hashable, Sendable {
  /// What a path leads to.
  package enum Kind: Hashable, Sendable {
    case file, directory, characterDevice, blockDevice, fifo, socket, other
  }

  /// What it leads to, links followed; nil for a link that leads nowhere.
  package var kind: Kind?
  /// The path itself is a symbolic link (`-h`, `-L`).
  package var isLink: Bool
  /// Bytes in it.
  package var size: Int

  /// Attributes of a path; by default of an ordinary file.
  package init(kind: Kind? = .file, isLink: Bool = false, size: Int = 0) {
    self.kind = kind
    self.isLink = isLink
    self.size = size
  }
}
