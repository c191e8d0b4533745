import Failover
import Guest
import Platforms
import RCConf

extension Verb {
  /// `persist [-n] [--for SYSTEM] [--write] [--no-shell] IF`: prints the changes of files that make
  /// the bond at boot, or makes them with `--write`. `persist --undo [-n] [IF]`: restores the
  /// files. Returns the exit status.
  func persist(_ words: [String], on console: Console) throws(Failure) -> Int32 {
    let given = try arguments(words)
    let isDry = given.has("-n") || given.has("--dry-run")
    let pipeline = try dryRun(avoidsShell: given.has("--no-shell"), on: console)
    let persist = Persist(
      store: PersistStore(files: .live, folder: pipeline.platform.lastingFolder), console: console)
    guard !given.has("--undo") else {
      guard given.operands.count < 2 else {
        throw .usage(.argumentCount(given.operands.count, expected: 1))
      }
      return try persist.undo(given.operands.first, isDry: isDry, in: pipeline)
    }
    let name = try given.operand
    let isWriting = given.has("--write") && !isDry
    if isWriting { try persist.clearUp() }
    let (interface, found) = try pipeline.bootFiles(of: name, for: given.values["--for"])
    return isWriting ? try persist.write(found, for: interface) : try persist.show(found, interface)
  }
}

/// What `hyperv_vfctl persist` does: it shows, makes and undoes changes of the files from which the
/// system makes a bond at boot.
struct Persist {
  let store: PersistStore
  let console: Console
  /// Waits until no other `persist` changes files, and locks the records in the folder.
  var lock: (String) throws(Failure) -> RunLock? = { folder throws(Failure) in
    try LockFolder.lockRecords(in: folder)
  }
  /// True if the process runs as root.
  var isRoot = OwnProcess.isRoot

  /// Prints the changes of `found` as a unified diff. Warns if an earlier run was cut short.
  /// Returns the exit status, 0.
  func show(_ found: BootFiles, _ interface: InterfaceName) throws(Failure) -> Int32 {
    for run in try store.runs where try store.isCutShort(run) {
      let name = run.record.interface
      console.report(
        .warning,
        "\(name): an earlier run was cut short, and some files are as they were: --write puts the others "
          + "back first, 'hyperv_vfctl persist --undo \(name)' as well")
    }
    if found.changes.isEmpty { reportDone(interface) }
    console.print(UnifiedDiff(found.changes).text + BootFilesText(found).notes)
    return ExitCode.success
  }

  private func reportDone(_ interface: InterfaceName) {
    console.report(.notice, "\(interface): its bond is made at boot already; nothing to change")
  }

  /// Undoes an earlier run that was cut short, so that the new changes are planned from complete
  /// files. Throws if the user is not root.
  func clearUp() throws(Failure) {
    guard isRoot else { throw .notRoot }
    let lock = try lock(store.folder)
    defer { withExtendedLifetime(lock) {} }
    for run in try store.runs.reversed() where try store.isCutShort(run) {
      let runs = try store.undoable(run.record.interface)
      try store.undo(Array(runs.prefix { $0 != run }) + [run])
    }
  }

  /// Makes the changes of `found` and prints the paths of the files. Throws if the user is not
  /// root, or if a file has changed since it was read. Returns the exit status, 0.
  func write(_ found: BootFiles, for interface: InterfaceName) throws(Failure) -> Int32 {
    guard isRoot else { throw .notRoot }
    let lock = try lock(store.folder)
    defer { withExtendedLifetime(lock) {} }
    guard !found.changes.isEmpty else {
      reportDone(interface)
      console.print(BootFilesText(found).notes)
      return ExitCode.success
    }
    for change in found.changes {
      guard try store.present(change.path) == change.before else {
        throw .notWritten("\(change.path): is being changed by somebody else; try again")
      }
    }
    let record = try store.write(found.changes, for: interface)
    let lines = record.entries.map { entry in
      entry.change.path + (entry.copy.map { " (as it was: \($0))" } ?? "") + "\n"
    }
    console.print(lines.joined() + BootFilesText(found).notes)
    console.report(
      .notice,
      "\(interface): its bond is made from the next boot on; 'hyperv_vfctl persist --undo \(interface)' "
        + "puts everything back")
    return ExitCode.success
  }

  /// Restores the files that `persist` has changed for the pair of the interface `word`, or for all
  /// pairs if `word` is nil. In a dry run, prints the changes as a unified diff instead. Returns
  /// the exit status, 0.
  func undo(_ word: String?, isDry: Bool, in pipeline: Pipeline) throws(Failure) -> Int32 {
    guard isDry || isRoot else { throw .notRoot }
    let lock = isDry ? nil : try lock(store.folder)
    defer { withExtendedLifetime(lock) {} }
    let interface = try word.map { word throws(Failure) in try recorded(word, in: pipeline) }
    let runs = try store.undoable(interface)
    guard !runs.isEmpty else {
      console.report(
        .notice,
        (interface.map { "\($0): " } ?? "") + "persist has written nothing; nothing to undo")
      return ExitCode.success
    }
    let changes = try store.changes(undoing: runs)
    guard !isDry else {
      console.print(UnifiedDiff(changes).text)
      return ExitCode.success
    }
    try store.undo(runs)
    console.print(changes.map { "\($0.path)\n" }.joined())
    return ExitCode.success
  }

  /// The synthetic NIC for which `persist` has changed files. `word` is its name, which need not
  /// exist any more, or the name of its VF.
  private func recorded(_ word: String, in pipeline: Pipeline) throws(Failure) -> InterfaceName {
    guard let name = InterfaceName(word) else { throw .usage(.notAnInterface(word)) }
    if try store.runs.contains(where: { $0.record.interface == name }) { return name }
    return try pipeline.synthetic(of: word, in: pipeline.load())
  }
}

/// The comments that `persist` prints after the files: variables that the user has to check, and
/// advice.
struct BootFilesText {
  private let found: BootFiles

  init(_ found: BootFiles) { self.found = found }

  /// The comments, in lines that begin with `#`, which patch(1) ignores.
  var notes: String {
    note(
      "These name the NIC for a purpose that is not known; look whether they mean the bond:",
      found.unknown) + note("Beside that:", found.advice)
  }

  private func note(_ title: String, _ lines: [String]) -> String {
    lines.isEmpty ? "" : "# \(title)\n" + lines.map { "# \($0)\n" }.joined()
  }
}
