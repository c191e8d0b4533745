/// A folder on the way to a file: who may change it can put another file in that one's place.
package struct PassedFolder: Hashable, Sendable {
  /// Where it is.
  package var path: String
  /// Who may change it.
  package var ownership: FileOwnership

  /// The folder at `path`.
  package init(_ path: String, _ ownership: FileOwnership) {
    self.path = path
    self.ownership = ownership
  }
}

/// Who may change a file.
package struct FileOwnership: Hashable, Sendable {
  /// The numeric user id of its owner; 0 is root.
  package var owner: UInt32
  /// The numeric id of its group; 0 is wheel, or root.
  package var group: UInt32
  /// Its permission bits, as chmod(1) takes them.
  package var permissions: UInt16

  /// A file of that owner and group.
  package init(owner: UInt32, group: UInt32, permissions: UInt16) {
    self.owner = owner
    self.group = group
    self.permissions = permissions
  }
}
