import Failover
import Guest

@testable import Programs

/// Files in memory, with calls that fail or are not carried out.
final class MemoryFiles {
  struct File: Equatable {
    var text: String
    var ownership: FileOwnership
  }

  var files: [String: File] = [:]
  var folders: Set<String> = ["/etc", "/var/db/hyperv_vf"]
  /// The number of calls so far that change something.
  var calls = 0
  /// The number of the call that fails; nil if none does.
  var failing: Int?
  /// True if that call and all later ones are not carried out, as if the process had ended.
  var isEnd = false

  func add(_ path: String, _ text: String, owner: UInt32 = 0, permissions: UInt16 = 0o644) {
    files[path] = File(
      text: text, ownership: FileOwnership(owner: owner, group: 0, permissions: permissions))
  }

  private func change(_ path: String) throws(FileError) {
    calls += 1
    guard let failing, isEnd ? calls >= failing : calls == failing else { return }
    throw FileError(path, "rename", errno: 5)
  }

  var store: PersistStore {
    PersistStore(files: access, folder: "/var/db/hyperv_vf")
  }

  private var access: FileStore {
    FileStore(
      read: { self.files[$0].map { Array($0.text.utf8) } },
      ownership: { self.files[$0]?.ownership },
      write: { path, bytes, ownership throws(FileError) in
        try self.change(path)
        guard self.folders.contains(path.folderPart ?? "") else {
          throw FileError(path, "open", errno: 2)
        }
        self.files[path] = File(text: String(decoding: bytes, as: UTF8.self), ownership: ownership)
      },
      remove: { path throws(FileError) in
        try self.change(path)
        self.files[path] = nil
      },
      hasFolder: { self.folders.contains($0) },
      makeFolder: { path throws(FileError) in
        try self.change(path)
        self.folders.insert(path)
      },
      removeFolder: { path in
        guard !self.files.keys.contains(where: { $0.hasPrefix(path + "/") }) else { return }
        self.folders.remove(path)
      },
      names: { folder in
        self.files.keys.filter { $0.folderPart == folder }.map { $0.lastPathComponent }.sorted()
      })
  }
}
