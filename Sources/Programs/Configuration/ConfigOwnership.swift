import Failover
import Guest
import RCConf

extension FileAccess {
  /// Returns access to the same files that also checks each file that is read. Calls `warn` with a
  /// text if others than root may write the file, or may replace it in a folder of its path. Warns
  /// once about each file and folder.
  ///
  /// rc.conf is a shell script, so whoever may write it can run commands as root. This is only a
  /// warning: rc(8) has run the file already, and without its settings the guest would have no
  /// network.
  func warning(_ warn: @escaping (String) -> Void) -> FileAccess {
    var examination = Examination()
    var copy = self
    copy.read = { path in
      let contents = self.read(path)
      guard case .bytes = contents else { return contents }
      for flaw in examination.flaws(ofSourcing: path) {
        warn("\(flaw), and so run commands as root")
      }
      return contents
    }
    return copy
  }
}

/// Finds files that others than root may write or replace. Checks each file, and each folder on the
/// path of a file, only once.
private struct Examination {
  private var examined: [String] = []

  /// Returns the reasons why root should not source the file at `path`, each with the path of the
  /// file or folder at fault. Empty if there are none, or if the file does not exist. Files and
  /// folders that an earlier call has checked are left out.
  mutating func flaws(ofSourcing path: String) -> [String] {
    guard !examined.contains(path) else { return [] }
    examined.append(path)
    // A file that has disappeared meanwhile cannot be checked.
    guard let (folders, end) = try? way(to: path) else { return [] }
    var flaws = end.ownership.flaw.map { ["\(path): \($0)"] } ?? []
    for folder in folders where !examined.contains(folder.path) {
      examined.append(folder.path)
      if let flaw = folder.facts.ownership.folderFlaw { flaws.append("\(folder.path): \(flaw)") }
    }
    return flaws
  }

  /// Returns the folders on `path` that have to be checked, and the kind, owner and permissions of
  /// the file at its end. No folders if the folder of the file was checked before, or if `path` is
  /// relative. Throws if the file does not exist.
  private func way(to path: String) throws(FileError) -> (folders: [Files.Folder], end: FileFacts) {
    guard path.hasPrefix("/") else { return ([], try Files.facts(path)) }
    if let folder = path.folderPart, examined.contains(folder) {
      let facts = try Files.facts(path, followingLinks: false)
      if facts.kind != .link { return ([], facts) }
    }
    return try Files.way(to: path)
  }
}

extension FileOwnership {
  /// Who other than root may write the file that has this owner, group and permissions, with the
  /// remedy: `group 20 can change it (chmod g-w)`. Nil if only root may.
  var flaw: String? {
    if owner != 0 { return "belongs to user \(owner) (chown root), who can change it" }
    if permissions & 0o002 != 0 { return "everybody can change it (chmod go-w)" }
    return permissions & 0o020 != 0 && group != 0 ? "group \(group) can change it (chmod g-w)" : nil
  }

  /// Who other than root may replace files in the folder that has this owner, group and
  /// permissions, with the remedy. Nil if only root may. In a sticky folder of root only the owner
  /// of a file can replace it (unlink(2)).
  var folderFlaw: String? {
    owner == 0 && permissions & 0o1000 != 0 ? nil : flaw
  }
}
