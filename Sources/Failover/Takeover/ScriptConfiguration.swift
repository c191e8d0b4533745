/// The configuration of a synthetic NIC, as steps that give it to its lagg: what rc.conf says and,
/// by default, what the scripts lose.
struct LaggConfiguration {
  private let takeover: Takeover
  private let rules: FailureRules

  init(_ takeover: Takeover, _ rules: FailureRules) {
    self.takeover = takeover
    self.rules = rules
  }

  var steps: [Step] {
    let inet = settings.usesDHCP ? lease : arguments
    guard takeover.compatibility == .none else { return inet + ipv6 }
    return inet + aliases + note + live + ipv6 + routeRestoration.steps + vlans
  }

  private var settings: Settings { takeover.settings }
  private var bond: InterfaceName { takeover.bond }
  private var nic: Interface { takeover.nic }
  private var routeRestoration: RouteRestoration { RouteRestoration(takeover) }

  private var lease: [Step] {
    // One that an earlier run started already asks.
    guard takeover.network.client(of: bond) == nil else { return [] }
    let isDefaultMode = takeover.compatibility == .none
    // Routes of the administrator's can only come back once there is an address to reach them by.
    let mustWait = isDefaultMode && !settings.waitsForLease && routeRestoration.needLease
    return [
      Step(.setUp(bond, true), because: "the client needs it up", onFailure: rules.atAddresses),
      Step(
        .startClient(.freebsd, on: bond, waits: settings.waitsForLease || mustWait),
        undo: [.endClient(of: bond)],
        because: mustWait ? "the routes wait for the lease" : "rc.conf asks for DHCP",
        deviation: mustWait ? .routesFollow : nil,
        onFailure: isDefaultMode ? .instead(withoutLease) : rules.atConfiguration),
    ]
  }

  /// What serves until a lease comes: the addresses of the last one.
  private var withoutLease: [Step] {
    let addresses = nic.addresses(.inet)
    let routes = routeRestoration.all.filter { $0.family == .inet }
    let bridge: [Action] =
      (addresses.isEmpty ? [] : [.addAddresses(addresses, to: bond)])
      + (routes.isEmpty ? [] : [.addRoutes(routes)])
    return (bridge + [.startClient(.freebsd, on: bond, waits: false)]).map {
      Step($0, because: "the client got no lease", deviation: .noLease, onFailure: .goOn)
    }
  }

  private var arguments: [Step] {
    let words = settings.arguments.withoutPseudoWords
    guard !words.isEmpty else { return [] }
    return [
      Step(
        .configure(bond, words: words), because: "so says rc.conf",
        onFailure: rules.atConfiguration)
    ]
  }

  private var aliases: [Step] {
    settings.aliasesToAdd.map {
      Step(
        .addAlias(bond, words: $0), because: "aliases follow", deviation: .aliasesFollow)
    }
  }

  private var note: [Step] {
    guard !settings.note.isEmpty else { return [] }
    return [
      Step(
        .setNote(bond, settings.note),
        undo: takeover.originalBond.map { [.setNote(bond, $0.note)] } ?? [],
        because: "the description follows",
        deviation: .aliasesFollow, onFailure: .goOn)
    ]
  }

  /// What a port receives is the lagg's: a VLAN on the port would hear nothing any more.
  private var vlans: [Step] {
    let vlans = takeover.network.vlans
    guard !vlans.isEmpty else { return [] }
    let names = vlans.map { $0.interface.name }
    let routes = takeover.network.routes.filter { names.contains($0.interface) }
    let transfer = { (from: InterfaceName, to: InterfaceName) in
      ConfigurationTransfer(from: from, to: to, removing: [], adding: [], routes: [], vlans: vlans)
    }
    let restore: [Action] = routes.isEmpty ? [] : [.addRoutes(routes)]
    let move = Step(
      .move(transfer(takeover.synthetic, bond)),
      undo: [.move(transfer(bond, takeover.synthetic))] + restore, because: "VLANs follow",
      deviation: .aliasesFollow)
    return [move]
      + restore.map {
        Step($0, because: "they may have gone with the link", deviation: .aliasesFollow)
      }
  }

  /// What was there by hand, or by an agent, follows where rc.conf is silent: IPv4 where it says
  /// nothing of IPv4, since the machine may be reached by it alone; IPv6 where it says nothing at all.
  private var live: [Step] {
    let inet = settings.givesAddress(.inet) ? [] : nic.addresses(.inet)
    let inet6 = takeover.givesAddress || !takeover.network.hasIPv6 ? [] : ownIPv6
    guard !(inet + inet6).isEmpty else { return [] }
    let enable: [Action] = inet6.isEmpty ? [] : [.setIPv6(bond, true, bringUp: true)]
    return (enable + [.addAddresses(inet + inet6, to: bond)]).map {
      Step($0, because: "rc.conf is silent: what was live follows", deviation: .liveFollows)
    }
  }

  /// IPv6 addresses that do not come back by themselves.
  private var ownIPv6: [InterfaceAddress] {
    nic.addresses(.inet6).filter { !$0.isAutoconfigured && !$0.address.isLinkLocal }
  }

  private var ipv6: [Step] {
    guard takeover.network.hasIPv6, takeover.compatibility != .scripts2017, settings.ipv6.isWanted
    else { return [] }
    let ipv6 = settings.ipv6
    let words: [Action] = ipv6.arguments.map { .configure(bond, words: $0) }
    return ([.setIPv6(bond, true, bringUp: true)] + words).map {
      Step($0, because: "so says rc.conf", onFailure: rules.beforeMembers)
    }
      + ipv6.aliases.map {
        Step(.addAlias(bond, words: $0), because: "aliases follow", onFailure: rules.atAddresses)
      } + autoconfigure
  }

  private var autoconfigure: [Step] {
    guard settings.ipv6.autoconfigures else { return [] }
    let accept = Step(
      .setRouterAdvertisements(bond, true, bringUp: true), because: "rc.conf asks for SLAAC",
      onFailure: rules.atAddresses)
    guard let program = takeover.network.routerSolicitor else { return [accept] }
    let options = settings.ipv6.solicitorOptions
    return [
      accept,
      // No router need answer: its status says nothing of the takeover.
      Step(
        .solicitRouters(bond, program: program, options: options), because: "so it need not wait",
        onFailure: .goOn),
    ]
  }
}
