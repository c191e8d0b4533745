import Failover
import Guest
import Platforms
import RCConf

extension Verb {
  /// `persist [--for SYSTEM] [--write] [--no-shell] IF`.
  func persist(_ words: [String], on console: Console) throws(Failure) -> Int32 {
    let given = try arguments(words)
    let name = try given.operand
    let pipeline = try dryRun(avoidsShell: given.has("--no-shell"), on: console)
    let found = try pipeline.bootFiles(of: name, for: given.values["--for"])
    guard given.has("--write") else {
      console.print(BootFilesText(found).text)
      return ExitCode.success
    }
    guard OwnProcess.isRoot else { throw .notRoot }
    try write(found)
    for file in found.files { console.print("\(file.path)\n") }
    return ExitCode.success
  }

  /// Writes all of them, or none where one is in the way.
  private func write(_ found: BootFiles) throws(Failure) {
    if let first = found.inTheWay.first { throw .notWritten("\(first): has to go first") }
    for file in found.files {
      guard Files.read(file.path) == .missing else {
        throw .notWritten("\(file.path): is there already")
      }
    }
    do throws(FileError) {
      for file in found.files {
        try Files.write(Array(file.text.utf8), to: file.path, mode: UInt32(file.permissions))
      }
    } catch {
      throw .notWritten("\(error)")
    }
  }
}

/// Files as a text to read, each behind its path.
struct BootFilesText {
  private let found: BootFiles

  init(_ found: BootFiles) { self.found = found }

  /// Lines that begin with `#` are ours; every format takes them for comments.
  var text: String {
    let files = found.files.map { file in
      let mode = file.permissions == 0o644 ? "" : " (mode \(String(file.permissions, radix: 8)))"
      return "# \(file.path)\(mode)\n\(file.text)"
    }
    return
      (files + note("These lines have to go:", found.inTheWay)
      + note(
        "These name the NIC for a purpose that is not known; look whether they mean the bond:",
        found.unknown)).joined(separator: "\n")
  }
}

extension BootFilesText {
  private func note(_ title: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : ["# \(title)\n" + lines.map { "# \($0)\n" }.joined()]
  }
}

extension Pipeline {
  /// What makes the bond of the pair of `word` at boot, for the system of that name; nil: for the one
  /// that runs the NIC now.
  func bootFiles(of word: String, for name: String?) throws(Failure) -> BootFiles {
    var chosen: BootSystem?
    if let name { chosen = try bootSystem(named: name) }
    let takeover = try templateTakeover(of: word)
    let variables = try load()
    let found = try asking { () throws(GuestError) -> BootSystem? in
      let names = try platform.interfaces(asking: guest)
      let nic = names.contains(takeover.bond) ? takeover.bond : takeover.synthetic
      if let chosen { return chosen }
      return try platform.bootSystem(of: nic, asking: guest)
    }
    guard let system = found else {
      throw .unsupported(
        "\(takeover.synthetic): no network manager runs it; --for names one of "
          + platform.bootSystems.map { $0.rawValue }.joined(separator: ", "))
    }
    if let refusal = takeover.network.obstacle, refusal.isOfStructure { throw .refused(refusal) }
    let files = try asking { () throws(GuestError) in
      try platform.bootFiles(BondAtBoot(takeover, variables), for: system, asking: guest)
    }
    if let bridge = files.bridge { throw .refused(.bridged(takeover.synthetic, by: bridge)) }
    return files
  }

  private func bootSystem(named name: String) throws(Failure) -> BootSystem {
    let systems = platform.bootSystems
    guard let system = systems.first(where: { $0.rawValue == name }) else {
      throw .usage(.unknownValue(name, of: "--for", among: systems.map { $0.rawValue }))
    }
    return system
  }
}
