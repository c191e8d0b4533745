/// The takeover of one synthetic NIC: a bond gets the NIC and its VF as members, and takes over
/// their addresses, routes and DHCP client. This value holds what was configured and observed
/// before; functions such as `planUp` make the steps from it.
package struct Takeover: Hashable, Sendable {
  /// The part of a takeover that the programs plan themselves. The rest is left to an override, a
  /// program of the administrator that replaces hyperv_vfup(8).
  package enum Scope: Hashable, Sendable {
    /// Everything: both NICs join the bond, and the bond gets its addresses, routes and DHCP
    /// client.
    case whole
    /// Both NICs join the bond. Then the bond gets what an override requests in `then`, in this
    /// order, in place of the configuration in rc.conf.
    case joinOnly(then: [BondRequest])
  }

  /// A change of the bond that an override, a program of the administrator, requests.
  package enum BondRequest: Hashable, Sendable {
    /// Apply these words of ifconfig(8) to the bond: `inet 192.0.2.50/24 mtu 9000`.
    case configure([String])
    /// Start a DHCP client on the bond. If `waits` is true, the next request begins only when the
    /// client has a lease.
    case lease(waits: Bool)
    /// Run this command.
    case command(Command)
  }

  /// The order of the steps of a takeover. It differs because lagg(4) and Linux bonding accept
  /// different members.
  package enum Order: Hashable, Sendable {
    /// FreeBSD: a NIC may be up when it joins a lagg. In compatibility mode, this is the order of
    /// FreeBSD's scripts.
    case lagg
    /// Linux: a NIC must be down to join a bond. So the VF joins first, then the configuration
    /// moves to the bond, and then the synthetic NIC goes down and joins. Any other order would
    /// interrupt the traffic.
    case bonding
  }

  /// The name of the synthetic NIC: `hn0`.
  package var synthetic: InterfaceName
  /// The name of the bond, which need not exist yet: `lagg0`.
  package var bond: InterfaceName
  /// The settings in rc.conf for the pair.
  package var settings: Settings
  /// The observed state of the NICs and the bond: addresses, routes, DHCP clients and more. If
  /// `isResumed` is true, the addresses and routes of the NICs are those from before the killed
  /// run.
  package var network: NetworkState
  /// The part of the takeover that is planned: all of it, or only until both NICs are members.
  package var scope: Scope
  /// The order of the steps: that of FreeBSD or that of Linux.
  package var order: Order
  /// True if an earlier run was killed before its end, and this takeover continues from the state
  /// that the killed run had saved.
  package internal(set) var isResumed = false
  /// The DHCP clients of the synthetic NIC that a killed run may have ended: they ran before the
  /// killed run and do not run now. Empty if no run was killed.
  var endedClients: [DHCPClient.Program] = []
  /// The command-line arguments of the clients in `endedClients`, as the killed run saved them. A
  /// client without arguments has no entry.
  var endedArguments: [DHCPClient.Arguments] = []
  /// The DHCP clients of the VF that a killed run may have ended: they ran before the killed run
  /// and do not run now. Empty if no run was killed.
  var endedVFClients: [DHCPClient.Program] = []
  /// The name of the VF in the routing rules (ip-rule(8)) that a killed run saved. Nil if these
  /// rules name no VF, or if no run was killed.
  var rulesVF: InterfaceName?
  /// The bond as it was before a run that was killed, from the state which that run saved. Nil if
  /// there was no bond then, or if no run was killed.
  var savedBond: Interface?
  /// The routes that led through the bond before a run that was killed; empty if `savedBond` is
  /// nil.
  var savedBondRoutes: [Route] = []
  /// The first of `endedClients`; nil if that is empty.
  var endedClient: DHCPClient.Program? { endedClients.first }

  /// The takeover in which `bond` gets the configuration of `synthetic`.
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

  /// The steps that follow when both NICs are members: those for the requests of an override, if
  /// one configures the bond; else the steps `otherwise`.
  func afterJoining(_ otherwise: [Step]) -> [Step] {
    guard case .joinOnly(let requests) = scope else { return otherwise }
    return requests.flatMap { steps(for: $0) }
  }

  /// True if rc.conf gives the pair an IPv4 address, also by DHCP; or, if the kernel supports IPv6,
  /// an IPv6 address, also by router advertisements.
  var givesAddress: Bool {
    settings.givesAddress(.inet) || (network.hasIPv6 && settings.givesAddress(.inet6))
  }

  /// The DHCP client of the bond if it has run in vain: for 60 seconds or more, which is how long
  /// dhclient(8) waits for an answer, and the bond has no IPv4 address. Nil otherwise.
  var idleClient: DHCPClient? {
    guard network.interface(bond)?.addresses(.inet).isEmpty == true,
      let client = network.client(of: bond), let age = client.age, age >= 60
    else { return nil }
    return client
  }

  /// The version of FreeBSD's scripts that the programs imitate (`hyperv_vf_compat`); `.none` by
  /// default.
  package var compatibility: Compatibility { settings.general.compatibility }

  /// The synthetic NIC as observed. If it was not observed, an interface of which only the name is
  /// known.
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
