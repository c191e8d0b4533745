import TestSupport
import Testing

@testable import Programs

/// A takeover that goes wrong at one command.
struct Disturbance: CustomTestStringConvertible, Sendable {
  /// The recorded machine.
  var origin: String
  /// What was changed of it.
  var variant = MachineVariant.recorded
  /// What goes wrong, and where.
  var fault: SimulatedFault
  /// The command that it is, as the trace has it; empty where it is any.
  var words: [String] = []
  /// Whether all is done when it goes wrong.
  var isAfterwards = false
  /// Whether it changes nothing.
  var isQuestion = false
  /// Whether the result is looked at when it goes wrong.
  var isConfirmation = false

  var testDescription: String {
    "\(origin), \(variant), \(fault.trigger): \(words.joined(separator: " ")): \(fault.outcome)"
  }

  /// The machines of the tests here.
  private static let machines: [(origin: String, variant: MachineVariant)] =
    ["up-dhcp", "up-static", "up6-static", "route-static", "route-live", "alias-range"]
    .map { ($0, .recorded) }
    + [("route-static", .withVLAN), ("up-dhcp", .withEmptyLagg), ("up6-static", .withEmptyLagg)]

  /// Every command of an undisturbed takeover that changes something, going wrong in each way.
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

  /// Every command of an undisturbed takeover, questions included.
  static func calls(_ outcomes: [SimulatedFault.Outcome]) throws -> [Disturbance] {
    try machines.flatMap { origin, variant in
      let guest = try ParityRun(variant.of(.named(origin)), as: .itself).guest
      let last = guest.calls.lastIndex { guest.effects.contains($0) } ?? 0
      // Each look at the machine begins with one question for all that the kernel tells.
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

  /// The disturbed run, and these faults with it.
  func run(and others: [SimulatedFault] = []) throws -> ParityRun {
    let parity = try parity
    let guest = SimulatedFreeBSD(parity.machine, faults: [fault] + others)
    return try ParityRun(parity.argv, on: guest)
  }

  /// The next run on the same machine, undisturbed but for these.
  func runAgain(
    on guest: SimulatedFreeBSD, faults: [SimulatedFault] = []
  ) throws -> ParityRun {
    guest.isKilled = false
    guest.isAskedToStop = false
    guest.faults = faults
    return try ParityRun(parity.argv, on: guest)
  }

  private var parity: ParityCase { get throws { try variant.of(.named(origin)) } }

  /// The machine before.
  var start: SimulatedMachine { get throws { try parity.machine } }

  /// The machine after a run that nothing disturbs.
  var clean: SimulatedMachine {
    get throws { try ParityRun(parity, as: .itself).guest.machine }
  }

  /// Why the network is lost on `guest`.
  func loss(on guest: SimulatedFreeBSD) throws -> String? {
    try Reachability(start: start, clean: clean, synthetic: "hn0").loss(on: guest)
  }
}
