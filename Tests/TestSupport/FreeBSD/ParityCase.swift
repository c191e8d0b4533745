/// A recorded machine, one invocation, and what FreeBSD's scripts did there.
package struct ParityCase: Decodable, Sendable {
  /// What a run left behind.
  package struct Recording: Decodable, Equatable, Sendable {
    /// The exit status.
    package var exit: Int32
    /// What was printed.
    package var stdout: String
    /// The commands that change something, in order; `=> 1` behind those that failed so.
    package var effects: [[String]]
    /// The interfaces whose dhclient was ended.
    package var endedClients: [String]
    /// The interfaces afterwards.
    package var nics: [String: SimulatedNIC]
    /// The routes afterwards; recorded only where there were some before.
    package var routes: [SimulatedMachine.Route]?

    private enum CodingKeys: String, CodingKey {
      case exit, stdout, effects, endedClients = "ended_dhclients", nics = "ifaces", routes
    }

    /// That of a run.
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

  /// Its name.
  package var name: String
  /// The program and its arguments.
  package var argv: [String]
  /// The machine.
  package var machine: SimulatedMachine
  /// What goes wrong there.
  package var faults: [SimulatedFault]
  /// What the programs do better than the scripts.
  package var better: ParityBetter?
  /// What the scripts did before they learnt IPv6.
  package var scripts2017: Recording
  /// What today's scripts do.
  package var scriptsCurrent: Recording

  private enum CodingKeys: String, CodingKey {
    case name, argv, machine, better
    case scripts2017 = "2017"
    case scriptsCurrent = "current"
  }

  private enum MachineKeys: String, CodingKey { case faults }

  /// Reads a case.
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

  /// Every recorded case, by name.
  package static func all() throws -> [ParityCase] { try loaded.get() }

  private static let loaded = Result { try Fixtures.cases(in: "parity", as: ParityCase.self) }
}
