import Failover
import Foundation
import Guest

@testable import Programs

/// A command that a document tells its readers to run.
struct DocumentedCommand: Hashable, CustomStringConvertible {
  /// The path of the document below the repository's root.
  var document: String
  /// The command line.
  var line: String

  var description: String { "\(document): \(line)" }
}

/// Finds the commands in README files and manual pages.
enum DocumentedCommands {
  /// Other programs that the documents call. Their lines are only parsed by sh.
  static let foreign: Set<String> = [
    "apt-get", "dnf", "zypper", "pkg", "tar", "udevadm", "systemctl", "journalctl", "service",
    "sysrc", "grep", "cd", "vi", "chmod", "echo", "git", "mandoc", "shellcheck", "install",
    "python3", "sysctl", "cut", "checkmodule", "semodule_package", "semodule",
  ]

  private static let own = ["hyperv_vfctl", "hyperv_vfup", "hyperv_vfattach", "swift"]

  /// Returns the commands of a Markdown document: lines of indented blocks, and code within a line.
  static func inMarkdown(_ text: String, document: String) -> [DocumentedCommand] {
    var blocks: [[String]] = [[]]
    var spans: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("    ") {
        blocks[blocks.count - 1].append(String(line.dropFirst(4)))
      } else {
        blocks.append([])
        let parts = line.replacingOccurrences(of: "\\|", with: "\u{1}").split(
          separator: "`", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() where index % 2 == 1 && isCommand(String(part)) {
          spans.append(part.replacingOccurrences(of: "\u{1}", with: "|"))
        }
      }
    }
    return (blocks.flatMap(commands) + spans).map {
      DocumentedCommand(document: document, line: $0)
    }
  }

  /// Returns the commands of a manual page: displays (`Bd`, `Dl`), and quotations that name a
  /// program. A display after `.\" file: NAME` is the content of a file, and has no commands.
  static func inManual(_ text: String, document: String) -> [DocumentedCommand] {
    var found: [String] = []
    var block: [String]?
    var isFile = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      switch (line, block) {
      case (".Ed", let lines?):
        if !isFile { found += commands(inBlock: lines) }
        block = nil
        isFile = false
      case (_, .some): block?.append(line.replacingOccurrences(of: "\\&", with: ""))
      case (_, nil) where line.hasPrefix(".\\\" file: "): isFile = true
      case (_, nil) where line.hasPrefix(".Bd -literal"): block = []
      case (_, nil) where line.hasPrefix(".Dl "): found.append(String(line.dropFirst(4)))
      case (_, nil) where line.hasPrefix(".Ql "):
        let words = line.dropFirst(4).split(separator: " ").map(String.init)
        let command = words.filter { ![".", ",", ";", ":"].contains($0) }.joined(separator: " ")
        if isCommand(command) { found.append(command) }
      default: break
      }
    }
    return found.map { DocumentedCommand(document: document, line: $0) }
  }

  /// Returns the command lines of a block. If the block has prompts, lines without a prompt are
  /// output. Otherwise each line is a command.
  private static func commands(inBlock lines: [String]) -> [String] {
    let prompted = lines.filter { $0.hasPrefix("$ ") || $0.hasPrefix("# hyperv_") }
    if !prompted.isEmpty { return prompted.map { String($0.dropFirst(2)) } }
    // Two blanks separate a command from its explanation.
    return lines.filter { !$0.isEmpty && !$0.contains("# ...") }.map { line in
      line.range(of: "  ").map { String(line[..<$0.lowerBound]) } ?? line
    }
  }

  /// Returns true if the first word is a program of this repository, or a foreign program with
  /// arguments.
  private static func isCommand(_ code: String) -> Bool {
    let words = code.split(separator: " ").map(String.init)
    guard let first = words.first else { return false }
    if own.contains(first.lastComponent) { return words.count > 1 }
    let path = Repository.root.appendingPathComponent(first).path
    var isFolder: ObjCBool = false
    if first.contains("/"), FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
      return !isFolder.boolValue && FileManager.default.isExecutableFile(atPath: path)
    }
    return words.count > 1 && foreign.contains(first)
  }
}

extension String {
  fileprivate var lastComponent: String { split(separator: "/").last.map(String.init) ?? self }
}

/// Checks a documented command. Returns the error as text, or nil if the command is correct.
struct CommandCheck {
  private let suites: String
  private let selection: Set<String>
  private let targets: Set<String>

  init() throws {
    suites = try Repository.files(below: "Tests").map(\.text).joined()
    // `if wanted build overrides; then` in Tests/run, and `deb | rpm | tar | pkg) make_packages`
    // in packaging/build.
    selection = Set(
      try Repository.text("Tests/run").matches(of: /wanted ([a-z ]+)/)
        .flatMap { $0.output.1.split(separator: " ").map(String.init) })
    targets = Set(
      try Repository.text("packaging/build").matches(of: #/\n([a-z]+(?: \| [a-z]+)*)\) /#)
        .flatMap { $0.output.1.split(separator: " ").map(String.init) })
  }

  /// Returns the error in a line, which may have several commands; nil if it is correct.
  func flaw(in line: String) throws -> String? {
    let shell = try Guest.Process.run("/bin/sh", ["-n", "-c", line], environment: [:])
    guard shell.succeeded else { return "sh: \(shell.errorText)" }
    guard line.wholeMatch(of: /[a-z_0-9]+=".*"/) == nil else { return nil }
    let words = line.replacingOccurrences(of: "[", with: "").replacingOccurrences(of: "]", with: "")
      .split(separator: " ").map { $0.trimmingCharacters(in: ["'", "\""]) }
    for command in words.split(whereSeparator: { ["&&", "||", "|", ";", "#"].contains($0) }) {
      let words = Array(command.prefix { !$0.hasPrefix(">") })
      if let flaw = try flaw(inCommand: words) { return flaw }
      // The rest of a line after # is a comment.
      if line.contains(" # ") { break }
    }
    return nil
  }

  private func flaw(inCommand words: [String]) throws -> String? {
    guard let first = words.first else { return "empty" }
    let rest = Array(words.dropFirst())
    switch first.lastComponent {
    case "hyperv_vfctl": return flaw { () throws(Failure) in try Self.parseVerb(rest) }
    case "hyperv_vfup", "hyperv_vfattach":
      let program = Program(rawValue: first.lastComponent) ?? .vfup
      // A text may mention an option without the NIC: `hyperv_vfup -n`.
      let speaksOfOption = !rest.isEmpty && rest.allSatisfy { $0.hasPrefix("-") }
      let rest = speaksOfOption ? rest + ["hn0"] : rest
      do throws(UsageError) {
        _ = try Invocation.parse(rest, as: program, named: program.rawValue, at: "/x")
        return nil
      } catch {
        return error.text
      }
    case "swift": return try flaw(inSwift: rest)
    default: break
    }
    switch first {
    case "Tests/run":
      return rest.first { !selection.contains($0) && $0 != "full" }.map { "no stage \($0)" }
    case "packaging/build":
      return rest.first.flatMap { targets.contains($0) ? nil : "no target \($0)" }
    case "Tests/Lab/run", "Tests/Bench/run":
      return try flaw(ofPython: first.replacingOccurrences(of: "/run", with: ""), rest)
    default: break
    }
    if DocumentedCommands.foreign.contains(first) || first.hasSuffix("*/install") { return nil }
    let path = Repository.root.appendingPathComponent(first).path
    return FileManager.default.isExecutableFile(atPath: path) ? nil : "\(first): no such program"
  }

  private static func parseVerb(_ words: [String]) throws(Failure) {
    guard let word = words.first, word != "--help", word != "--version" else { return }
    _ = try Verb.named(word).arguments(words.dropFirst().filter { $0 != "--help" })
  }

  private func flaw(_ parse: () throws(Failure) -> Void) -> String? {
    do throws(Failure) {
      try parse()
      return nil
    } catch {
      return error.text
    }
  }

  /// Checks `swift test --filter X`: a suite must have X in its name.
  private func flaw(inSwift words: [String]) throws -> String? {
    for (option, name) in zip(words, words.dropFirst()) where option == "--filter" {
      let isThere = suites.contains(try Regex("(struct|class) \\w*\(name)\\w*Tests? "))
      if !isThere { return "no suite \(name)" }
    }
    return nil
  }

  /// Checks the arguments with the parser of a Python program, with real values for NAME and FILE.
  private func flaw(ofPython folder: String, _ words: [String]) throws -> String? {
    let module = folder.lastComponent.lowercased()
    let script = """
      import runpy, sys
      sys.path.insert(0, "\(folder)/\(module)")
      arguments = runpy.run_path("\(folder)/\(module)/__main__.py", run_name="main")["arguments"]
      sys.argv[1:] = ["dhcp-dhclient" if word == "NAME" else word for word in sys.argv[1:]]
      arguments()
      """
    let result = try Guest.Process.run(
      "/bin/sh",
      [
        "-c", "cd \"$1\" && shift && exec python3 -B -c \"$@\"", "sh",
        Repository.root.path, script,
      ] + words,
      environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"])
    return result.succeeded ? nil : result.errorText
  }
}
