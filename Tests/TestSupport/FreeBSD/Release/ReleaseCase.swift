/// A machine with a release of FreeBSD, one invocation, and the required state afterwards.
package struct ReleaseCase: Decodable, Sendable {
  /// The name of the case.
  package var name: String
  /// The program and its arguments.
  package var argv: [String]
  /// The machine before the run.
  package var machine: SimulatedMachine
  /// The required state afterwards.
  package var end: ReleaseEnd

  /// An invocation on a machine without any required state.
  package init(_ name: String, _ argv: [String], on machine: SimulatedMachine) {
    self.name = name
    self.argv = argv
    self.machine = machine
    end = ReleaseEnd()
  }

  /// Returns all cases, sorted by name.
  package static func all() throws -> [ReleaseCase] { try loaded.get() }

  private static let loaded = Result { try Fixtures.cases(in: "parity-15.1", as: ReleaseCase.self) }

  /// The synthetic NIC of the invocation.
  package var synthetic: String {
    let named = argv.dropFirst().compactMap { machine.release?.synthetics[$0] }
    return named.first ?? argv.last ?? ""
  }

  /// The VF of that NIC; nil if it has none.
  package var vf: String? {
    machine.release?.synthetics.first { $0.value == synthetic }?.key
  }
}
