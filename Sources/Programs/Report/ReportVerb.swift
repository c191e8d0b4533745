import Failover
import Guest
import Platforms

extension Verb {
  /// Carries out `hyperv_vfctl report [--plain] [--no-shell]`: prints one text to attach to a bug
  /// report. `words` are its arguments. Does not need root. Returns the exit status. Throws if an
  /// argument is wrong, or if the environment names an unknown platform.
  func report(_ words: [String], on console: Console) throws(Failure) -> Int32 {
    let given = try arguments(words)
    guard given.operands.isEmpty else {
      throw .usage(.argumentCount(given.operands.count, expected: 0))
    }
    let report = Report(
      platform: try Main.platform(), guest: Self.guest(Report.patience),
      slowGuest: Self.guest(Report.ownPatience), isPlain: given.has("--plain"),
      installation: Self.installation, isRoot: OwnProcess.isRoot)
    console.write(report.text(options: given.has("--no-shell") ? ["--no-shell"] : []))
    return ExitCode.success
  }

  private static func guest(_ patience: Duration) -> LiveGuest {
    LiveGuest(environment: { ChildEnvironment.standard }, commandTimeout: patience)
  }
}

/// The text that `hyperv_vfctl report` prints about this guest, and the values that it is made
/// from.
struct Report {
  /// The time limit of a command of the system, such as ip(8).
  static let patience = Duration.seconds(10)
  /// The time limit of a hyperv_vfctl verb, such as `status`, which runs commands of the system
  /// itself.
  static let ownPatience = Duration.seconds(40)

  let platform: any Platform
  /// The running system, with a time limit of 10 seconds for each command. Runs the commands of the
  /// system.
  let guest: any GuestView
  /// The running system, with a time limit of 40 seconds for each command. Runs the hyperv_vfctl
  /// verbs.
  let slowGuest: any GuestView
  let isPlain: Bool
  let installation: Installation
  let isRoot: Bool

  /// Returns the whole report. `options`, such as `--no-shell`, are passed to each hyperv_vfctl
  /// verb.
  func text(options: [String]) -> [UInt8] {
    let all = sections(options)
    let names = platform.hostNameFile.flatMap { try? guest.line(of: $0) } ?? hostName
    return Array(header.utf8) + all.text(isPlain: isPlain, names: [names].compactMap { $0 })
  }

  private var header: String {
    "hyperv_vfctl report of hyperv-vf \(version)\n"
      + (isPlain
        ? "addresses and names are those of the machine (--plain); passwords and keys are taken out\n"
        : "addresses, names and identifiers are stand-ins; passwords and keys are taken out\n")
      + (isRoot ? "" : "run without root: what only root may see is missing, and says so\n") + "\n"
  }

  private var hostName: String? {
    guard let result = try? guest.run(Command("/sbin/sysctl", ["-n", "kern.hostname"])) else {
      return nil
    }
    return result.termination.isSuccess ? result.output.words.first : nil
  }

  private func sections(_ options: [String]) -> [ReportSection] {
    let parts = platform.reportParts
    let status = own("status", ["status"], options, 8_000)
    return [
      ReportSection(title: "versions", limit: 3_000, pieces: versions),
      part(.system, of: parts, 9_000),
      configuration(options),
      own("pairs", ["status", "--json"], options, 10_000),
      status,
      plans(of: status, options), own("check", ["check"], options, 14_000),
      own("verify", ["verify"], options, 10_000), state,
      part(.rules, of: parts, 28_000), part(.log, of: parts, 35_000),
      part(.network, of: parts, 42_000),
    ]
  }

  private var versions: [ReportSection.Piece] {
    [Program.vfctl, .vfup, .vfattach].map { program in
      ReportCollector(guest: guest).piece(
        of: Command(installation.sibling(program.rawValue), ["--version"]))
    }
  }

  private func part(
    _ topic: ReportPart.Topic, of parts: [ReportPart], _ limit: Int
  ) -> ReportSection {
    let collector = ReportCollector(guest: guest)
    let sources = parts.filter { $0.topic == topic }.flatMap { $0.sources }
    var pieces = sources.flatMap { collector.pieces(of: $0) }
    if topic == .log {
      for index in pieces.indices { pieces[index].keepsEnd = true }
    }
    return ReportSection(title: topic.rawValue, limit: limit, pieces: pieces)
  }

  /// Runs a hyperv_vfctl verb in a process of its own, and returns its output under the command
  /// line as heading. `words` are the verb and its arguments. If the verb hangs or fails, the
  /// report continues.
  private func verb(_ words: [String], _ options: [String]) -> ReportSection.Piece {
    let command = Command(installation.sibling(Program.vfctl.rawValue), words + options)
    return ReportCollector(guest: slowGuest).piece(
      of: command, called: ([Program.vfctl.rawValue] + words + options).joined(separator: " "))
  }

  private func own(
    _ title: String, _ words: [String], _ options: [String], _ limit: Int
  ) -> ReportSection {
    ReportSection(title: title, limit: limit, pieces: [verb(words, options)])
  }

  /// Returns the section with the output of `hyperv_vfctl plan` for each of the first eight pairs.
  /// The pairs depend on rc.conf, so their names are read from `status`, the section with the
  /// output of `hyperv_vfctl status`.
  private func plans(
    of status: ReportSection, _ options: [String]
  ) -> ReportSection {
    let rows = status.pieces.flatMap { $0.lines }.map { String(decoding: $0, as: UTF8.self).words }
    let names = rows.compactMap { words in
      words.count > 1 && words[0] == "pair" ? String(words[1].prefix { $0 != "," }) : nil
    }
    return ReportSection(
      title: "plan", limit: 18_000, pieces: names.prefix(8).map { verb(["plan", $0], options) })
  }

  /// The section with the files of the run folder, such as /run/hyperv_vf, in which the programs
  /// record their state until the next boot. Only root may read them.
  private var state: ReportSection {
    ReportSection(
      title: "state and record", limit: 12_000,
      pieces: ReportCollector(guest: guest).files(in: platform.runFolder, having: ""))
  }
}
