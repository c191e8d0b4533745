import TestSupport
import Testing

@testable import Programs

/// A program's run on a machine of a release, and what devd(8) has run when a VF came up.
struct ReleaseRun {
  /// The machine, with all that was done to it.
  let guest: SimulatedFreeBSD
  /// What the program itself did.
  let first: ParityRun
  private let parity: ReleaseCase

  /// Runs a case's program.
  init(_ parity: ReleaseCase, faults: [SimulatedFault] = []) throws {
    self.parity = parity
    guest = SimulatedFreeBSD(parity.machine, faults: faults)
    let before = Self.risen(guest.machine)
    first = try ParityRun(parity.argv, on: guest)
    try notify(Self.risen(guest.machine).subtracting(before))
  }

  /// The next run after one that was disturbed, by itself and without faults; then comes an event of each
  /// VF that is up.
  func again(_ argv: [String]? = nil) throws -> ParityRun {
    let argv = argv ?? parity.argv
    guest.faults = []
    (guest.isKilled, guest.isAskedToStop) = (false, false)
    let before = Self.risen(guest.machine)
    let run = try ParityRun(argv, on: guest)
    let isAttached = argv[0] == Program.vfattach.rawValue
    try notify(Self.risen(guest.machine).subtracting(isAttached ? [] : before))
    return run
  }

  /// VF_UP.
  private func notify(_ synthetics: Set<String>) throws {
    for name in synthetics.sorted() {
      (guest.isKilled, guest.isAskedToStop) = (false, false)
      _ = try ParityRun(["hyperv_vfup", name], on: guest)
    }
  }

  /// The synthetic NICs whose VF is up.
  private static func risen(_ machine: SimulatedMachine) -> Set<String> {
    let pairs = machine.release?.synthetics ?? [:]
    return Set(pairs.filter { machine.nics[$0.key]?.up == true }.values)
  }

  /// What of the case's end does not hold.
  var unmet: [String] {
    parity.end.unmet(by: guest, exit: first.exit, output: first.output, in: parity)
  }
}

extension ReleaseCase: CustomTestStringConvertible {
  /// Its name: that of a row.
  package var testDescription: String { name }

  /// The case of that name.
  static func named(_ name: String) throws -> ReleaseCase {
    guard let found = try all().first(where: { $0.name == name }) else { throw NoCase(name: name) }
    return found
  }

  private struct NoCase: Error { var name: String }
}
