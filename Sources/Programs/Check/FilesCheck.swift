import Failover
import RCConf

/// Checks each file of rc.conf by itself: its syntax, its characters, its owner and its
/// permissions. The values of variables are not checked.
struct FilesCheck {
  let guest: any GuestView

  /// Findings about the files at `paths`: about syntax errors, including those in code that is
  /// never reached; about odd characters; about lines that run a command instead of setting a
  /// variable; and about files that others than root may write.
  func findings(in paths: [String]) throws(Failure) -> [ConfigFinding] {
    do throws(GuestError) {
      var found: [ConfigFinding] = []
      for path in paths {
        found +=
          try syntax(of: path) + characters(of: path) + strays(of: path) + ownership(of: path)
      }
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

  /// A finding for each kind of odd character, with the first line that has one and the number of
  /// such lines.
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

  /// Findings about lines such as `ifconfig_hn0 = "DHCP"`, which look like an assignment, but make
  /// sh run a command that does not exist.
  private func strays(of path: String) throws(GuestError) -> [ConfigFinding] {
    let all = Evaluator.strayCommands(in: try guest.contents(of: path) ?? [], named: path)
    return all.filter { !isCommand($0.command) }.map { stray in
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

  /// True if sh finds the command: `word` is a built-in, or a program in a folder of rc(8)'s PATH.
  private func isCommand(_ word: String) -> Bool {
    if Self.builtins.contains(word) { return true }
    let folders = ["/sbin", "/bin", "/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"]
    return word.hasPrefix("/")
      ? guest.isExecutable(word) : folders.contains { guest.isExecutable("\($0)/\(word)") }
  }

  /// Findings if others than root may write the file, or may replace it in its folder. Its contents
  /// run as root.
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
