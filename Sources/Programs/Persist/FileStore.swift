import Failover
import Guest

/// Access to the files of a guest for `persist`.
struct FileStore {
  /// Returns all bytes of a file; nil if it does not exist.
  var read: (String) throws(FileError) -> [UInt8]?
  /// Returns the owner, the group and the permissions of a file; nil if it does not exist.
  var ownership: (String) throws(FileError) -> FileOwnership?
  /// Replaces the content of a file atomically, and sets its owner, group and permissions.
  var write: (String, [UInt8], FileOwnership) throws(FileError) -> Void
  /// Removes a file. Does nothing if it does not exist.
  var remove: (String) throws(FileError) -> Void
  /// Returns true if the path is an existing folder.
  var hasFolder: (String) -> Bool
  /// Makes a folder at this path. The folder that contains it must exist.
  var makeFolder: (String) throws(FileError) -> Void
  /// Removes a folder. Does nothing if it is not empty or does not exist.
  var removeFolder: (String) -> Void
  /// Returns the names in a folder. Empty if it does not exist.
  var names: (String) -> [String]

  /// Access to the files of this guest.
  static var live: FileStore {
    FileStore(
      read: { path throws(FileError) in
        switch Files.read(path) {
        case .bytes(let bytes): return bytes
        case .missing: return nil
        case .unreadable(let number): throw FileError(path, "read", errno: number)
        }
      },
      ownership: { path throws(FileError) in
        do throws(FileError) {
          return try Files.facts(path).ownership
        } catch {
          guard error.isMissing else { throw error }
          return nil
        }
      },
      write: { path, bytes, ownership throws(FileError) in
        try Files.replace(path, with: bytes, for: ownership)
      },
      remove: { path throws(FileError) in try Files.remove(path) },
      hasFolder: { (try? Files.facts($0).kind) == .folder },
      makeFolder: { path throws(FileError) in try Files.makeFolder(path, mode: 0o755) },
      removeFolder: { Files.removeEmptyFolder($0) },
      names: { (try? Files.names(inFolder: $0)) ?? [] })
  }
}
