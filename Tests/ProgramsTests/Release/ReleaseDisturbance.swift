import TestSupport
import Testing

/// A run on a machine of a release in which one command goes wrong.
struct ReleaseDisturbance: CustomTestStringConvertible, Sendable {
  /// The machine and the invocation.
  var parity: ReleaseCase
  /// What happens to the command.
  var outcome: SimulatedFault.Outcome
  /// Its number among all that an undisturbed run executes, from 1.
  var call: Int
  /// The tool's name and its arguments.
  var words: [String]

  var testDescription: String {
    "\(parity.name), \(call): \(words.joined(separator: " ")): \(outcome)"
  }

  /// Every command of an undisturbed run of hyperv_vfup and of the second stage of hyperv_vfattach, going
  /// wrong in each way.
  static func all(_ outcomes: [SimulatedFault.Outcome]) throws -> [ReleaseDisturbance] {
    try ReleaseCase.all().filter { $0.argv[0] != "hyperv_vfctl" }.flatMap { parity in
      let calls = try ReleaseRun(parity).guest.calls
      return calls.enumerated().flatMap { index, words in
        outcomes.map {
          ReleaseDisturbance(parity: parity, outcome: $0, call: index + 1, words: words)
        }
      }
    }
  }

  /// The disturbed run.
  func run() throws -> ReleaseRun {
    try ReleaseRun(parity, faults: [SimulatedFault(outcome, at: .call(call))])
  }

  /// What an undisturbed run leaves.
  func clean() throws -> ReleaseStanding { ReleaseStanding(try ReleaseRun(parity).guest.machine) }
}

/// What of a machine of a release counts, in a form that two agree in where only words of ifconfig(8), the
/// order of addresses, or what a link has by itself differ.
struct ReleaseStanding: Equatable {
  var nics: [String: ReleaseNIC]
  var routes: Set<SimulatedMachine.Route>
  var clients: [String]

  init(_ machine: SimulatedMachine) {
    nics = machine.nics.mapValues { ReleaseNIC($0) }
    routes = Set(machine.routes)
    clients = machine.runningClients
  }
}

extension ReleaseRun {
  /// Why the machine has lost its network; nil where it has it.
  ///
  /// Every address that it had answers, its default routes lead out, and a client runs where one ran. A run
  /// that changed nothing at all may leave it cut off, as it was.
  var loss: String? {
    let (start, now) = (guest.start, guest.machine)
    if guest.moments.allSatisfy({ !$0.isChange }) {
      return ReleaseStanding(start) == ReleaseStanding(now) ? nil : "it differs without a command"
    }
    let outage = now.outage(of: start)
    if outage != .none { return "\(outage)" }
    return !start.runningClients.isEmpty && now.runningClients.isEmpty ? "no client runs" : nil
  }
}
