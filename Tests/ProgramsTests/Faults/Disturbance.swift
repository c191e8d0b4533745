import TestSupport
import Testing

@testable import Programs

/// A takeover that goes wrong at one command.
struct Disturbance: CustomTestStringConvertible, Sendable {
  /// The recorded machine.
  var origin: String
  /// What goes wrong, and where.
  var fault: SimulatedFault
  /// The command that it is, as the trace has it; empty where it is any.
  var words: [String] = []
  /// Whether all is done when it goes wrong.
  var isAfterwards = false
  /// Whether it changes nothing.
  var isQuestion = false

  var testDescription: String {
    "\(origin), \(fault.trigger): \(words.joined(separator: " ")): \(fault.outcome)"
  }

  /// The machines of the tests here.
  static let origins = [
    "up-dhcp", "up-static", "up6-static", "route-static", "route-live", "alias-range",
  ]

  /// Every command of an undisturbed takeover that changes something, going wrong in each way.
  static func changes(_ outcomes: [SimulatedFault.Outcome]) throws -> [Disturbance] {
    try origins.flatMap { origin in
      let clean = try ParityRun(.named(origin), as: .itself)
      return clean.guest.effects.enumerated().flatMap { index, words in
        outcomes.map {
          Disturbance(
            origin: origin, fault: SimulatedFault($0, at: .change(index + 1)), words: words)
        }
      }
    }
  }

  /// Every command of an undisturbed takeover, questions included.
  static func calls(_ outcomes: [SimulatedFault.Outcome]) throws -> [Disturbance] {
    try origins.flatMap { origin in
      let guest = try ParityRun(.named(origin), as: .itself).guest
      let last = guest.calls.lastIndex { guest.effects.contains($0) } ?? 0
      return guest.calls.enumerated().flatMap { index, words in
        outcomes.map { outcome in
          Disturbance(
            origin: origin, fault: SimulatedFault(outcome, at: .call(index + 1)), words: words,
            isAfterwards: index > last, isQuestion: !guest.effects.contains(words))
        }
      }
    }
  }

  /// The disturbed run, and these faults with it.
  func run(and others: [SimulatedFault] = []) throws -> ParityRun {
    let parity = try ParityCase.named(origin)
    let guest = SimulatedFreeBSD(parity.machine, faults: [fault] + others)
    return try ParityRun(parity.argv, on: guest)
  }

  /// The next run on the same machine, undisturbed.
  func runAgain(on guest: SimulatedFreeBSD) throws -> ParityRun {
    guest.isKilled = false
    guest.faults = []
    return try ParityRun(ParityCase.named(origin).argv, on: guest)
  }

  /// The machine before.
  var start: SimulatedMachine { get throws { try ParityCase.named(origin).machine } }

  /// The machine after a run that nothing disturbs.
  var clean: SimulatedMachine {
    get throws { try ParityRun(.named(origin), as: .itself).guest.machine }
  }

  /// Why the network is lost on `guest`.
  func loss(on guest: SimulatedFreeBSD) throws -> String? {
    try Reachability(start: start, clean: clean, synthetic: "hn0").loss(on: guest)
  }
}
