/// Access to files for the evaluator of rc.conf. Its members are closures, so that a test can
/// simulate a file system.
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

  /// Reads the file at a path. The result is `.missing` if no file exists there, and `.unreadable`
  /// for anything but a regular file.
  package var read: (String) -> Contents
  /// The attributes of the file at a path, for test(1); nil if no file exists there.
  package var attributes: (String) -> FileAttributes?
  /// True if this process has the permission to read, write or execute (search) the file at a path.
  /// False if no file exists there.
  package var allows: (String, Permission) -> Bool
  /// The names in the folder at a path, in any order, without `.` and `..`; nil if the folder
  /// cannot be read.
  package var list: (String) -> [String]?

  /// Creates an access that calls these closures. If `allows` is nil, every existing file may be
  /// read, and none may be written or executed.
  package init(
    read: @escaping (String) -> Contents, attributes: @escaping (String) -> FileAttributes?,
    allows: ((String, Permission) -> Bool)? = nil, list: @escaping (String) -> [String]?
  ) {
    self.read = read
    self.attributes = attributes
    self.allows = allows ?? { $1 == .read && attributes($0)?.kind != nil }
    self.list = list
  }

  /// The access to a file system without files: every path is missing.
  package static var none: FileAccess {
    FileAccess(read: { _ in .missing }, attributes: { _ in nil }, list: { _ in nil })
  }
}

/// A permission of this process for a file, which `-r`, `-w` and `-x` of test(1) check. `execute`
/// means search for a folder.
package enum Permission: Hashable, Sendable {
  case read, write, execute
}

/// The attributes of a file that test(1) checks.
package struct FileAttributes: Hashable, Sendable {
  /// The kind of a file, which `-f`, `-d`, `-c`, `-b`, `-p` and `-S` of test(1) check.
  package enum Kind: Hashable, Sendable {
    case file, directory, characterDevice, blockDevice, fifo, socket, other
  }

  /// The kind of the file. For a symbolic link it is the kind of its target; nil if the target does
  /// not exist.
  package var kind: Kind?
  /// True if the path itself is a symbolic link (`-h`, `-L`).
  package var isLink: Bool
  /// The size of the file in bytes. For a symbolic link it is the size of its target.
  package var size: Int

  /// The attributes of a file; by default those of an empty regular file.
  package init(kind: Kind? = .file, isLink: Bool = false, size: Int = 0) {
    self.kind = kind
    self.isLink = isLink
    self.size = size
  }
}
