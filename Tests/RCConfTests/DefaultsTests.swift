import Foundation
import RCConf
import Testing

/// The /etc/defaults/rc.conf of one release, on a system with one kind of sysctl(8).
struct Defaults: CustomTestStringConvertible, Sendable {
  /// The behaviour of `sysctl -n user.localbase` on that system.
  enum Answer: Sendable, CaseIterable {
    /// In order: the command is missing, the name is unknown, the value is empty, usual, or another
    /// one.
    case noCommand, unknown, empty, usual, other

    /// The output of the command; nil if it fails.
    var output: String? {
      switch self {
      case .noCommand, .unknown: nil
      case .empty: "\n"
      case .usual: "/usr/local\n"
      case .other: "/opt/my pkg\n"
      }
    }

    /// A script that replaces the command; nil if the command is missing.
    var script: String? {
      guard self != .noCommand else { return nil }
      let end = output.map { "printf '%s' '\($0)'" } ?? "echo unknown oid >&2; exit 1"
      return "#!/bin/sh\n[ \"$*\" = '-n user.localbase' ] || exit 9\n\(end)\n"
    }
  }

  var file: String
  var localbase: String?
  var answer: Answer
  var testDescription: String { "\(file), \(answer)" }

  static let folder = URL(fileURLWithPath: #filePath)
    .appendingPathComponent("../../../../shared/rcconf").standardizedFileURL
  static let areThere = FileManager.default.fileExists(
    atPath: folder.appendingPathComponent("defaults-rc.conf-15.1").path)

  /// Every file on every system, with the value that `_localbase` has there.
  static let all: [Defaults] = Answer.allCases.flatMap { answer in
    [
      Defaults(file: "defaults-rc.conf-10.4", localbase: nil, answer: answer),
      Defaults(file: "defaults-rc.conf-12.1", localbase: nil, answer: answer),
      Defaults(file: "defaults-rc.conf", localbase: "/usr/local", answer: answer),
      Defaults(
        file: "defaults-rc.conf-15.1", localbase: answer == .other ? "/opt/my pkg" : "/usr/local",
        answer: answer),
    ]
  }
}

@Suite(
  "FreeBSD's defaults", .enabled(if: Defaults.areThere, "there is no ../shared/rcconf"))
struct DefaultsTests {
  @Test(
    "the defaults of each release are read without sh, and as sh reads them",
    arguments: Defaults.all)
  func agrees(defaults: Defaults) throws {
    let path = Defaults.folder.appendingPathComponent(defaults.file)
    let text = [UInt8](try Data(contentsOf: path))
    let result = Evaluation(text) { defaults.answer.output.map { Array($0.utf8) } }
    #expect(result.outcome == .complete)
    #expect(result.values["_localbase"] == defaults.localbase.map { Array($0.utf8) })
    #expect(
      result.values == (try valuesOfSh(String(decoding: text, as: UTF8.self), defaults.answer)))
  }

  /// Returns the variables that /bin/sh has after the text, with a script in the place of
  /// sysctl(8).
  private func valuesOfSh(_ text: String, _ answer: Defaults.Answer) throws -> [String: [UInt8]] {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("hyperv-vf-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let sysctl = folder.appendingPathComponent("sysctl").path
    if let script = answer.script {
      try script.write(toFile: sysctl, atomically: false, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: sysctl)
    }
    let file = folder.appendingPathComponent("rc.conf").path
    try text.replacingOccurrences(of: "/sbin/sysctl", with: sysctl)
      .write(toFile: file, atomically: false, encoding: .utf8)
    let fields = try output(of: Self.script, file).split(
      separator: 0, omittingEmptySubsequences: false)
    let pairs = stride(from: 0, to: fields.count - 1, by: 2).map {
      (String(decoding: fields[$0], as: UTF8.self), Array(fields[$0 + 1]))
    }
    return Dictionary(uniqueKeysWithValues: pairs).filter { !Self.own.contains($0.key) }
  }

  /// A script that prints each variable and its value, with a NUL after each. A line in a value may
  /// look like an assignment to a variable; if that variable is not set, it is left out.
  private static let script = """
    . "$1"
    for _name in $(set | sed -n 's/^\\([A-Za-z_][A-Za-z0-9_]*\\)=.*/\\1/p' | sort -u); do
      eval "[ \\"\\${$_name+set}\\" ] && printf '%s\\\\0%s\\\\0' $_name \\"\\$$_name\\""
    done
    """

  /// The variables of sh itself and of the script.
  private static let own: Set = [
    "IFS", "LINENO", "OLDPWD", "OPTIND", "PATH", "PPID", "PS1", "PS2", "PS4", "PWD", "_", "_name",
  ]

  private func output(of script: String, _ argument: String) throws -> [UInt8] {
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", script, "sh", argument]
    shell.environment = ["PATH": "/bin:/usr/bin"]
    let pipe = Pipe()
    shell.standardOutput = pipe
    try shell.run()
    let printed = pipe.fileHandleForReading.readDataToEndOfFile()
    shell.waitUntilExit()
    return [UInt8](printed)
  }
}
