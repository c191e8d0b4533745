import CSystem
import Failover

extension Files {
  /// Writes `bytes` to the file at `path` and gives it the permissions `mode`, whatever the umask
  /// is. After a crash at any time, the file has either the old or the new contents. Throws if a
  /// system call fails.
  ///
  /// The bytes are written to the file `path.new`, which is synchronized to the disk (fsync(2)) and
  /// then renamed to `path`. A symbolic link at either path is replaced and not followed. The name
  /// of the new file is fixed, so that the next call replaces a file that a killed run left behind.
  /// Two concurrent writers need a `RunLock`.
  package static func write(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o600
  ) throws(FileError) {
    try put(bytes, into: path + ".new", at: path, mode: mode, ownership: nil)
  }

  /// Writes `bytes` to a new file at the path `new`, gives it the permissions `mode`, synchronizes
  /// it to the disk (fsync(2)), and renames it to `path`. The file gets the owner and group in
  /// `ownership`, which needs root; those of this process if nil. Throws if a system call fails.
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
      // Report the error that was caught, not one of this call.
      unlink(new)
      throw FileError(path, error)
    }
  }

  /// Removes the file or link at `path`. A missing file is no error. Throws if unlink(2) fails for
  /// another reason.
  package static func remove(_ path: String) throws(FileError) {
    do throws(SystemCallError) {
      try checking("unlink") { unlink(path) }
    } catch {
      guard error.errno == ENOENT else { throw FileError(path, error) }
    }
  }

  /// Creates the folder `path` with the permissions `mode`, by default for its owner only. Throws
  /// if mkdir(2) fails, for example because the parent folder does not exist.
  ///
  /// If a folder, file or link exists at `path` already, it stays as it is and nothing is thrown;
  /// check it with `facts`.
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
  /// Replaces the contents of the file at `path`, and gives the file the owner, group and
  /// permissions in `ownership`. If `path` is a symbolic link, the file at the end of the links is
  /// replaced. After a crash at any time, the file has either the old or the new contents. Throws
  /// if a system call fails.
  ///
  /// The contents are written to a new file beside the old one, which is then renamed. The name of
  /// the new file begins with a dot, so that no program reads it as configuration meanwhile.
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

  /// Removes the folder at `path` if it is empty; does nothing otherwise. Ignores any failure.
  package static func removeEmptyFolder(_ path: String) { rmdir(path) }
}
