import Failover
import Guest
import Platforms

/// The stored records of all runs of `persist --write` that were not undone, and the files that
/// these runs changed.
struct PersistStore {
  let files: FileStore
  /// The path of the folder that contains the records, in files `persist.1`, `persist.2` and so on.
  let folder: String

  /// One run of `persist --write`: its record, and the path of the file that contains the record.
  struct Run: Equatable {
    var path: String
    var record: PersistRecord
  }

  private static let prefix = "persist."

  /// The runs that have a complete record, oldest first; empty if there are none. Throws
  /// `.notWritten` if a record cannot be read.
  var runs: [Run] {
    get throws(Failure) {
      var found: [(number: Int, run: Run)] = []
      for name in files.names(folder) {
        guard let number = name.removing(prefix: Self.prefix).flatMap({ Int($0) }) else { continue }
        let path = "\(folder)/\(name)"
        let text = try wrapped { () throws(FileError) in try files.read(path) }
        // An incomplete record was cut off before the run changed any file.
        guard let text, let record = PersistRecord(text) else { continue }
        found.append((number, Run(path: path, record: record)))
      }
      return found.sorted { $0.number < $1.number }.map { $0.run }
    }
  }

  /// Makes the changes of files for the synthetic NIC `interface`, and returns the record of them.
  /// The record is written before the first change.
  ///
  /// If a change fails, undoes all and throws `.notWritten`. If the undo fails too, throws
  /// `.notPutBack`.
  func write(_ changes: [FileChange], for interface: InterfaceName) throws(Failure) -> PersistRecord
  {
    let runs = try runs
    let record = try record(of: changes, for: interface, after: runs)
    let last = runs.last.flatMap { Int($0.path.lastPathComponent.dropFirst(Self.prefix.count)) }
    let run = Run(path: "\(folder)/\(Self.prefix)\((last ?? 0) + 1)", record: record)
    do throws(FileError) {
      try files.write(run.path, Array(record.text.utf8), Self.ownership)
      for folder in record.folders { try files.makeFolder(folder) }
      for entry in record.entries { try make(entry) }
    } catch {
      try putBack(run, after: error)
      throw .notWritten("\(error)")
    }
    return record
  }

  private func putBack(_ run: Run, after error: FileError) throws(Failure) {
    do throws(FileError) {
      try undo(run)
    } catch let second {
      throw .notPutBack("\(error); and then: \(second)", run.record.interface)
    }
  }

  private func make(_ entry: PersistRecord.Entry) throws(FileError) {
    let change = entry.change
    if let copy = entry.copy, let before = change.before, let ownership = entry.ownership {
      try files.write(copy, Array(before.utf8), ownership)
    }
    try put(change.after, entry, permissions: change.permissions)
  }

  private func put(
    _ text: String?, _ entry: PersistRecord.Entry, permissions: UInt16
  ) throws(FileError) {
    let path = entry.change.path
    guard let text else { return try files.remove(path) }
    // `??` would lose the type of the thrown error.
    var ownership = try files.ownership(path)
    if ownership == nil { ownership = entry.ownership }
    try files.write(
      path, Array(text.utf8),
      ownership ?? FileOwnership(owner: 0, group: 0, permissions: permissions))
  }

  /// Restores all files that `run` changed, even if the run was cut short. Removes its record last.
  /// Throws if a file cannot be restored; the record then stays.
  func undo(_ run: Run) throws(FileError) {
    for entry in try settled(run).record.entries.reversed() {
      if try text(entry.change.path) != entry.change.before {
        try put(entry.change.before, entry, permissions: entry.change.permissions)
      }
      if let copy = entry.copy { try files.remove(copy) }
    }
    for folder in run.record.folders.reversed() { files.removeFolder(folder) }
    try files.remove(run.path)
  }

  /// Returns `run` with the text that each of its files has now, and the one that the undo gives it.
  /// If somebody has changed a file since, stores this as the record first: an undo that is cut
  /// short could not merge the same lines again. Throws if a file cannot be read or written.
  private func settled(_ run: Run) throws(FileError) -> Run {
    var settled = run
    for index in run.record.entries.indices {
      let change = run.record.entries[index].change
      let present = try text(change.path)
      guard present != change.after, present != change.before else { continue }
      settled.record.entries[index].change.before = change.undone(from: present)
      settled.record.entries[index].change.after = present
    }
    if settled != run { try files.write(run.path, Array(settled.record.text.utf8), Self.ownership) }
    return settled
  }

  private static let ownership = FileOwnership(owner: 0, group: 0, permissions: 0o600)

  /// Returns the present text of the file at a path; nil if there is no file. Throws if the file
  /// cannot be read.
  func text(_ path: String) throws(FileError) -> String? {
    try files.read(path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Returns the present text of the file at a path; nil if there is no file. Throws `.notWritten`
  /// if the file cannot be read.
  func present(_ path: String) throws(Failure) -> String? {
    try wrapped { () throws(FileError) in try text(path) }
  }

  private func record(
    of changes: [FileChange], for interface: InterfaceName, after runs: [Run]
  ) throws(Failure) -> PersistRecord {
    let kept = runs.flatMap { $0.record.entries }.compactMap { $0.copy }
    var record = PersistRecord(interface: interface, entries: [])
    for change in changes where change.isChange {
      let ownership = try wrapped { () throws(FileError) in
        try files.ownership(change.path)
      }
      let copy = PersistRecord.copy(of: change.path)
      // An earlier run made the copy from the file before any change.
      let isKept = change.before != nil && !kept.contains(copy)
      record.entries.append(
        PersistRecord.Entry(change: change, ownership: ownership, copy: isKept ? copy : nil))
      for folder in missingFolders(for: change.path) where !record.folders.contains(folder) {
        record.folders.append(folder)
      }
    }
    return record
  }

  private func missingFolders(for path: String) -> [String] {
    var missing: [String] = []
    var folder = path.folderPart ?? ""
    while !folder.isEmpty, !files.hasFolder(folder) {
      missing.insert(folder, at: 0)
      folder = folder.folderPart ?? ""
    }
    return missing
  }

  private func wrapped<T>(_ read: () throws(FileError) -> T) throws(Failure) -> T {
    do throws(FileError) { return try read() } catch { throw .notWritten("\(error)") }
  }
}
