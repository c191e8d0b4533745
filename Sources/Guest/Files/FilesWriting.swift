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
    let new = path + ".new"
    try remove(new)
    do throws(SystemCallError) {
      let file = try openFile(new, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
      try writeAll(bytes, to: file.number)
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

  /// Creates the folder `path` for its owner only, in an existing folder.
  ///
  /// Anything that exists there stays, whether folder, file or link; check it with `facts`.
  package static func makeFolder(_ path: String) throws(FileError) {
    do throws(SystemCallError) {
      try checking("mkdir") { mkdir(path, 0o700) }
    } catch {
      guard error.errno == EEXIST else { throw FileError(path, error) }
    }
  }

  private static func folder(of path: String) -> String {
    guard let part = path.folderPart else { return "." }
    return part.isEmpty ? "/" : part
  }
}
