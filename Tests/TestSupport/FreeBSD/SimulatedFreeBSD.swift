import Failover

/// A FreeBSD in memory: answers ifconfig(8), sysctl(8), netstat(1) and ps(1) in their own words,
/// lets ifconfig(8), route(8), dhclient(8) and the rest change it, and remembers what they did.
///
/// One thread at a time.
package final class SimulatedFreeBSD: GuestAccess {
  /// A command that the programs had carried out, and how it ended.
  package struct Performed: Equatable {
    /// What a shell would be given: the absolute path and the arguments.
    package var words: [String]
    /// Whether it ended with status 0.
    package var succeeded: Bool
  }

  /// A command that ran, and what did not answer from outside after it.
  package struct Moment: Equatable, Sendable {
    /// The tool's name and its arguments.
    package var words: [String]
    /// Whether it is of a kind that changes something.
    package var isChange: Bool
    /// What of all that the machine had at the start did not answer then.
    package var outage: SimulatedOutage
  }

  /// Everything as it is now.
  package var machine: SimulatedMachine
  /// What goes wrong.
  package var faults: [SimulatedFault]
  /// Tools that are not installed, by path.
  package var missingTools: Set<String> = []
  /// The folders on the way to which files, where they are not all root's.
  package var folders: [String: [PassedFolder]] = [:]
  /// The program that runs was killed: until this is set back nothing is answered or done.
  package var isKilled = false
  /// Somebody asked the program that runs to stop.
  package var isAskedToStop = false
  /// Every command that ran, questions included: the tool's name and its arguments.
  package private(set) var calls: [[String]] = []
  /// What was announced, in order: each query as above.
  package private(set) var askedAhead: [[String]] = []
  /// Every command of a kind that changes something, in order, whoever ran it: the tool's name and
  /// its arguments, then `=> 1` where it failed with that status.
  package private(set) var effects: [[String]] = []
  /// Every command and what did not answer after it, on a machine of a release.
  package private(set) var moments: [Moment] = []
  /// The machine before the first command.
  package let start: SimulatedMachine
  /// What the programs themselves did or ran in their place, in order.
  package private(set) var performed: [Performed] = []
  private var changes = 0
  private var commandLimit: Duration?

  /// A machine on which these go wrong.
  package init(_ machine: SimulatedMachine, faults: [SimulatedFault] = []) {
    self.machine = machine
    start = machine
    self.faults = faults
  }

  /// Notes what is announced; it is answered at once when it is asked.
  package func prefetch(_ queries: [Command]) {
    askedAhead += queries.map { query in
      query.executable.split(separator: "/").suffix(1).map(String.init) + query.arguments
    }
  }

  /// Runs a query, or an override.
  package func run(_ query: Command) throws(GuestError) -> CommandResult {
    let result = try execute(query)
    if script(of: query) != nil { record(query, result) }
    return result
  }

  /// Carries out one effect.
  package func perform(_ effect: Effect) throws(GuestError) -> CommandResult {
    switch effect {
    case .run(let command):
      let result = try execute(command)
      record(command, result)
      return result
    case _ where isKilled: throw Self.killed
    case .terminate(let client):
      for index in machine.clients.indices where machine.clients[index].process == client.process {
        machine.clients[index].isEnded = true
      }
      performed.append(Performed(words: ["kill", "-TERM", "\(client.process)"], succeeded: true))
    case .wait(let duration):
      let seconds = "\(duration.components.seconds)"
      performed.append(Performed(words: ["sleep", seconds], succeeded: true))
    case .copyLease(let from, let to, let old, let new):
      performed.append(
        Performed(words: ["sed", "s/\(old)/\(new)/g", "<\(from)", ">\(to)"], succeeded: true))
      machine.files[to] = machine.files[from].map {
        SimulatedFile($0.text.replacing(old.text, with: new.text))
      }
    case .makeFile(let path, let text):
      performed.append(Performed(words: ["cat", ">\(path)"], succeeded: true))
      machine.files[path] = SimulatedFile(String(decoding: text, as: UTF8.self))
    case .prepare, .awaitExit, .write, .detach, .waitUntil, .broadcast:
      throw .callFailed(call: "perform", subject: "\(effect)", reason: "not on FreeBSD")
    }
    return CommandResult(.exit(0))
  }

  /// The same machine.
  package func allowing(_ limit: Duration?) -> any GuestAccess {
    commandLimit = limit
    return self
  }

  /// The same machine, until somebody asks the program to stop.
  package func interruptible() -> any GuestAccess { Interruptible(self) }

  private func record(_ command: Command, _ result: CommandResult) {
    let variables = command.environment.variables.map { "\($0.name)=\($0.value)" }
    performed.append(
      Performed(
        words: variables + [command.executable] + command.arguments,
        succeeded: result.termination.isSuccess))
  }

  /// The script that a command runs, itself or through sh(1).
  private func script(of command: Command) -> SimulatedScript? {
    let path = command.executable == "/bin/sh" ? command.arguments.first : command.executable
    return path.flatMap { machine.files[$0] }.map { SimulatedScript($0.text) }
  }

  /// Runs a command as the kernel would, for the programs or for a script.
  func execute(_ command: Command) throws(GuestError) -> CommandResult {
    if isKilled { throw Self.killed }
    if let script = script(of: command) { return try script.run(on: self) }
    guard let tool = SimulatedTool(rawValue: command.executable),
      !missingTools.contains(command.executable)
    else { throw .toolMissing(command.executable) }
    let words = [tool.name] + command.arguments
    calls.append(words)
    defer { note(words, isChange: tool.changes(command.arguments)) }
    if tool.changes(command.arguments) { changes += 1 }
    let line = words.joined(separator: " ")
    let change = tool.changes(command.arguments) ? changes : nil
    for index in faults.indices where faults[index].strikes(line, call: calls.count, change: change)
    {
      return try fail(faults[index].outcome, tool, words)
    }
    let answer = machine.answer(tool, command.arguments)
    if answer.changes { trace(words, answer.status) }
    return answer.result
  }

  private func note(_ words: [String], isChange: Bool) {
    guard machine.release != nil else { return }
    // A question changes nothing.
    let last = isChange ? nil : moments.last?.outage
    let outage = last ?? machine.outage(of: start)
    moments.append(Moment(words: words, isChange: isChange, outage: outage))
  }

  private func fail(
    _ outcome: SimulatedFault.Outcome, _ tool: SimulatedTool, _ words: [String]
  ) throws(GuestError) -> CommandResult {
    let arguments = Array(words.dropFirst())
    if [.hangsDone, .killsDone, .interruptsDone].contains(outcome) {
      _ = machine.answer(tool, arguments)
    }
    let termination = try termination(outcome, words)
    if tool.changes(arguments) { trace(words, termination.shellStatus) }
    return CommandResult(termination, errorOutput: "\(tool.name): injected fault\n")
  }

  private func termination(
    _ outcome: SimulatedFault.Outcome, _ words: [String]
  ) throws(GuestError) -> Termination {
    switch outcome {
    case .fails(let status): return .exit(status)
    case .hangs, .hangsDone:
      guard commandLimit != nil else {
        throw .callFailed(call: "wait", subject: words.joined(separator: " "), reason: "no end")
      }
      return .deadlinePassed(15)
    case .kills, .killsDone:
      isKilled = true
      throw Self.killed
    case .interrupts, .interruptsDone:
      isAskedToStop = true
      throw .interrupted
    }
  }

  private static let killed = GuestError.callFailed(call: "any", subject: "", reason: "killed")

  private func trace(_ words: [String], _ status: Int32) {
    effects.append(status == 0 ? words : words + ["=> \(status)"])
  }
}
