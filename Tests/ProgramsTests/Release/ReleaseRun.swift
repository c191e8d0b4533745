import TestSupport
import Testing

@testable import Programs

/// A program's run on a machine with a release, with the runs that devd(8) starts when a VF comes
/// up.
struct ReleaseRun {
  /// The machine with all changes of the runs.
  let guest: SimulatedFreeBSD
  /// The run of the program itself.
  let first: ParityRun
  private let parity: ReleaseCase

  /// Runs the program of a case.
  init(_ parity: ReleaseCase, faults: [SimulatedFault] = []) throws {
    self.parity = parity
    guest = SimulatedFreeBSD(parity.machine, faults: faults)
    let before = Self.risen(guest.machine)
    first = try ParityRun(parity.argv, on: guest)
    try notify(Self.risen(guest.machine).subtracting(before))
  }

  /// Runs the program again after a disturbed run, without faults. Then each VF that is up causes
  /// an event.
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

  /// Runs hyperv_vfup for the event VF_UP of these synthetic NICs.
  private func notify(_ synthetics: Set<String>) throws {
    for name in synthetics.sorted() {
      (guest.isKilled, guest.isAskedToStop) = (false, false)
      _ = try ParityRun(["hyperv_vfup", name], on: guest)
    }
  }

  /// Returns the synthetic NICs whose VF is up.
  private static func risen(_ machine: SimulatedMachine) -> Set<String> {
    let pairs = machine.release?.synthetics ?? [:]
    return Set(pairs.filter { machine.nics[$0.key]?.up == true }.values)
  }

  /// The requirements of the case that are not met.
  var unmet: [String] {
    parity.end.unmet(by: guest, exit: first.exit, output: first.output, in: parity)
  }
}

extension ReleaseCase: CustomTestStringConvertible {
  /// The name of the case.
  package var testDescription: String { name }

  /// Returns the case with this name.
  static func named(_ name: String) throws -> ReleaseCase {
    guard let found = try all().first(where: { $0.name == name }) else { throw NoCase(name: name) }
    return found
  }

  private struct NoCase: Error { var name: String }
}
