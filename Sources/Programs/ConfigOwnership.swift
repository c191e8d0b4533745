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
    var known: [String] = []
    var told: [String] = []
    var copy = self
    copy.read = { path in
      let contents = self.read(path)
      guard case .bytes = contents, !known.contains(path) else { return contents }
      known.append(path)
      for flaw in flaws(ofSourcing: path) where !told.contains(flaw) {
        told.append(flaw)
        warn("\(flaw), and so run commands as root")
      }
      return contents
    }
    return copy
  }
}

/// Why root should not source the file, each with the file or folder that is to blame.
private func flaws(ofSourcing path: String) -> [String] {
  // One that has gone meanwhile cannot be looked at.
  let file = try? Files.facts(path).ownership.flaw
  let folders = path.hasPrefix("/") ? (try? Files.folders(onTheWayTo: path)) ?? [] : []
  return (file.map { ["\(path): \($0)"] } ?? [])
    + folders.compactMap { folder in
      folder.facts.ownership.folderFlaw.map { "\(folder.path): \($0)" }
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
