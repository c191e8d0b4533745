/// The last steps of a takeover on FreeBSD, which complete the configuration of the lagg. Before
/// them the lagg has its first address and the default route.
struct LaggConfiguration {
  private let takeover: Takeover
  let addresses: LaggAddresses
  /// True if the synthetic NIC was a port of the lagg before the takeover. If false, the step that
  /// makes it a port also sets the first IPv6 address.
  private let wasJoined: Bool

  init(_ takeover: Takeover, _ addresses: LaggAddresses, joined wasJoined: Bool = true) {
    self.takeover = takeover
    self.addresses = addresses
    self.wasJoined = wasJoined
  }

  var steps: [Step] {
    ports
      + takeover.afterJoining(
        inet6 + others + note + vlans + routes + autoconfigure + lease)
  }

  private var settings: Settings { takeover.settings }
  private var network: NetworkState { takeover.network }
  private var bond: InterfaceName { takeover.bond }
  private var synthetic: InterfaceName { takeover.synthetic }

  /// The steps that disable IPv6 on the ports and remove the IPv4 addresses that they still have. A
  /// port with an address would answer in addition to the lagg.
  private var ports: [Step] {
    let configuredNICs = takeover.configuredNICs
    return (network.hasIPv6 ? configuredNICs.flatMap { withoutIPv6($0) } : [])
      + configuredNICs.flatMap { withoutIPv4($0) }
  }

  private func withoutIPv6(_ giver: Interface) -> [Step] {
    let name = giver.name
    guard name == synthetic || !giver.isIPv6Disabled else { return [] }
    return [
      Action.setRouterAdvertisements(name, false, bringUp: false),
      .setIPv6(name, false, bringUp: false),
    ].map {
      Step(
        $0, because: "a member of " + bond + " needs no IPv6 of its own",
        deviation: name == synthetic ? nil : .vfFollows)
    }
  }

  /// The step that removes the IPv4 addresses that the port `giver` still has. Empty if it has
  /// none. After a killed run the step is always there, since the port may have any addresses.
  private func withoutIPv4(_ giver: Interface) -> [Step] {
    let name = giver.name
    let first = takeover.held(.inet).first?.entry
    let others = takeover.held(.inet).dropFirst().filter { held in
      // The addresses of the VF in the network of the first address are removed already.
      let hasLeft =
        held.entry.prefixLength < 32 && first.map { held.entry.reaches($0.address) } == true
      return held.holder == name && (name == synthetic || !hasLeft)
    }.map { $0.entry }
    guard !others.isEmpty || takeover.isResumed else { return [] }
    return [
      Step(
        .removeEveryAddress(.inet, from: name, expected: others),
        undo: takeover.addingAgain(others, to: name),
        because: bond + " has the addresses",
        deviation: name == synthetic ? nil : .vfFollows)
    ]
  }

  /// The steps that set the IPv6 addresses of the lagg. Without the first address, if the step that
  /// made the synthetic NIC a port has set it already. Empty if none is left.
  private var inet6: [Step] {
    addresses.inet6.dropFirst(wasJoined ? 0 : 1).map {
      Step(.configure(bond, words: $0.words), because: $0.reason, deviation: $0.deviation)
    }
  }

  private var others: [Step] {
    guard !addresses.others.isEmpty else { return [] }
    return [Step(.configure(bond, words: addresses.others), because: "rc.conf sets it")]
  }

  private var note: [Step] {
    let isSaid = !settings.note.isEmpty
    let text = isSaid ? settings.note : takeover.liveNote
    guard !text.isEmpty else { return [] }
    return [
      Step(
        .setNote(bond, text),
        undo: takeover.originalBond.map { [.setNote(bond, $0.note)] } ?? [],
        because: isSaid ? "rc.conf sets the description" : "a NIC has this description",
        deviation: isSaid ? .aliasesFollow : .liveFollows, onFailure: .goOn)
    ]
  }

  /// The steps that move the VLANs of the synthetic NIC to the lagg, with their routes. The lagg
  /// receives the packets of its ports, so a VLAN on a port receives none. Empty if there are no
  /// VLANs.
  private var vlans: [Step] {
    let vlans = network.vlans
    guard !vlans.isEmpty else { return [] }
    let names = vlans.map { $0.interface.name }
    let routes = network.routes.filter { names.contains($0.interface) }
    let transfer = { (from: InterfaceName, to: InterfaceName) in
      ConfigurationTransfer(from: from, to: to, removing: [], adding: [], routes: [], vlans: vlans)
    }
    let restore: [Action] = routes.isEmpty ? [] : [.addRoutes(routes)]
    return [
      Step(
        .move(transfer(synthetic, bond)), undo: [.move(transfer(bond, synthetic))] + restore,
        because: "a VLAN on a member of " + bond + " receives nothing", deviation: .aliasesFollow)
    ]
      + restore.map {
        Step(
          $0, because: "the kernel may have removed the routes of the VLANs",
          deviation: .aliasesFollow)
      }
  }

  /// The steps after which the routes of the NICs lead through the lagg: at most two. The first,
  /// for routes that the lagg can certainly use, must succeed. The second, for routes whose
  /// gateways may need a lease, may fail. Empty if there are no routes.
  private var routes: [Step] {
    let restoration = RouteRestoration(takeover)
    return [(restoration.certain, Step.Failure.undo), (restoration.others, .goOn)].compactMap {
      routes, failure in
      guard !routes.isEmpty else { return nil }
      return Step(
        .settleRoutes(
          RouteSettlement(
            routes, members: [synthetic] + [network.vf].compactMap { $0 },
            missing: routes.filter { $0.destination != "default" })),
        because: "the routes have to lead through " + bond,
        deviation: .routesFollow, onFailure: failure)
    }
  }

  private var autoconfigure: [Step] {
    let isSaid = settings.ipv6.isWanted && settings.ipv6.autoconfigures
    guard network.hasIPv6, isSaid || takeover.hasAdvertisedAddress else { return [] }
    let accept = Step(
      .setRouterAdvertisements(bond, true, bringUp: true),
      because: isSaid ? "rc.conf asks for SLAAC" : "a NIC has an address by SLAAC",
      deviation: isSaid ? nil : .liveFollows)
    guard let program = network.routerSolicitor else { return [accept] }
    return [
      accept,
      // No router needs to answer, so this status says nothing about the takeover.
      Step(
        .solicitRouters(bond, program: program, options: settings.ipv6.solicitorOptions),
        because: bond + " need not wait for the next router advertisement", onFailure: .goOn),
    ]
  }

  /// The steps that start a DHCP client on the lagg. It asks for the address that the lagg has,
  /// which stays until the client has a lease. Empty if no client is needed, or if one runs on the
  /// lagg that is not `idleClient`.
  private var lease: [Step] {
    guard settings.usesDHCP || hadClient,
      network.client(of: bond) == nil || takeover.idleClient != nil
    else { return [] }
    let start = { (waits: Bool) -> Action in
      .startClient(
        .freebsd, on: bond, waits: waits, with: takeover.arguments(of: .freebsd, on: bond))
    }
    let again = Step(
      start(false), because: "the DHCP client got no lease",
      deviation: .noLease, onFailure: .goOn)
    let isSame =
      !settings.usesDHCP && settings.givesAddress(.inet)
      || !takeover.arguments(of: .freebsd, on: bond).isEmpty
    let leased = takeover.leased.flatMap { entry in
      addresses.inet.contains { $0.address == entry.address } ? entry : nil
    }
    return [knownLease] + takeover.configureClient(.freebsd) + [
      Step(
        start(settings.waitsForLease), undo: [.endClient(of: bond)],
        because: settings.usesDHCP
          ? "rc.conf asks for DHCP" : "a DHCP client ran on \(configured)",
        deviation: isSame ? .sameClient : nil,
        onFailure: .instead([again]))
    ] + (leased.map { [outdated($0)] } ?? [])
  }

  /// True if a DHCP client ran on the NIC: then the lagg gets one too, even if rc.conf does not ask
  /// for DHCP. False if an override configures the lagg.
  private var hadClient: Bool { takeover.hadClient(configured) && takeover.scope == .whole }

  private var configured: InterfaceName { takeover.configured }

  /// The step that comes before the start of the DHCP client on the lagg. It copies the lease of
  /// the NIC, so that the client asks for the same address. But if another client has run on the
  /// lagg in vain (`idleClient`), it ends that client.
  private var knownLease: Step {
    if let idle = takeover.idleClient {
      return Step(
        .stopClient(idle), because: "the DHCP client of " + bond + " got no lease",
        deviation: .noLease)
    }
    let old =
      takeover.clients(of: configured).first
      ?? DHCPClient(of: configured, program: .freebsd, process: 0, pidFile: "")
    return Step(
      .copyLease(old, to: bond), because: "the DHCP client can ask for the same address",
      onFailure: .goOn)
  }

  private func outdated(_ address: InterfaceAddress) -> Step {
    Step(
      .removeOutdated(address, from: bond, known: addresses.inet.compactMap { $0.address }),
      because: "the lease is for another address", onFailure: .goOn)
  }
}
