import CSystem
import Failover

extension Files {
  /// Writes `bytes` to the file at `path`. After a crash at any time, the file has either the old
  /// or the new contents.
  ///
  /// They are written to `path.new`, made durable and renamed. A link at either path is replaced
  /// and not followed. The name is fixed so that killed runs leave no files behind; two concurrent
  /// writers need a `RunLock`. The mode does not depend on the umask.
  package static func write(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o600
  ) throws(FileError) {
    try put(bytes, into: path + ".new", at: path, mode: mode, ownership: nil)
  }

  /// Writes `bytes` to the new file `new`, makes it durable, and renames it to `path`. Its owner changes
  /// only if `ownership` is given and differs from this process's: that needs root.
  private static func put(
    _ bytes: [UInt8], into new: String, at path: String, mode: UInt32, ownership: FileOwnership?
  ) throws(FileError) {
    try remove(new)
    do throws(SystemCallError) {
      let file = try openFile(new, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
      try writeAll(bytes, to: file.number)
      if let ownership, ownership.owner != geteuid() || ownership.group != getegid() {
        try checking("fchown") { fchown(file.number, ownership.owner, ownership.group) }
      }
      try checking("fchmod") { fchmod(file.number, mode_t(mode)) }
      try checking("fsync") { fsync(file.number) }
      try checking("rename") { rename(new, path) }
      let folder = try openFile(self.folder(of: path), O_RDONLY | O_DIRECTORY)
      try checking("fsync") { fsync(folder.number) }
    } catch {
      // Report the first error.
      unlink(new)
      throw FileError(path, error)
    }
  }

  /// Removes the file or link at `path`. A missing file is no error.
  package static func remove(_ path: String) throws(FileError) {
    do throws(SystemCallError) {
      try checking("unlink") { unlink(path) }
    } catch {
      guard error.errno == ENOENT else { throw FileError(path, error) }
    }
  }

  /// Creates the folder `path`, by default for its owner only, in an existing folder.
  ///
  /// Anything that exists there stays, whether folder, file or link; check it with `facts`.
  package static func makeFolder(_ path: String, mode: UInt32 = 0o700) throws(FileError) {
    do throws(SystemCallError) {
      try checking("mkdir") { mkdir(path, mode_t(mode)) }
    } catch {
      guard error.errno == EEXIST else { throw FileError(path, error) }
    }
  }

  private static func folder(of path: String) -> String {
    guard let part = path.folderPart else { return "." }
    return part.isEmpty ? "/" : part
  }
}

extension Files {
  /// Replaces the contents of the file at `path`, or of the file that the links there lead to, and gives it
  /// that owner and those permissions. After a crash at any time, the file has either the old or the new
  /// contents. The new file has a name that begins with a dot until then, so that no program reads it as
  /// configuration.
  package static func replace(
    _ path: String, with bytes: [UInt8], for ownership: FileOwnership
  ) throws(FileError) {
    let path = try end(ofLinksAt: path)
    let new = "\(folder(of: path))/.\(path.lastPathComponent).hyperv-vf-new"
    try put(
      bytes, into: new, at: path, mode: UInt32(ownership.permissions), ownership: ownership)
  }

  private static func end(ofLinksAt path: String) throws(FileError) -> String {
    var path = path
    for _ in 0..<40 {
      guard let kind = try? facts(path, followingLinks: false).kind, kind == .link else {
        return path
      }
      let next = try destination(ofLink: path)
      path = next.hasPrefix("/") ? next : "\(folder(of: path))/\(next)"
    }
    throw FileError(path, "open", errno: ELOOP)
  }

  /// Removes the folder at `path` if it is empty.
  package static func removeEmptyFolder(_ path: String) { rmdir(path) }
}
