import TestSupport
import Testing

/// A run on a machine with a release in which one command fails.
struct ReleaseDisturbance: CustomTestStringConvertible, Sendable {
  /// The machine and the invocation.
  var parity: ReleaseCase
  /// The outcome of the command.
  var outcome: SimulatedFault.Outcome
  /// The number of the command in an undisturbed run, from 1.
  var call: Int
  /// The name of the tool and its arguments.
  var words: [String]
  /// The state after an undisturbed run.
  var clean: ReleaseStanding

  var testDescription: String {
    "\(parity.name), \(call): \(words.joined(separator: " ")): \(outcome)"
  }

  /// Returns a run for each command of an undisturbed run, and for each outcome. The programs are
  /// hyperv_vfup, the second stage of hyperv_vfattach, and undo.
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

  /// Runs the program with the fault.
  func run() throws -> ReleaseRun {
    try ReleaseRun(parity, faults: [SimulatedFault(outcome, at: .call(call))])
  }
}

/// The state of a machine that is compared. Two machines have equal states if they differ only in
/// flags of ifconfig(8), in the order of addresses, or in link-local addresses.
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
  /// The reason why the machine has lost its network; nil if the network works.
  ///
  /// It works if all former addresses answer, the default routes lead outside, and a client runs if
  /// one ran before. An outage that already existed at the start, whether the VF was up or down,
  /// does not count.
  var loss: String? {
    let (start, now) = (guest.start, guest.machine)
    let (lost, before) = (now.outage(of: start), leastOutage)
    let silent = lost.silent.filter { !before.silent.contains($0) }
    let stuck = lost.stuck.filter { !before.stuck.contains($0) }
    guard silent.isEmpty, stuck.isEmpty else { return "\(silent) \(stuck)" }
    return !start.runningClients.isEmpty && now.runningClients.isEmpty ? "no client runs" : nil
  }

  /// The outage that the machine has at the start even with the VF down.
  private var leastOutage: SimulatedOutage {
    var machine = guest.start
    for vf in machine.release?.synthetics.keys.sorted() ?? [] { machine.nics[vf]?.up = false }
    machine.settle()
    return machine.outage(of: guest.start)
  }
}
