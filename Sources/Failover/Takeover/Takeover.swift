/// A synthetic NIC whose VF is ready, and all that is known about it: what the planning functions
/// decide from.
package struct Takeover: Hashable, Sendable {
  /// How far the work is to go.
  package enum Scope: Hashable, Sendable {
    /// Until the bond has the configuration.
    case whole
    /// Until the bond holds both NICs; then these, which an override asks for.
    case joinOnly(then: [BondRequest])
  }

  /// What an override asks of its bond.
  package enum BondRequest: Hashable, Sendable {
    /// Words of ifconfig(8).
    case configure([String])
    /// A DHCP client, waited for or not.
    case lease(waits: Bool)
    /// Any command.
    case command(Command)
  }

  /// In which order a system's kernel lets a bond take over.
  package enum Order: Hashable, Sendable {
    /// Both members at once, while they are up; then the configuration: lagg(4), and the scripts.
    case lagg
    /// The VF alone, then the configuration, then the synthetic NIC: bonding refuses a member that
    /// is up, and taking the synthetic NIC down before would cut the traffic off.
    case bonding
  }

  /// The NIC that is always there.
  package var synthetic: InterfaceName
  /// The name that its bond has, or is to have.
  package var bond: InterfaceName
  /// What rc.conf asks.
  package var settings: Settings
  /// What was observed.
  package var network: NetworkState
  /// How far to go.
  package var scope: Scope
  /// In which order.
  package var order: Order
  /// A run that was cut short began it; see `resumed(from:)`.
  package internal(set) var isResumed = false
  /// The DHCP clients that such a run may have ended already.
  var endedClients: [DHCPClient.Program] = []
  /// Their arguments.
  var endedArguments: [DHCPClient.Arguments] = []
  /// The same of the VF's.
  var endedVFClients: [DHCPClient.Program] = []
  /// The VF that rules were about then.
  var rulesVF: InterfaceName?
  /// The bond that was there before such a run, and the routes that left by it.
  var savedBond: Interface?
  /// See `savedBond`.
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

  /// What is to be done once the bond holds both: what an override asks for, or `otherwise`.
  func afterJoining(_ otherwise: [Step]) -> [Step] {
    guard case .joinOnly(let requests) = scope else { return otherwise }
    return requests.flatMap { steps(for: $0) }
  }

  /// Whether rc.conf says how the bond gets an address, of any family that the kernel knows.
  var givesAddress: Bool {
    settings.givesAddress(.inet) || (network.hasIPv6 && settings.givesAddress(.inet6))
  }

  /// The bond's client that has got no address for a minute, which is what dhclient(8) itself waits for a
  /// lease: it may hold one that its script never put on the bond. nil: there is none.
  var idleClient: DHCPClient? {
    guard network.interface(bond)?.addresses(.inet).isEmpty == true,
      let client = network.client(of: bond), let age = client.age, age >= 60
    else { return nil }
    return client
  }

  /// Which scripts to be.
  package var compatibility: Compatibility { settings.general.compatibility }

  /// The synthetic NIC as observed; one without anything where it was not found.
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
