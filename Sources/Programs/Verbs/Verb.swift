import Failover
import Guest
import Platforms
import RCConf

/// A verb of hyperv_vfctl. Each verb is implemented in a file of its own.
enum Verb: String, CaseIterable {
  /// Prints the variables of rc.conf files.
  case rcconf
  /// Prints the values that variables have after all files of rc.conf are read.
  case rcvar
  /// Prints the properties of a NIC for udev.
  case probe
  /// Prints settings that do not have the effect that they seem to have.
  case check
  /// Prints an override that does what hyperv_vfup would do.
  case template
  /// Changes the files from which the system makes the bond at boot.
  case persist
  /// Prints the pairs.
  case status
  /// Prints what is wrong with the pairs.
  case verify
  /// Prints the pairs for Prometheus.
  case metrics
  /// Prints each change of a pair.
  case watch
  /// Prints a text with everything that a bug report needs.
  case report
  /// Prints what hyperv_vfup or hyperv_vfattach would do.
  case plan
  /// Removes a bond.
  case undo
  /// Makes the synthetic NIC the active one.
  case standby
  /// Makes the VF the active one again.
  case resume
  /// Prints the usage of the tool or a verb.
  case help

  /// The usage and the purpose of the verb, for a line of `--help`.
  var summary: (call: String, gives: String) {
    switch self {
    case .rcconf: ("rcconf [--json] FILE...", "what these files set, and where")
    case .rcvar: ("rcvar NAME...", "variables after all of rc.conf was read")
    case .probe: ("probe [--quiet|--name=X] IF", "what udev is to know of it")
    case .check: ("check [--json]", "what in the configuration is not what it seems")
    case .template:
      ("template [--swift] IF", "what hyperv_vfup would do, as a script")
    case .persist:
      ("persist [--write|--undo] [IF]", "make the bond at every boot")
    case .status: ("status [--json] [IF...]", "the pairs as they are")
    case .verify:
      ("verify [--quiet] [IF...]", "what is wrong with them; exit 1 then")
    case .metrics: ("metrics [--output X]", "the pairs for Prometheus")
    case .watch: ("watch [--json]", "each change of a pair as it happens")
    case .report: ("report [--plain]", "one text to attach to a bug report")
    case .plan: ("plan [attach|up] IF", "what the program would do")
    case .undo: ("undo [-nv] IF", "take the bond apart")
    case .standby: ("standby [-nv] IF", "let the synthetic NIC carry the traffic")
    case .resume: ("resume [-nv] IF", "let the VF carry it again")
    case .help: ("help [VERB]", "how this, or VERB, is called")
    }
  }

  /// A line for each verb, with its usage and purpose, for `--help`.
  static var table: String {
    let width = allCases.map { $0.summary.call.count }.max() ?? 0
    return allCases.map { verb in
      let (call, gives) = verb.summary
      return "  \(call)\(String(repeating: " ", count: width - call.count))  \(gives)"
    }.joined(separator: "\n")
  }

  /// The options of the verb. An option that takes a value ends with `=`.
  var options: [String] {
    switch self {
    case .rcconf: ["--json", "--no-shell"]
    case .rcvar: ["--no-shell"]
    case .probe: ["--quiet", "--name="]
    case .check: ["--json", "--no-shell"]
    case .template: ["--sh", "--swift", "--no-shell"]
    case .persist: ["-n", "--dry-run", "--for=", "--write", "--undo", "--no-shell"]
    case .status: ["--json", "--no-shell"]
    case .verify: ["--json", "--quiet", "--no-shell"]
    case .metrics: ["--output=", "--no-shell"]
    case .watch: ["--json", "--no-shell"]
    case .report: ["--plain", "--no-shell"]
    case .plan: ["-v", "--verbose", "--no-shell"]
    case .undo, .standby, .resume: ["-n", "--dry-run", "-v", "--verbose", "--no-shell"]
    case .help: []
    }
  }

  /// Parses the words after the verb. Throws `.usage` for an unknown option.
  func arguments(_ words: [String]) throws(Failure) -> VerbArguments {
    do throws(UsageError) {
      return try VerbArguments(words, knowing: options)
    } catch {
      throw .usage(error)
    }
  }

  /// Runs the command line after `hyperv_vfctl`. Returns the exit status.
  static func run(_ words: [String], on console: Console) throws(Failure) -> Int32 {
    switch words.first {
    case "-h", "--help":
      console.print(Program.vfctl.help)
      return ExitCode.success
    case "--version":
      console.print("\(Program.vfctl.rawValue) \(version)\n")
      return ExitCode.success
    case nil: throw .usage(.verbMissing)
    case let word?:
      let verb = try named(word)
      let rest = Array(words.dropFirst())
      guard rest.prefix(while: { $0 != "--" }).contains(where: { $0 == "-h" || $0 == "--help" })
      else { return try verb.run(rest, on: console) }
      console.print(verb.help)
      return ExitCode.success
    }
  }

  /// The verb with the name `word`. Throws for an unknown name; the error has the most similar
  /// verb.
  static func named(_ word: String) throws(Failure) -> Verb {
    guard let verb = Verb(rawValue: word) else { throw .usage(unknown(word)) }
    return verb
  }

  private static func unknown(_ word: String) -> UsageError {
    guard !word.hasPrefix("-") else {
      let options = CommandOption.all(of: .vfctl).map { $0.rawValue }
      return .unknownOption(word, nearest: nearest(to: word, among: options))
    }
    return .unknownVerb(word, nearest: nearest(to: word, among: allCases.map { $0.rawValue }))
  }

  private func run(_ words: [String], on console: Console) throws(Failure) -> Int32 {
    switch self {
    case .rcconf: try showFiles(words, on: console)
    case .rcvar: try showVariables(words, on: console)
    case .probe: try probe(words, on: console)
    case .check: try check(words, on: console)
    case .template: try template(words, on: console)
    case .persist: try persist(words, on: console)
    case .status: try status(words, on: console)
    case .verify: try verify(words, on: console)
    case .metrics: try metrics(words, on: console)
    case .watch: try watch(words, on: console)
    case .report: try report(words, on: console)
    case .plan: try plan(words, on: console)
    case .undo: try undo(words, on: console)
    case .standby: try standby(words, on: console)
    case .resume: try resume(words, on: console)
    case .help: try showHelp(words, on: console)
    }
  }

  /// `rcconf [--json] [--no-shell] FILE...`: prints the variables that these files set, and where.
  /// With --json, sh is not used. Returns the exit status.
  private func showFiles(_ words: [String], on console: Console) throws(Failure) -> Int32 {
    let given = try arguments(words)
    guard !given.operands.isEmpty else { throw .usage(.argumentCount(0, expected: 1)) }
    let request = RCConfVerb(given)
    let environment = ["HOME", "PATH"].compactMap { name in
      OwnProcess.variable(name).map { (name, Array($0.utf8)) }
    }
    let config = ConfigFiles.live(on: try Main.platform())
    var evaluation = request.evaluate(
      through: .live, localbase: config.localbase, environment: environment)
    if case .needsShell = evaluation.outcome, !request.printsJSON {
      evaluation.variables = try config.load(request.files, mayUseShell: !request.usesNoShell).0
      evaluation.outcome = .complete
    }
    console.write(request.printsJSON ? evaluation.json : evaluation.text)
    if case .stopped(let error) = evaluation.outcome, !request.printsJSON {
      console.report(.error, error.text)
    }
    return evaluation.exitStatus
  }

  /// `rcvar [--no-shell] NAME...`: prints the values of variables after all files of rc.conf were
  /// read, and the places that set them. Returns the exit status: 1 if one is not set, else 0.
  private func showVariables(_ words: [String], on console: Console) throws(Failure) -> Int32 {
    let given = try arguments(words)
    let names = given.operands
    guard !names.isEmpty else { throw .usage(.argumentCount(0, expected: 1)) }
    let config = ConfigFiles.live(on: try Main.platform())
    let variables = try config.load(mayUseShell: !given.has("--no-shell")).0
    let found = Variables(names.compactMap { variables[$0] })
    console.write(RCConfVerb.Evaluation(outcome: .complete, variables: found).text)
    let missing = names.filter { variables[$0] == nil }
    for name in missing { console.report(.notice, Warning.notSet(name).text) }
    return missing.isEmpty ? ExitCode.success : 1
  }
}
