import Failover
import Guest
import Platforms
import RCConf

/// A verb of hyperv_vfctl, the first word of its command line.
enum Verb: String, CaseIterable {
  /// Prints the variables that the given files set if they are read like rc.conf.
  case rcconf
  /// Prints the values that the given variables have after all files of rc.conf were read.
  case rcvar
  /// Prints the properties of a NIC for udev: whether it is a VF, and of which synthetic NIC.
  case probe
  /// Prints parts of the configuration that do not have the effect that they seem to have.
  case check
  /// Prints an override, as script or source, that does what hyperv_vfup would do for a NIC.
  case template
  /// Prints or makes changes of files, so that the system makes the bond at each boot.
  case persist
  /// Prints the state of the pairs: for example which NIC carries the traffic.
  case status
  /// Prints what is wrong with the pairs.
  case verify
  /// Prints the state of the pairs as metrics for Prometheus.
  case metrics
  /// Prints each change of a pair when it happens, until interrupted.
  case watch
  /// Prints a text with everything that a bug report needs.
  case report
  /// Prints what hyperv_vfup or hyperv_vfattach would do, and changes nothing.
  case plan
  /// Removes a bond, and gives its configuration back to the synthetic NIC.
  case undo
  /// Has the synthetic NIC carry the traffic of its pair, while the VF stays.
  case standby
  /// Has the VF carry the traffic of its pair again, after `standby`.
  case resume
  /// Prints the usage of hyperv_vfctl or of one verb.
  case help

  /// The usage of the verb (`call`) and its purpose (`gives`), each a part of one line of the
  /// output of `--help`.
  var summary: (call: String, gives: String) {
    switch self {
    case .rcconf: ("rcconf [--json] FILE...", "the variables that the files set")
    case .rcvar: ("rcvar NAME...", "the values of variables of rc.conf")
    case .probe: ("probe [--quiet|--name=X] IF", "the udev properties of a NIC")
    case .check: ("check [--json]", "mistakes in the configuration")
    case .template:
      ("template [--swift] IF", "the work of hyperv_vfup as a script to edit")
    case .persist:
      ("persist [--write|--undo] [IF]", "have the bond made at every boot")
    case .status: ("status [--json] [IF...]", "the state of the pairs")
    case .verify:
      ("verify [--quiet] [IF...]", "faults of the pairs; exit 1 if there is one")
    case .metrics: ("metrics [--output X]", "the state of the pairs for Prometheus")
    case .watch: ("watch [--json]", "each change of a pair as it happens")
    case .report: ("report [--plain]", "one text to attach to a bug report")
    case .plan: ("plan [attach|up] IF", "a dry run of hyperv_vfup or hyperv_vfattach")
    case .undo: ("undo [-nv] IF", "remove the bond, restore the synthetic NIC")
    case .standby: ("standby [-nv] IF", "make the synthetic NIC the active member")
    case .resume: ("resume [-nv] IF", "make the VF the active member again")
    case .help: ("help [VERB]", "the usage of hyperv_vfctl or VERB")
    }
  }

  /// The lines for all verbs in the output of `--help`, each with usage and purpose.
  static var table: String {
    let width = allCases.map { $0.summary.call.count }.max() ?? 0
    return allCases.map { verb in
      let (call, gives) = verb.summary
      return "  \(call)\(String(repeating: " ", count: width - call.count))  \(gives)"
    }.joined(separator: "\n")
  }

  /// The options that the verb takes, such as `--json`. An option that needs a value ends with `=`:
  /// `--output=`. Empty if it takes none.
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

  /// Parses `words`, the words after the verb. Throws `.usage` for an option that the verb does not
  /// have.
  func arguments(_ words: [String]) throws(Failure) -> VerbArguments {
    do throws(UsageError) {
      return try VerbArguments(words, knowing: options)
    } catch {
      throw .usage(error)
    }
  }

  /// Runs the command line of hyperv_vfctl: `words` are the verb and the words after it. Returns
  /// the exit status. Throws if the command line is wrong, or if the verb fails.
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

  /// Returns the verb with the name `word`. Throws `.usage` for an unknown name; the error has the
  /// most similar verb.
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

  /// The verb `rcconf [--json] [--no-shell] FILE...`: prints the variables that these files set,
  /// each with its file and line. With `--json`, sh is not run. `words` are the words after
  /// `rcconf`.
  ///
  /// Returns the exit status: 0 if the files were evaluated, 78 after an error in a file. With
  /// `--json`, 3 if only sh can evaluate the files. Throws if sh is needed and fails, or if
  /// `--no-shell` forbids it.
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

  /// The verb `rcvar [--no-shell] NAME...`: prints the values that these variables have after all
  /// files of rc.conf were read, each with its file and line. `words` are the words after `rcvar`.
  /// Returns the exit status: 1 if a variable is not set, else 0. Throws if rc.conf cannot be
  /// evaluated.
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
