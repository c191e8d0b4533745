/// A folder on the path to a file. Any user who can write to the folder can replace the file.
package struct PassedFolder: Hashable, Sendable {
  /// The path of the folder.
  package var path: String
  /// The owner and permissions of the folder.
  package var ownership: FileOwnership

  /// The folder at `path`, with its owner and permissions.
  package init(_ path: String, _ ownership: FileOwnership) {
    self.path = path
    self.ownership = ownership
  }
}

/// The owner and permissions of a file or folder.
package struct FileOwnership: Hashable, Sendable {
  /// The numeric id of the user who owns the file; 0 is root.
  package var owner: UInt32
  /// The numeric id of the group of the file; 0 is wheel on FreeBSD and root on Linux.
  package var group: UInt32
  /// The permission bits, such as 0o755 (chmod(1)).
  package var permissions: UInt16

  /// The ownership with these ids and permission bits.
  package init(owner: UInt32, group: UInt32, permissions: UInt16) {
    self.owner = owner
    self.group = group
    self.permissions = permissions
  }
}
