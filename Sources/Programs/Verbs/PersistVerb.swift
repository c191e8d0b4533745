import Failover
import Guest
import Platforms
import RCConf

extension Verb {
  /// The verb `persist`. `words` are the words after it. Returns exit status 0, and throws if the
  /// files cannot be changed.
  ///
  /// `persist [-n] [--for SYSTEM] [--write] [--no-shell] IF` prints the changes of files that have
  /// the bond made at each boot, or makes these changes with `--write`. `persist --undo [-n]
  /// [--no-shell] [IF]` restores the files.
  func persist(_ words: [String], on console: Console) throws(Failure) -> Int32 {
    let given = try arguments(words)
    let isDry = given.has("-n") || given.has("--dry-run")
    let pipeline = try dryRun(avoidsShell: given.has("--no-shell"), on: console)
    let persist = Persist(
      store: PersistStore(files: .live, folder: pipeline.platform.lastingFolder), console: console)
    guard !given.has("--undo") else {
      guard !given.has("--write") else {
        throw .usage(.conflictingOptions("--write", "--undo"))
      }
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

/// The work of `hyperv_vfctl persist`: shows, makes and undoes changes of the files from which the
/// system makes a bond at boot.
struct Persist {
  let store: PersistStore
  let console: Console
  /// Locks the records of `persist` in the folder at a path, after waiting until no other `persist`
  /// has the lock. The lock ends when the result, which is not nil, is released. Throws if the wait
  /// takes too long, or if the lock cannot be used.
  var lock: (String) throws(Failure) -> RunLock? = { folder throws(Failure) in
    try LockFolder.lockRecords(in: folder)
  }
  /// True if this process runs as root.
  var isRoot = OwnProcess.isRoot

  /// Prints the changes in `found` as a unified diff, and makes none of them. `interface` is the
  /// synthetic NIC of the bond. Warns if an earlier run of `persist --write` was cut short. Returns
  /// exit status 0. Throws if a file cannot be read.
  func show(_ found: BootFiles, _ interface: InterfaceName) throws(Failure) -> Int32 {
    for run in try store.runs where try store.isCutShort(run) {
      let name = run.record.interface
      console.report(
        .warning,
        "\(name): an earlier run was cut short, and some files are as they were: --write puts the others "
          + "back first, 'hyperv_vfctl persist --undo \(name)' as well")
    }
    if found.changes.isEmpty { reportDone(interface) } else { reportCheck(interface) }
    console.print(UnifiedDiff(found.changes).text + BootFilesText(found).notes)
    return ExitCode.success
  }

  private func reportCheck(_ interface: InterfaceName) {
    console.report(
      .notice,
      "\(interface): packet filters and other services may name it; 'hyperv_vfctl check' lists them"
    )
  }

  private func reportDone(_ interface: InterfaceName) {
    console.report(.notice, "\(interface): its bond is made at boot already; nothing to change")
  }

  /// Undoes earlier runs of `persist --write` that were cut short, so that new changes are planned
  /// from complete files. Throws `.notRoot` if the user is not root. Also throws if a file cannot
  /// be restored, or if somebody else has changed it since.
  func clearUp() throws(Failure) {
    guard isRoot else { throw .notRoot }
    let lock = try lock(store.folder)
    defer { withExtendedLifetime(lock) {} }
    for run in try store.runs.reversed() where try store.isCutShort(run) {
      let runs = try store.undoable(run.record.interface)
      try store.undo(Array(runs.prefix { $0 != run }) + [run])
    }
  }

  /// Makes the changes in `found` and prints the paths of the files. `interface` is the synthetic
  /// NIC of the bond. Returns exit status 0. Throws if the user is not root, or if a file cannot be
  /// written or has changed since it was read.
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
    reportCheck(interface)
    return ExitCode.success
  }

  /// Restores the files that `persist` has changed for the pair of the interface `word`, or for all
  /// pairs if `word` is nil. If `isDry`, only prints the changes as a unified diff. Returns exit
  /// status 0.
  ///
  /// Throws if the user is not root, except for a dry run. Also throws if a file cannot be
  /// restored, or if somebody else has changed it since.
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

  /// Returns the synthetic NIC of the pair that `word` names. `word` is the name of a synthetic NIC
  /// for which `persist` has changed files, even if this NIC is gone, or of any NIC of a present
  /// pair. Throws if it is neither.
  private func recorded(_ word: String, in pipeline: Pipeline) throws(Failure) -> InterfaceName {
    guard let name = InterfaceName(word) else { throw .usage(.notAnInterface(word)) }
    if try store.runs.contains(where: { $0.record.interface == name }) { return name }
    return try pipeline.synthetic(of: word, in: pipeline.load())
  }
}

/// The comments that `persist` prints after the changes of files: variables that the user has to
/// check, and advice.
struct BootFilesText {
  private let found: BootFiles

  init(_ found: BootFiles) { self.found = found }

  /// The comments, in lines that begin with `#`, which patch(1) ignores; empty if there are none.
  var notes: String {
    note(
      "These name the NIC for a purpose that is not known; look whether they mean the bond:",
      found.unknown) + note("Beside that:", found.advice)
  }

  private func note(_ title: String, _ lines: [String]) -> String {
    lines.isEmpty ? "" : "# \(title)\n" + lines.map { "# \($0)\n" }.joined()
  }
}
