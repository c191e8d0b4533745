import TestSupport
import Testing

@testable import Programs

/// A takeover with one command that fails.
struct Disturbance: CustomTestStringConvertible, Sendable {
  /// The name of the recorded machine.
  var origin: String
  /// The change of the recorded machine.
  var variant = MachineVariant.recorded
  /// The fault, and the command that it hits.
  var fault: SimulatedFault
  /// The words of that command in the recorded calls; empty for any command.
  var words: [String] = []
  /// True if all changes are done when the fault happens.
  var isAfterwards = false
  /// True if the command is a query.
  var isQuestion = false
  /// True if the fault happens while the result is being confirmed.
  var isConfirmation = false

  var testDescription: String {
    "\(origin), \(variant), \(fault.trigger): \(words.joined(separator: " ")): \(fault.outcome)"
  }

  /// The machines of these tests.
  private static let machines: [(origin: String, variant: MachineVariant)] =
    ["up-dhcp", "up-static", "up6-static", "route-static", "route-live", "alias-range"]
    .map { ($0, .recorded) }
    + [("route-static", .withVLAN), ("up-dhcp", .withEmptyLagg), ("up6-static", .withEmptyLagg)]

  /// Returns a takeover for each command that changes something in an undisturbed run, and for each
  /// outcome.
  static func changes(_ outcomes: [SimulatedFault.Outcome]) throws -> [Disturbance] {
    try machines.flatMap { origin, variant in
      let clean = try ParityRun(variant.of(.named(origin)), as: .itself)
      return clean.guest.effects.enumerated().flatMap { index, words in
        outcomes.map {
          Disturbance(
            origin: origin, variant: variant, fault: SimulatedFault($0, at: .change(index + 1)),
            words: words)
        }
      }
    }
  }

  /// Returns a takeover for each command of an undisturbed run, queries included, and for each
  /// outcome.
  static func calls(_ outcomes: [SimulatedFault.Outcome]) throws -> [Disturbance] {
    try machines.flatMap { origin, variant in
      let guest = try ParityRun(variant.of(.named(origin)), as: .itself).guest
      let last = guest.calls.lastIndex { guest.effects.contains($0) } ?? 0
      // Each observation of the machine begins with one query for all kernel variables.
      let confirmation = guest.calls.lastIndex { $0[0] == "sysctl" && $0.count > 3 } ?? 0
      return guest.calls.enumerated().flatMap { index, words in
        outcomes.map { outcome in
          Disturbance(
            origin: origin, variant: variant, fault: SimulatedFault(outcome, at: .call(index + 1)),
            words: words, isAfterwards: index > last, isQuestion: !guest.effects.contains(words),
            isConfirmation: index >= confirmation)
        }
      }
    }
  }

  /// Runs the takeover with its fault and with the other faults.
  func run(and others: [SimulatedFault] = []) throws -> ParityRun {
    let parity = try parity
    let guest = SimulatedFreeBSD(parity.machine, faults: [fault] + others)
    return try ParityRun(parity.argv, on: guest)
  }

  /// Runs the program again on the same machine, with only these faults.
  func runAgain(
    on guest: SimulatedFreeBSD, faults: [SimulatedFault] = []
  ) throws -> ParityRun {
    guest.isKilled = false
    guest.isAskedToStop = false
    guest.faults = faults
    return try ParityRun(parity.argv, on: guest)
  }

  private var parity: ParityCase { get throws { try variant.of(.named(origin)) } }

  /// The machine before the run.
  var start: SimulatedMachine { get throws { try parity.machine } }

  /// The machine after a run without faults.
  var clean: SimulatedMachine {
    get throws { try ParityRun(parity, as: .itself).guest.machine }
  }

  /// Returns the reason why the network is lost on `guest`; nil if it works.
  func loss(on guest: SimulatedFreeBSD) throws -> String? {
    try Reachability(start: start, clean: clean, synthetic: "hn0").loss(on: guest)
  }
}
