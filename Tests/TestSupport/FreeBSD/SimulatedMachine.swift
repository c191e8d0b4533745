/// The state of a simulated FreeBSD that its commands read and change. Decoded from a recorded
/// machine.
package struct SimulatedMachine: Decodable, Equatable, Sendable {
  /// A route.
  package struct Route: Codable, Hashable, Sendable {
    /// `default` or a network.
    package var dest: String
    /// The next hop.
    package var gateway: String
    /// The interface.
    package var netif: String
    /// The number of the routing table; nil for table 0.
    package var fib: Int?

    /// A route to `dest`.
    package init(dest: String, gateway: String, netif: String, fib: Int? = nil) {
      self.dest = dest
      self.gateway = gateway
      self.netif = netif
      self.fib = fib
    }
  }

  /// A dhclient that runs or ran.
  package struct Client: Equatable, Sendable {
    /// The interface that it serves.
    package var interface: String
    /// The process number.
    package var process: Int32
    /// True if it was ended.
    package var isEnded = false

    /// A running client.
    package init(interface: String, process: Int32) {
      self.interface = interface
      self.process = process
    }
  }

  /// The values of sysctl(8), by name.
  package var sysctl: [String: String]
  /// The interfaces, by name.
  package var nics: [String: SimulatedNIC]
  /// The routes with a gateway.
  package var routes: [Route]
  /// True if a lease includes a default route. So it is if the machine had routes.
  package var leaseHasRoute: Bool
  /// The files, by path.
  package var files: [String: SimulatedFile]
  /// The clients that have a pid file.
  package var clients: [Client]
  /// The state that only a machine with a release has; nil for a recorded machine, which is older
  /// and simpler.
  package var release: SimulatedRelease?
  /// The time in seconds for which each client has run.
  package var clientAge = 0

  private enum CodingKeys: String, CodingKey {
    case sysctl, nics = "ifaces", routes, files, dhclients, release, datapath, leases, defaults
  }

  /// Decodes a machine. Each client gets a process and a pid file.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    sysctl = try values.decode([String: String].self, forKey: .sysctl)
    nics = try values.decode([String: SimulatedNIC].self, forKey: .nics)
    routes = try values.decodeIfPresent([Route].self, forKey: .routes) ?? []
    leaseHasRoute = !routes.isEmpty
    files = try values.decode([String: SimulatedFile].self, forKey: .files)
    let names = try values.decode([String].self, forKey: .dhclients)
    clients = names.enumerated().map { Client(interface: $1, process: 4001 + Int32($0)) }
    guard let number = try values.decodeIfPresent(Double.self, forKey: .release) else {
      for client in clients {
        files["/var/run/dhclient.\(client.interface).pid"] = SimulatedFile("\(client.process)\n")
      }
      return
    }
    try becomeRelease("\(number)", values)
  }

  private mutating func becomeRelease(
    _ number: String, _ values: KeyedDecodingContainer<CodingKeys>
  ) throws {
    let hasDataPath = try values.decodeIfPresent(Bool.self, forKey: .datapath)
    var kernel = SimulatedRelease(number, hasDataPath: hasDataPath ?? movesDataPath)
    kernel.leases =
      try values.decodeIfPresent([String: SimulatedLease].self, forKey: .leases) ?? [:]
    release = kernel
    if values.contains(.defaults) { files["/etc/defaults/rc.conf"] = .defaults }
    let running = clients
    clients = []
    for client in running { start(client) }
    boot()
  }

  /// The names of the interfaces in the order of every listing: sorted.
  package var names: [String] { nics.keys.sorted() }

  /// The interfaces whose client was ended, sorted.
  package var endedClients: [String] { clients.filter(\.isEnded).map(\.interface).sorted() }
}
