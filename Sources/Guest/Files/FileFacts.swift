import CSystem

/// The kind, owner, group and permissions of a file or folder, from stat(2) or lstat(2). They show
/// whether other users could change it.
package struct FileFacts: Equatable, Sendable {
  /// The kind of a file: regular file, folder, symbolic link, or anything else, such as a device.
  package enum Kind: Equatable, Sendable {
    case file
    case folder
    case link
    case other
  }

  /// The kind of the file. For a symbolic link: `.link` if read with lstat(2), the kind of the
  /// link's target if read with stat(2).
  package var kind: Kind
  /// The user id of the file's owner; 0 is root.
  package var owner: UInt32
  /// The id of the file's group; 0 is wheel on FreeBSD and root on Linux.
  package var group: UInt32
  /// The permission bits of the file, with set-user-id, set-group-id and sticky: 0...0o7777.
  package var mode: UInt32

  /// Creates the facts of a file with this kind, owner, group and permission bits.
  package init(kind: Kind, owner: UInt32, group: UInt32, mode: UInt32) {
    self.kind = kind
    self.owner = owner
    self.group = group
    self.mode = mode
  }

  /// Creates the facts from `status`, the result of stat(2) or lstat(2).
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
