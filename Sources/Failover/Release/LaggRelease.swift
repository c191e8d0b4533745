/// The release where a lagg(4) holds both. A port gets nothing that is sent to addresses of its own, so
/// that the lagg must go before they can come back: what arrives between these two commands is lost, and
/// connections outlast it.
struct LaggRelease {
  private let release: Release
  private let found: Interface

  init(_ release: Release, _ found: Interface) {
    self.release = release
    self.found = found
  }

  var steps: [Step] {
    lowerVF + stopClients + destroy + up + ipv6 + configuration
  }

  private var bond: InterfaceName { release.bond }
  private var synthetic: InterfaceName { release.synthetic }
  private var network: NetworkState { release.takeover.network }
  private var settings: Settings { release.takeover.settings }
  private var routes: [Route] { network.routes(through: bond) }

  /// hn(4) has no link while its VF is up; the lagg changes over by itself when that goes.
  private var lowerVF: [Step] {
    guard let vf = release.vf else { return [] }
    return [
      Step(
        .setUp(vf, false), undo: [.setUp(vf, true)],
        because: "the host sends to \(synthetic) from then on")
    ]
  }

  private var stopClients: [Step] {
    network.clients.filter { $0.interface == bond }.map {
      Step(
        .stopClient($0), undo: [.startClient($0.program, on: bond, waits: false)],
        because: "it would fight the one of \(synthetic)", onFailure: .goOn)
    }
  }

  private var destroy: [Step] {
    let held = found.addresses.filter { !$0.isAutoconfigured && !$0.address.isLinkLocal }
    let again: [Action] =
      [
        .createBond(bond, found.hardwareAddress, monitoring: settings.general.monitoring),
        .formBond(bond, members: found.bond?.members ?? []),
      ]
      + (found.isUp ? [.setUp(bond, true)] : [])
      + (found.skipsDuplicateDetection ? [.disableDuplicateAddressDetection(bond)] : [])
      + (network.hasIPv6
        ? [
          .setRouterAdvertisements(bond, found.acceptsRouterAdvertisements, bringUp: false),
          .setIPv6(bond, !found.isIPv6Disabled, bringUp: false),
        ] : [])
      + (held.isEmpty ? [] : [.addAddresses(held, to: bond)])
      + (found.note.isEmpty ? [] : [.setNote(bond, found.note)])
      + (routes.isEmpty ? [] : [.addRoutes(routes)])
    return [Step(.destroyBond(bond), undo: again, because: "\(synthetic) stands alone")]
  }

  private var up: [Step] {
    [
      Step(
        .setUp(synthetic, true), undo: [.removeEveryAddress(.inet, from: synthetic, expected: [])],
        because: "it takes the traffic over")
    ]
  }

  /// As a port it had none.
  private var ipv6: [Step] {
    guard network.hasIPv6, !found.isIPv6Disabled else { return [] }
    let enable = Step(
      .setIPv6(synthetic, true, bringUp: false),
      undo: [.setIPv6(synthetic, false, bringUp: false)]
        + [.removeEveryAddress(.inet6, from: synthetic, expected: [])],
      because: "\(bond) had it", onFailure: .goOn)
    let accept = Step(
      .setRouterAdvertisements(synthetic, true, bringUp: false),
      undo: [.setRouterAdvertisements(synthetic, false, bringUp: false)],
      because: "\(bond) listened to routers", onFailure: .goOn)
    let ask = network.routerSolicitor.map {
      Step(
        .solicitRouters(
          synthetic, program: $0, options: settings.ipv6.solicitorOptions),
        because: "so it need not wait", onFailure: .goOn)
    }
    return [enable]
      + (found.acceptsRouterAdvertisements ? [accept] + [ask].compactMap { $0 } : [])
  }

  /// What rc.conf says, by the rules of a takeover; but a lease's address serves until the next one comes.
  private var configuration: [Step] {
    let reversed = release.reversed
    let steps = LaggConfiguration(reversed, FailureRules(reversed)).steps
    guard settings.usesDHCP || !release.endedOrRunning.isEmpty else { return unmarked(steps) }
    let others = steps.filter { !$0.action.startsClient }
    guard settings.usesDHCP else { return unmarked(others) + startClient }
    let own = found.addresses(.inet)
    let back = own.isEmpty ? [] : routes.filter { $0.family == .inet }
    return serve(own, back.map { $0.moved(to: synthetic) })
      + unmarked(others)
      + startClient
  }

  private func serve(_ own: [InterfaceAddress], _ back: [Route]) -> [Step] {
    guard !own.isEmpty else { return [] }
    return [
      Step(.addAddresses(own, to: synthetic), because: "they serve until a lease replaces them")
    ]
      + (back.isEmpty
        ? []
        : [
          Step(
            .addRoutes(back), because: "they went with the addresses",
            onFailure: .goOn)
        ])
  }

  private var startClient: [Step] {
    guard network.client(of: synthetic) == nil else { return [] }
    return [
      Step(
        .startClient(.freebsd, on: synthetic, waits: false), undo: [.endClient(of: synthetic)],
        because: settings.usesDHCP ? "rc.conf asks for DHCP" : "\(bond) had one", onFailure: .report
      )
    ]
  }

  /// Where the scripts differ is of no interest here: they undo nothing.
  private func unmarked(_ steps: [Step]) -> [Step] {
    steps.map { step in
      var copy = step
      copy.deviation = nil
      return copy
    }
  }
}

extension Release {
  /// The clients of the bond, running or ended.
  fileprivate var endedOrRunning: [DHCPClient.Program] {
    takeover.network.clients.filter { $0.interface == bond }.map { $0.program } + ended
  }
}

extension Action {
  fileprivate var startsClient: Bool { if case .startClient = self { true } else { false } }
}
