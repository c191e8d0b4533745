/// A folder on the path to a file. Any user who may write to the folder can replace the file.
package struct PassedFolder: Hashable, Sendable {
  /// Its path.
  package var path: String
  /// Its owner and permissions.
  package var ownership: FileOwnership

  /// The folder at `path`.
  package init(_ path: String, _ ownership: FileOwnership) {
    self.path = path
    self.ownership = ownership
  }
}

/// The owner and permissions of a file or folder.
package struct FileOwnership: Hashable, Sendable {
  /// The numeric user id of its owner; 0 is root.
  package var owner: UInt32
  /// The numeric id of its group; 0 is wheel on FreeBSD and root on Linux.
  package var group: UInt32
  /// Its permission bits, as chmod(1) takes them.
  package var permissions: UInt16

  /// A file with this owner and group.
  package init(owner: UInt32, group: UInt32, permissions: UInt16) {
    self.owner = owner
    self.group = group
    self.permissions = permissions
  }
}
