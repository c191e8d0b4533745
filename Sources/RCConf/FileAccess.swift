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
  /// Names in a folder, in any order, without `.` and `..`; nil when it is no readable folder.
  package var list: (String) -> [String]?

  /// Access through the three closures.
  package init(
    read: @escaping (String) -> Contents, attributes: @escaping (String) -> FileAttributes?,
    list: @escaping (String) -> [String]?
  ) {
    self.read = read
    self.attributes = attributes
    self.list = list
  }

  /// A world without files.
  package static var none: FileAccess {
    FileAccess(read: { _ in .missing }, attributes: { _ in nil }, list: { _ in nil })
  }
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
  /// Whether this process may read it.
  package var isReadable: Bool
  /// Whether this process may write it.
  package var isWritable: Bool
  /// Whether this process may run or search it.
  package var isExecutable: Bool

  /// Attributes of a path; by default of an ordinary readable file.
  package init(
    kind: Kind? = .file, isLink: Bool = false, size: Int = 0, isReadable: Bool = true,
    isWritable: Bool = false, isExecutable: Bool = false
  ) {
    self.kind = kind
    self.isLink = isLink
    self.size = size
    self.isReadable = isReadable
    self.isWritable = isWritable
    self.isExecutable = isExecutable
  }
}
