import Failover

/// A FreeBSD in memory. ifconfig(8), sysctl(8), netstat(1) and ps(1) print the state in their own
/// format; ifconfig(8), route(8), dhclient(8) and others change it. All commands are recorded.
///
/// Only one thread may use it at a time.
package final class SimulatedFreeBSD: GuestAccess {
  /// A command that the programs ran, and its result.
  package struct Performed: Equatable {
    /// The words of a command line: the absolute path and the arguments.
    package var words: [String]
    /// True if the exit status was 0.
    package var succeeded: Bool
  }

  /// A command that ran, and the outage after it.
  package struct Moment: Equatable, Sendable {
    /// The name of the tool and its arguments.
    package var words: [String]
    /// True if the command is of a kind that changes something.
    package var isChange: Bool
    /// The outage after the command, compared to the start.
    package var outage: SimulatedOutage
  }

  /// The present state.
  package var machine: SimulatedMachine
  /// The faults.
  package var faults: [SimulatedFault]
  /// The paths of tools that are not installed.
  package var missingTools: Set<String> = []
  /// The parent folders of a file, by its path, if root does not own them all.
  package var folders: [String: [PassedFolder]] = [:]
  /// True if the running program was killed. Until this is reset, no command is answered or run.
  package var isKilled = false
  /// True if the running program was asked to stop.
  package var isAskedToStop = false
  /// Every command that ran, queries included: the name of the tool and its arguments.
  package private(set) var calls: [[String]] = []
  /// The prefetched queries in order, in the same form.
  package private(set) var askedAhead: [[String]] = []
  /// Every command of a kind that changes something, in order, whoever ran it: the name of the tool
  /// and its arguments. A failed command ends with `=> STATUS`.
  package private(set) var effects: [[String]] = []
  /// Every command with the outage after it. Only for a machine with a release.
  package private(set) var moments: [Moment] = []
  /// The machine before the first command.
  package let start: SimulatedMachine
  /// The changes that the programs made themselves or by commands, in order.
  package private(set) var performed: [Performed] = []
  private var changes = 0
  private var commandLimit: Duration?

  /// A machine with these faults.
  package init(_ machine: SimulatedMachine, faults: [SimulatedFault] = []) {
    self.machine = machine
    start = machine
    self.faults = faults
  }

  /// Records prefetched queries. They are answered when they are run.
  package func prefetch(_ queries: [Command]) {
    askedAhead += queries.map { query in
      query.executable.split(separator: "/").suffix(1).map(String.init) + query.arguments
    }
  }

  /// Runs a query or an override.
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

  /// Returns the same machine, with another limit for commands.
  package func allowing(_ limit: Duration?) -> any GuestAccess {
    commandLimit = limit
    return self
  }

  /// Returns a view of the machine that throws after the program was asked to stop.
  package func interruptible() -> any GuestAccess { Interruptible(self) }

  private func record(_ command: Command, _ result: CommandResult) {
    let variables = command.environment.variables.map { "\($0.name)=\($0.value)" }
    performed.append(
      Performed(
        words: variables + [command.executable] + command.arguments,
        succeeded: result.termination.isSuccess))
  }

  /// Returns the script that a command runs, directly or through sh(1); nil if it runs none.
  private func script(of command: Command) -> SimulatedScript? {
    let path = command.executable == "/bin/sh" ? command.arguments.first : command.executable
    return path.flatMap { machine.files[$0] }.map { SimulatedScript($0.text) }
  }

  /// Runs a command for the programs or for a script.
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
    // A query changes nothing, so the outage is still the last one.
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
