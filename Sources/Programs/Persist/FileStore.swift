import Failover
import Guest

/// The operations on files that `persist` needs, as functions that tests can replace.
struct FileStore {
  /// Returns all bytes of the file at a path; nil if there is no file. Throws if it cannot be read.
  var read: (String) throws(FileError) -> [UInt8]?
  /// Returns the owner, the group and the permissions of the file at a path; nil if there is no
  /// file. Throws if they cannot be read.
  var ownership: (String) throws(FileError) -> FileOwnership?
  /// Replaces the file at a path, or creates it, in one step. The arguments are the path, the new
  /// contents, and the owner, group and permissions that the file gets.
  var write: (String, [UInt8], FileOwnership) throws(FileError) -> Void
  /// Removes the file at a path. Does nothing if there is no file. Throws if the removal fails.
  var remove: (String) throws(FileError) -> Void
  /// Returns true if there is a folder at a path.
  var hasFolder: (String) -> Bool
  /// Makes a folder at a path. Throws if that fails, for example because the outer folder does not
  /// exist.
  var makeFolder: (String) throws(FileError) -> Void
  /// Removes the folder at a path. Does nothing if it is not empty or does not exist.
  var removeFolder: (String) -> Void
  /// Returns the names in the folder at a path, in any order. Empty if the folder does not exist or
  /// cannot be read.
  var names: (String) -> [String]

  /// The operations on the files of the running system.
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
