/// A synthetic NIC whose VF is ready, with everything that the planning functions need.
package struct Takeover: Hashable, Sendable {
  /// How much of the takeover is made. It is less if an override, a program of the administrator,
  /// configures the bond.
  package enum Scope: Hashable, Sendable {
    /// The whole takeover, including the configuration of the bond.
    case whole
    /// The steps until both NICs are members, then the requests of an override.
    case joinOnly(then: [BondRequest])
  }

  /// A request of an override for its bond.
  package enum BondRequest: Hashable, Sendable {
    /// Apply words of ifconfig(8), which are the value, to the bond.
    case configure([String])
    /// Start a DHCP client; if `waits`, until it has a lease.
    case lease(waits: Bool)
    /// Run this command.
    case command(Command)
  }

  /// The order of a takeover, which depends on the kernel.
  package enum Order: Hashable, Sendable {
    /// Both members join while they are up, then the configuration moves: lagg(4), and the scripts.
    case lagg
    /// The VF joins, then the configuration moves, then the synthetic NIC joins. Bonding refuses a
    /// member that is up, and setting the synthetic NIC down first would interrupt the traffic.
    case bonding
  }

  /// The synthetic NIC.
  package var synthetic: InterfaceName
  /// The name of its bond.
  package var bond: InterfaceName
  /// The settings of rc.conf.
  package var settings: Settings
  /// The observed state of the pair and of what depends on it.
  package var network: NetworkState
  /// How much of the takeover is made.
  package var scope: Scope
  /// The order of the steps on this system.
  package var order: Order
  /// True if the takeover continues a run that was killed; see `resumed(from:)`.
  package internal(set) var isResumed = false
  /// The DHCP clients that a killed run may have ended.
  var endedClients: [DHCPClient.Program] = []
  /// The arguments of `endedClients`, from the saved state of the killed run.
  var endedArguments: [DHCPClient.Arguments] = []
  /// The DHCP clients of the VF that a killed run may have ended.
  var endedVFClients: [DHCPClient.Program] = []
  /// The VF that the routing rules in the saved state name. Nil if they name none, or if no run was
  /// killed.
  var rulesVF: InterfaceName?
  /// The bond as another program had made it before the killed run, from the saved state. Nil if
  /// there was none, or if no run was killed.
  var savedBond: Interface?
  /// The routes through `savedBond`, from the saved state.
  var savedBondRoutes: [Route] = []
  /// The first of `endedClients`.
  var endedClient: DHCPClient.Program? { endedClients.first }

  /// A takeover of `synthetic` by `bond`.
  package init(
    of synthetic: InterfaceName, by bond: InterfaceName, settings: Settings, network: NetworkState,
    scope: Scope = .whole, order: Order
  ) {
    self.synthetic = synthetic
    self.bond = bond
    self.settings = settings
    self.network = network
    self.scope = scope
    self.order = order
  }

  /// The steps after both NICs are members: if an override configures the bond, its requests; else
  /// `otherwise`.
  func afterJoining(_ otherwise: [Step]) -> [Step] {
    guard case .joinOnly(let requests) = scope else { return otherwise }
    return requests.flatMap { steps(for: $0) }
  }

  /// True if rc.conf configures an address of a family that the kernel supports.
  var givesAddress: Bool {
    settings.givesAddress(.inet) || (network.hasIPv6 && settings.givesAddress(.inet6))
  }

  /// The DHCP client of the bond, if it has run for a minute, the time that dhclient(8) waits, and
  /// the bond has no IPv4 address. The client may have a lease that its script never applied. Nil
  /// if there is no such client.
  var idleClient: DHCPClient? {
    guard network.interface(bond)?.addresses(.inet).isEmpty == true,
      let client = network.client(of: bond), let age = client.age, age >= 60
    else { return nil }
    return client
  }

  /// The compatibility mode.
  package var compatibility: Compatibility { settings.general.compatibility }

  /// The synthetic NIC as observed; without any properties if it was not found.
  var nic: Interface { network.interface(synthetic) ?? Interface(synthetic) }
}

extension Takeover {
  private func steps(for request: BondRequest) -> [Step] {
    let reason = "the override asks for it"
    switch request {
    case .configure(let words): return [Step(.configure(bond, words: words), because: reason)]
    case .lease(let waits):
      let client = network.installedClient ?? DHCPClient.Installed(.freebsd)
      let start = Action.startClient(
        client.program, on: bond, waits: waits, at: client.path,
        with: arguments(of: client.program, on: bond))
      return configureClient(client.program) + [Step(start, because: reason)]
    case .command(let command): return [Step(.command(command), because: reason)]
    }
  }
}
