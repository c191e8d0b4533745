/// The steps of a release on FreeBSD: they remove the lagg and give its configuration back to the
/// synthetic NIC, in this order. The VF goes down, so that the host sends to the synthetic NIC,
/// which is still a port. The IP addresses move from the lagg to the synthetic NIC, which then
/// leaves the lagg. The lagg is destroyed last, since that sets the ports down that it still has.
final class LaggRelease {
  // A class, and no struct: a copy of all that was observed for each of its properties would take
  // more code than the properties themselves.
  private let release: Release
  private let found: Interface
  private let reversed: Takeover
  private let addresses: LaggAddresses

  init(_ release: Release, _ found: Interface) {
    self.release = release
    self.found = found
    reversed = release.reversed
    addresses = LaggAddresses(reversed)
  }

  var steps: [Step] {
    var steps =
      lowerVF + stopClients + give + up + leave + release.joinGroup + destroy + defaultRoutes + ipv6
      + others + note
      + vlans + routes + startClient
    // The routes of the lagg are restored when the synthetic NIC has lost its addresses.
    if !steps.isEmpty { steps[0].undo = routesBack + steps[0].undo }
    return steps
  }

  private var routesBack: [Action] {
    let routes = network.routes(through: bond)
    guard !routes.isEmpty else { return [] }
    return [.settleRoutes(RouteSettlement(routes, members: [synthetic], missing: []))]
  }

  private var bond: InterfaceName { release.bond }
  private var synthetic: InterfaceName { release.synthetic }
  private var network: NetworkState { release.takeover.network }
  private var settings: Settings { release.takeover.settings }
  private var nic: Interface { release.takeover.nic }
  private var members: [InterfaceName] { found.bond?.members ?? [] }

  /// The step that sets the VF down; empty if the lagg has no VF. The link of hn(4) comes up when
  /// its VF goes down, and the lagg then changes to the synthetic NIC by itself.
  private var lowerVF: [Step] {
    guard let vf = release.vf else { return [] }
    return [
      Step(
        .setUp(vf, false), undo: [.setUp(vf, true)],
        because: "the host sends to " + synthetic + " while " + vf + " is down")
    ]
  }

  private var stopClients: [Step] {
    network.clients.filter { $0.interface == bond }.map {
      Step(
        .stopClient($0),
        undo: release.takeover.restart($0.program, on: bond),
        because: "two DHCP clients would change the same address", onFailure: .goOn)
    }
  }

  /// The steps that give the synthetic NIC its IPv4 addresses: those of rc.conf and those that the
  /// lagg has. The lagg keeps its own until it is destroyed. Empty if there are none.
  private var give: [Step] {
    var entries = addresses.inet
    if entries.isEmpty, settings.usesDHCP || !release.endedOrRunning.isEmpty {
      let reason = "the address is used until the DHCP client has a lease"
      entries = found.addresses(.inet).map { LaggAddresses.Entry($0, nil, reason) }
    }
    let back: [Action] = [.removeEveryAddress(.inet, from: synthetic, expected: [])]
    return entries.enumerated().map { index, entry in
      Step(
        index == 0
          ? .configure(synthetic, words: entry.words)
          : .addAlias(synthetic, words: entry.words),
        undo: index == 0 ? back : [], because: entry.reason)
    }
  }

  private var up: [Step] {
    guard !nic.isUp else { return [] }
    return [
      Step(.setUp(synthetic, true), because: synthetic + " must be up to carry the traffic")
    ]
  }

  private var leave: [Step] {
    guard members.contains(synthetic) else { return [] }
    return [
      Step(
        .removeMember(synthetic, from: bond), undo: [.addMember(synthetic, to: bond)],
        because: synthetic + " works without " + bond)
    ]
  }

  private var destroy: [Step] {
    let held = found.addresses.filter { !$0.isAutoconfigured && !$0.address.isLinkLocal }
    let again: [Action] =
      [
        .createBond(bond, found.hardwareAddress, monitoring: settings.general.monitoring),
        .formBond(bond, members: members.filter { $0 != synthetic }),
      ]
      + (found.isUp ? [.setUp(bond, true)] : []) + release.rejoinGroup
      + (found.skipsDuplicateDetection ? [.disableDuplicateAddressDetection(bond)] : [])
      + (network.hasIPv6
        ? [
          .setRouterAdvertisements(bond, found.acceptsRouterAdvertisements, bringUp: false),
          .setIPv6(bond, !found.isIPv6Disabled, bringUp: false),
        ] : [])
      + (held.isEmpty ? [] : [.addAddresses(held, to: bond)])
      + (found.note.isEmpty ? [] : [.setNote(bond, found.note)])
    return [Step(.destroyBond(bond), undo: again, because: "nothing uses " + bond + " any more")]
  }

  private var allRoutes: [Route] {
    network.routes(through: bond).map { $0.moved(to: synthetic) }
  }

  /// The step that adds the IPv4 default routes of the lagg again, through the synthetic NIC; empty
  /// if the lagg has none. Nothing is queried first, since nothing beyond the router is reachable
  /// before this step.
  private var defaultRoutes: [Step] {
    let routes = allRoutes.filter { $0.destination == "default" && $0.family == .inet }
    guard !routes.isEmpty else { return [] }
    return [
      Step(
        .returnRoutes(routes), because: "the kernel removed the default route with " + bond,
        onFailure: .goOn)
    ]
  }

  /// The steps that enable IPv6 on the synthetic NIC and give it the IPv6 addresses of the lagg,
  /// since a port has none. Empty if the kernel has no IPv6, or if IPv6 is disabled on the lagg.
  private var ipv6: [Step] {
    guard network.hasIPv6, !found.isIPv6Disabled else { return [] }
    let enable = Step(
      .setIPv6(synthetic, true, bringUp: false),
      undo: [
        .setRouterAdvertisements(synthetic, nic.acceptsRouterAdvertisements, bringUp: false),
        .setIPv6(synthetic, false, bringUp: false),
        .removeEveryAddress(.inet6, from: synthetic, expected: []),
      ],
      because: "IPv6 was enabled on " + bond, onFailure: .goOn)
    let words = addresses.inet6.map {
      Step(.configure(synthetic, words: $0.words), because: $0.reason)
    }
    let accept = Step(
      .setRouterAdvertisements(synthetic, true, bringUp: false),
      undo: [.setRouterAdvertisements(synthetic, false, bringUp: false)],
      because: bond + " accepted router advertisements", onFailure: .goOn)
    let ask = network.routerSolicitor.map {
      Step(
        .solicitRouters(
          synthetic, program: $0, options: settings.ipv6.solicitorOptions),
        because: synthetic + " need not wait for the next router advertisement", onFailure: .goOn)
    }
    return [enable] + words
      + (found.acceptsRouterAdvertisements ? [accept] + [ask].compactMap { $0 } : [])
  }

  private var others: [Step] {
    guard !addresses.others.isEmpty else { return [] }
    return [Step(.configure(synthetic, words: addresses.others), because: "rc.conf sets it")]
  }

  private var note: [Step] {
    guard !settings.note.isEmpty else { return [] }
    return [
      Step(
        .setNote(synthetic, settings.note), because: "rc.conf sets the description",
        onFailure: .goOn)
    ]
  }

  private var vlans: [Step] {
    let vlans = network.vlans
    guard !vlans.isEmpty else { return [] }
    let transfer = { (from: InterfaceName, to: InterfaceName) in
      ConfigurationTransfer(from: from, to: to, removing: [], adding: [], routes: [], vlans: vlans)
    }
    let names = vlans.map { $0.interface.name }
    let routes = network.routes.filter { names.contains($0.interface) }
    return [
      Step(
        .move(transfer(bond, synthetic)), undo: [.move(transfer(synthetic, bond))],
        because: "the VLANs of " + bond + " move to " + synthetic)
    ]
      + (routes.isEmpty
        ? []
        : [
          Step(
            .addRoutes(routes), because: "the kernel may have removed the routes of the VLANs")
        ])
  }

  private var routes: [Step] {
    guard !allRoutes.isEmpty else { return [] }
    return [
      Step(
        .settleRoutes(
          RouteSettlement(
            allRoutes, members: [bond] + members.filter { $0 != synthetic },
            missing: allRoutes.filter { $0.family == .inet6 || $0.destination != "default" })),
        because: "the routes have to lead through " + synthetic, onFailure: .goOn)
    ]
  }

  /// The steps that start a DHCP client on the synthetic NIC, which keeps the address of the old
  /// lease until the client has a new one. Empty if a client runs already, or if neither rc.conf
  /// asks for DHCP nor the lagg had a client.
  private var startClient: [Step] {
    guard settings.usesDHCP || !release.endedOrRunning.isEmpty,
      network.client(of: synthetic) == nil
    else { return [] }
    let reason = settings.usesDHCP ? "rc.conf asks for DHCP" : "a DHCP client ran on \(bond)"
    return release.takeover.restart(.freebsd, on: synthetic).map {
      Step($0, undo: [.endClient(of: synthetic)], because: reason, onFailure: .report)
    }
  }
}

extension Release {
  /// The DHCP clients of the bond: those that run, then those that a killed run may have ended.
  /// Empty if there are none.
  fileprivate var endedOrRunning: [DHCPClient.Program] {
    takeover.network.clients.filter { $0.interface == bond }.map { $0.program } + ended
  }
}
