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
  /// What an undisturbed run leaves.
  var clean: ReleaseStanding

  var testDescription: String {
    "\(parity.name), \(call): \(words.joined(separator: " ")): \(outcome)"
  }

  /// Every command of an undisturbed run of hyperv_vfup, the second stage of hyperv_vfattach and undo, going
  /// wrong in each way.
  static func all(_ outcomes: [SimulatedFault.Outcome]) throws -> [ReleaseDisturbance] {
    try ReleaseCase.all().flatMap { parity in
      let guest = try ReleaseRun(parity).guest
      let clean = ReleaseStanding(guest.machine)
      return guest.calls.enumerated().flatMap { index, words in
        outcomes.map {
          ReleaseDisturbance(
            parity: parity, outcome: $0, call: index + 1, words: words, clean: clean)
        }
      }
    }
  }

  /// The disturbed run.
  func run() throws -> ReleaseRun {
    try ReleaseRun(parity, faults: [SimulatedFault(outcome, at: .call(call))])
  }
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
  /// Every address that it had answers, its default routes lead out, and a client runs where one ran; but
  /// for what was out already, whatever the VF did.
  var loss: String? {
    let (start, now) = (guest.start, guest.machine)
    let (lost, before) = (now.outage(of: start), leastOutage)
    let silent = lost.silent.filter { !before.silent.contains($0) }
    let stuck = lost.stuck.filter { !before.stuck.contains($0) }
    guard silent.isEmpty, stuck.isEmpty else { return "\(silent) \(stuck)" }
    return !start.runningClients.isEmpty && now.runningClients.isEmpty ? "no client runs" : nil
  }

  /// What was out at the start even if the VF had been down.
  private var leastOutage: SimulatedOutage {
    var machine = guest.start
    for vf in machine.release?.synthetics.keys.sorted() ?? [] { machine.nics[vf]?.up = false }
    machine.settle()
    return machine.outage(of: guest.start)
  }
}
