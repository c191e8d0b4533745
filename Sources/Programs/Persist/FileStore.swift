import Failover
import Guest

/// The files of a guest, as far as `persist` changes them.
struct FileStore {
  /// All that is in a file; nil: there is none.
  var read: (String) throws(FileError) -> [UInt8]?
  /// Whose a file is; nil: there is none.
  var ownership: (String) throws(FileError) -> FileOwnership?
  /// Puts bytes into a file, whole or not at all.
  var write: (String, [UInt8], FileOwnership) throws(FileError) -> Void
  /// Removes a file; that there is none is no error.
  var remove: (String) throws(FileError) -> Void
  /// Whether there is such a folder.
  var hasFolder: (String) -> Bool
  /// Makes a folder, in one that is there.
  var makeFolder: (String) throws(FileError) -> Void
  /// Removes a folder; one that is not empty, or not there, stays so.
  var removeFolder: (String) -> Void
  /// The names in a folder; none where there is no such folder.
  var names: (String) -> [String]

  /// The files of this guest.
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
