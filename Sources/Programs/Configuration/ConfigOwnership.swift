import Failover
import Guest
import RCConf

extension FileAccess {
  /// The same files; `warn` is told, once, of each that is read and that others than root may
  /// change, and of each folder in which they may put another in its place.
  ///
  /// rc.conf is a shell script, so they could run anything as root. That is no reason to stop: rc(8)
  /// has run it already, and the network would be the price.
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

/// Looks at files that are sourced, and at the folders on the way to them, at each once.
private struct Examination {
  private var examined: [String] = []

  /// Why root should not source the file, each with the file or folder that is to blame, if that was not
  /// looked at before.
  mutating func flaws(ofSourcing path: String) -> [String] {
    guard !examined.contains(path) else { return [] }
    examined.append(path)
    // One that has gone meanwhile cannot be looked at.
    guard let (folders, end) = try? way(to: path) else { return [] }
    var flaws = end.ownership.flaw.map { ["\(path): \($0)"] } ?? []
    for folder in folders where !examined.contains(folder.path) {
      examined.append(folder.path)
      if let flaw = folder.facts.ownership.folderFlaw { flaws.append("\(folder.path): \(flaw)") }
    }
    return flaws
  }

  /// The folders on the way, unless they are known, and what lies at its end.
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
  /// Who but root can change the file, and what helps; nil: nobody.
  var flaw: String? {
    if owner != 0 { return "belongs to user \(owner) (chown root), who can change it" }
    if permissions & 0o002 != 0 { return "everybody can change it (chmod go-w)" }
    return permissions & 0o020 != 0 && group != 0 ? "group \(group) can change it (chmod g-w)" : nil
  }

  /// Who but root can put something else in the place of what is root's in the folder; nil: nobody.
  /// From a sticky one only its owner can remove what is another's (unlink(2)).
  var folderFlaw: String? {
    owner == 0 && permissions & 0o1000 != 0 ? nil : flaw
  }
}
