/// All of a simulated FreeBSD that its commands read and change; decoded from a recorded machine.
package struct SimulatedMachine: Decodable, Equatable, Sendable {
  /// A route with a gateway.
  package struct Route: Codable, Hashable, Sendable {
    /// `default` or a network.
    package var dest: String
    /// The next hop.
    package var gateway: String
    /// The interface that it leaves by.
    package var netif: String
    /// The routing table that it is in; nil: the first, 0.
    package var fib: Int?

    /// To `dest`.
    package init(dest: String, gateway: String, netif: String, fib: Int? = nil) {
      self.dest = dest
      self.gateway = gateway
      self.netif = netif
      self.fib = fib
    }
  }

  /// A dhclient that runs, or ran.
  package struct Client: Equatable, Sendable {
    /// Whom it serves.
    package var interface: String
    /// Its process.
    package var process: Int32
    /// Whether it was ended.
    package var isEnded = false

    /// One that runs.
    package init(interface: String, process: Int32) {
      self.interface = interface
      self.process = process
    }
  }

  /// What the kernel answers, by oid.
  package var sysctl: [String: String]
  /// The interfaces, by name.
  package var nics: [String: SimulatedNIC]
  /// The routes with a gateway.
  package var routes: [Route]
  /// Whether a lease brings a default route: so it does where there were routes.
  package var leaseHasRoute: Bool
  /// The files, by path.
  package var files: [String: SimulatedFile]
  /// The clients that a pid file names.
  package var clients: [Client]
  /// What only a machine of a release has; nil: one of the recorded machines, older and simpler.
  package var release: SimulatedRelease?
  /// For how many seconds each of them has run.
  package var clientAge = 0

  private enum CodingKeys: String, CodingKey {
    case sysctl, nics = "ifaces", routes, files, dhclients, release, datapath, leases, defaults
  }

  /// Reads a machine; each client gets a process and a pid file.
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

  /// The names of the interfaces, sorted: the order of every listing.
  package var names: [String] { nics.keys.sorted() }

  /// The interfaces whose client was ended, sorted.
  package var endedClients: [String] { clients.filter(\.isEnded).map(\.interface).sorted() }
}
