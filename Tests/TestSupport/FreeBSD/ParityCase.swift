/// A recorded machine, one invocation, and the results of FreeBSD's scripts there.
package struct ParityCase: Decodable, Sendable {
  /// The result of a run.
  package struct Recording: Decodable, Equatable, Sendable {
    /// The exit status.
    package var exit: Int32
    /// The standard output.
    package var stdout: String
    /// The commands that change something, in order. A failed command ends with `=> STATUS`.
    package var effects: [[String]]
    /// The interfaces whose dhclient was ended.
    package var endedClients: [String]
    /// The interfaces after the run.
    package var nics: [String: SimulatedNIC]
    /// The routes after the run; recorded only if there were any before.
    package var routes: [SimulatedMachine.Route]?

    private enum CodingKeys: String, CodingKey {
      case exit, stdout, effects, endedClients = "ended_dhclients", nics = "ifaces", routes
    }

    /// The result with these values.
    package init(
      exit: Int32, stdout: String, effects: [[String]], endedClients: [String],
      nics: [String: SimulatedNIC], routes: [SimulatedMachine.Route]?
    ) {
      self.exit = exit
      self.stdout = stdout
      self.effects = effects
      self.endedClients = endedClients
      self.nics = nics
      self.routes = routes
    }
  }

  /// The name of the case.
  package var name: String
  /// The program and its arguments.
  package var argv: [String]
  /// The machine before the run.
  package var machine: SimulatedMachine
  /// The faults of the machine.
  package var faults: [SimulatedFault]
  /// The results in which the programs are better than the scripts; nil if there are none.
  package var better: ParityBetter?
  /// The result of the scripts before they supported IPv6.
  package var scripts2017: Recording
  /// The result of the current scripts.
  package var scriptsCurrent: Recording

  private enum CodingKeys: String, CodingKey {
    case name, argv, machine, better
    case scripts2017 = "2017"
    case scriptsCurrent = "current"
  }

  private enum MachineKeys: String, CodingKey { case faults }

  /// Decodes a case.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    name = try values.decode(String.self, forKey: .name)
    argv = try values.decode([String].self, forKey: .argv)
    machine = try values.decode(SimulatedMachine.self, forKey: .machine)
    faults = try values.nestedContainer(keyedBy: MachineKeys.self, forKey: .machine)
      .decode([SimulatedFault].self, forKey: .faults)
    better = try values.decodeIfPresent(ParityBetter.self, forKey: .better)
    scripts2017 = try values.decode(Recording.self, forKey: .scripts2017)
    scriptsCurrent = try values.decode(Recording.self, forKey: .scriptsCurrent)
  }

  /// Returns all recorded cases, sorted by name.
  package static func all() throws -> [ParityCase] { try loaded.get() }

  private static let loaded = Result { try Fixtures.cases(in: "parity", as: ParityCase.self) }
}
