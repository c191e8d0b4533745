import Guest
import RCConf

extension FileAccess {
  /// The same files; `warn` is told, once, of each that is read and that others than root may
  /// change.
  ///
  /// rc.conf is a shell script, so they could run anything as root. That is no reason to stop: rc(8)
  /// has run it already, and the network would be the price.
  func warning(_ warn: @escaping (String) -> Void) -> FileAccess {
    var known: Set<String> = []
    var copy = self
    copy.read = { path in
      let contents = self.read(path)
      if case .bytes = contents, known.insert(path).inserted,
        // One that has gone meanwhile cannot be looked at.
        let facts = try? Files.facts(path), let flaw = facts.sourcingFlaw
      {
        warn("\(path): \(flaw), and so run commands as root")
      }
      return contents
    }
    return copy
  }
}

extension FileFacts {
  /// Why root should not source the file; nil: it may.
  var sourcingFlaw: String? {
    if owner != 0 { return "belongs to user \(owner) (chown root), who can change it" }
    if mode & 0o002 != 0 { return "everybody can change it (chmod go-w)" }
    return mode & 0o020 != 0 && group != 0 ? "group \(group) can change it (chmod g-w)" : nil
  }
}
