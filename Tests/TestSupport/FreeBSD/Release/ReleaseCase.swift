/// A machine of a release, one invocation, and how the machine must be afterwards.
package struct ReleaseCase: Decodable, Sendable {
  /// Its name.
  package var name: String
  /// The program and its arguments.
  package var argv: [String]
  /// The machine.
  package var machine: SimulatedMachine
  /// What must hold afterwards.
  package var end: ReleaseEnd

  /// An invocation on a machine, as whose end nothing is known.
  package init(_ name: String, _ argv: [String], on machine: SimulatedMachine) {
    self.name = name
    self.argv = argv
    self.machine = machine
    end = ReleaseEnd()
  }

  /// Every case, by name.
  package static func all() throws -> [ReleaseCase] { try loaded.get() }

  private static let loaded = Result { try Fixtures.cases(in: "parity-15.1", as: ReleaseCase.self) }

  /// The synthetic NIC that it is about.
  package var synthetic: String {
    let named = argv.dropFirst().compactMap { machine.release?.synthetics[$0] }
    return named.first ?? argv.last ?? ""
  }

  /// The VF of that NIC.
  package var vf: String? {
    machine.release?.synthetics.first { $0.value == synthetic }?.key
  }
}
