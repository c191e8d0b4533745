import Failover
import RCConf

/// Checks each file of rc.conf by itself: its syntax, its characters, its owner and its
/// permissions. The values of variables are not checked.
struct FilesCheck {
  let guest: any GuestView

  /// Returns the findings about the files at `paths`: syntax errors, even in code that is never
  /// reached; odd characters (`OddCharacter`); lines that run a command instead of setting a
  /// variable; and files that others than root may write. Empty if there are none. Throws if a
  /// query fails.
  func findings(in paths: [String]) throws(Failure) -> [ConfigFinding] {
    try all(paths) { path throws(GuestError) in
      try syntax(of: path) + characters(of: path) + strays(of: path) + ownership(of: path)
    }
  }

  /// Returns those of the findings that sh may stop at: syntax errors, and lines that run a command
  /// instead of setting a variable. Throws if a query fails.
  func misread(in paths: [String]) throws(Failure) -> [ConfigFinding] {
    try all(paths) { path throws(GuestError) in try syntax(of: path) + strays(of: path) }
  }

  private func all(
    _ paths: [String], _ check: (String) throws(GuestError) -> [ConfigFinding]
  ) throws(Failure) -> [ConfigFinding] {
    do throws(GuestError) {
      var found: [ConfigFinding] = []
      for path in paths { found += try check(path) }
      return found
    } catch {
      throw .guest(error)
    }
  }

  private func syntax(of path: String) throws(GuestError) -> [ConfigFinding] {
    guard let text = try guest.contents(of: path),
      let error = Evaluator.syntaxError(in: text, named: path)
    else { return [] }
    return [ConfigFinding(error)]
  }

  /// Returns a finding for each kind of odd character in the file: with the first line that has
  /// one, and the number of such lines. Empty if there are none.
  private func characters(of path: String) throws(GuestError) -> [ConfigFinding] {
    let all = OddCharacter.all(in: try guest.contents(of: path) ?? [])
    return OddCharacter.Kind.allCases.compactMap { kind in
      let odd = all.filter { $0.kind == kind }
      guard let first = odd.first else { return nil }
      let others = odd.count > 1 ? " (\(odd.count) lines)" : ""
      return ConfigFinding(
        path, line: first.line, kind.problem + others, remedy: kind.remedy(path))
    }
  }

  /// Returns a finding for each line such as `ifconfig_hn0 = "DHCP"`, which looks like an
  /// assignment, but makes sh run a command. Empty if there are none. `TZ=UTC date` is meant so if
  /// there is such a command; `hostname = "a"` is not.
  private func strays(of path: String) throws(GuestError) -> [ConfigFinding] {
    let all = Evaluator.strayCommands(in: try guest.contents(of: path) ?? [], named: path)
    let mistaken = all.filter { stray in
      stray.command == stray.name || !isCommand(stray.command)
    }
    return mistaken.map { stray in
      ConfigFinding(
        path, line: stray.location.line, ConfigProblem.runsCommand(stray.command).text,
        remedy: "write it so: \(stray.assignment)")
    }
  }

  private static let builtins = [
    ".", ":", "[", "alias", "break", "cd", "command", "continue", "echo", "eval", "exec", "exit",
    "export", "false", "getopts", "hash", "kill", "local", "printf", "pwd", "read", "readonly",
    "return", "set", "setvar", "shift", "test", "times", "trap", "true", "type", "ulimit", "umask",
    "unset", "wait",
  ]

  /// True if sh finds the command `word`: a built-in of sh, or an executable file at this path or
  /// in a folder of rc(8)'s PATH.
  private func isCommand(_ word: String) -> Bool {
    if Self.builtins.contains(word) { return true }
    let folders = ["/sbin", "/bin", "/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"]
    return word.hasPrefix("/")
      ? guest.isExecutable(word) : folders.contains { guest.isExecutable("\($0)/\(word)") }
  }

  /// Returns findings if others than root may write the file, or replace it in a folder of its
  /// path, since sh runs the file as root. Empty if only root may, or if there is no file.
  private func ownership(of path: String) throws(GuestError) -> [ConfigFinding] {
    guard let ownership = try guest.ownership(of: path) else { return [] }
    let folders = try guest.folders(onTheWayTo: path).filter { $0.ownership.folderFlaw != nil }
    return findings(ownership, of: path) + folders.flatMap { findings($0.ownership, of: $0.path) }
  }

  private func findings(_ ownership: FileOwnership, of path: String) -> [ConfigFinding] {
    var found: [ConfigFinding] = []
    if ownership.owner != 0 {
      found.append(
        ConfigFinding(
          path, ConfigProblem.owner(ownership.owner).text, remedy: "chown root \(path)"))
    }
    if ownership.permissions & 0o002 != 0 {
      found.append(
        ConfigFinding(path, ConfigProblem.everybodyWrites.text, remedy: "chmod go-w \(path)"))
    } else if ownership.permissions & 0o020 != 0, ownership.group != 0 {
      found.append(
        ConfigFinding(
          path, ConfigProblem.groupWrites(ownership.group).text, remedy: "chmod g-w \(path)"))
    }
    return found
  }
}
