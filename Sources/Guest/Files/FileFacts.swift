import CSystem

/// The result of stat(2), as far as it decides whether a file can be trusted.
package struct FileFacts: Equatable, Sendable {
  /// The kind of a file.
  package enum Kind: Equatable, Sendable {
    case file
    case folder
    case link
    case other
  }

  /// The kind of the file. A symbolic link is `.link` with lstat(2); with stat(2) it has the kind
  /// of its target.
  package var kind: Kind
  /// The user id of its owner; 0 is root.
  package var owner: UInt32
  /// The id of its group; 0 is wheel, on Linux root.
  package var group: UInt32
  /// The permission bits, with set-user-id, set-group-id and sticky: 0...0o7777.
  package var mode: UInt32

  /// The facts of a file of this kind, owner, group and mode.
  package init(kind: Kind, owner: UInt32, group: UInt32, mode: UInt32) {
    self.kind = kind
    self.owner = owner
    self.group = group
    self.mode = mode
  }

  /// The facts in `status`, the result of stat(2) or lstat(2).
  init(_ status: stat) {
    let kind: Kind =
      switch cs_file_type(status.st_mode) {
      case cs_regular_file: .file
      case cs_directory: .folder
      case cs_symbolic_link: .link
      default: .other
      }
    self.init(
      kind: kind, owner: status.st_uid, group: status.st_gid, mode: UInt32(status.st_mode) & 0o7777)
  }
}
