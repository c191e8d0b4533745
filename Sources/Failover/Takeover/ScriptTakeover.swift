/// The takeover as FreeBSD's scripts do it, in their order; by default with what they lose.
///
/// A lagg(4) takes ports that are up and configured: so both join, then the addresses leave the
/// synthetic NIC, then the lagg gets the configuration of rc.conf.
struct LaggTakeover {
  let takeover: Takeover
  let vf: InterfaceName

  init(_ takeover: Takeover, vf: InterfaceName) {
    self.takeover = takeover
    self.vf = vf
  }

  var steps: [Step] {
    let join = create + quietenIPv6 + form + disableIPv6 + silenceDAD + stopClient + removeAddresses
    let all = join + takeover.afterJoining(LaggConfiguration(takeover, rules).steps)
    guard takeover.compatibility != .none else { return all }
    return all.map { step in
      // The scripts take nothing back.
      var step = step
      step.undo = []
      return step
    }
  }

  /// What a failure means in this generation of the scripts.
  var rules: FailureRules { FailureRules(takeover) }

  private var bond: InterfaceName { takeover.bond }
  private var synthetic: InterfaceName { takeover.synthetic }
  private var nic: Interface { takeover.nic }

  /// Whether the scripts' IPv6 steps apply: since they learnt IPv6, where the kernel knows it.
  private var movesIPv6: Bool {
    takeover.network.hasIPv6 && takeover.compatibility != .scripts2017
  }

  private var create: [Step] {
    guard takeover.network.interface(bond) == nil else { return [] }
    return [
      Step(
        .createBond(
          bond, nic.hardwareAddress, monitoring: takeover.settings.general.monitoring),
        undo: [.destroyBond(bond)], because: "\(bond) is missing",
        onFailure: .stop(1, saying: "\(bond) creation failed"))
    ]
  }

  private var quietenIPv6: [Step] {
    guard movesIPv6 else { return [] }
    return [
      Step(
        .setRouterAdvertisements(synthetic, false, bringUp: false),
        undo: nic.acceptsRouterAdvertisements ? acceptAgain : [],
        because: "\(bond) answers to the routers from now on", onFailure: rules.beforeMembers)
    ]
  }

  private var acceptAgain: [Action] {
    [.setRouterAdvertisements(synthetic, true, bringUp: false)]
      + (takeover.network.routerSolicitor.map {
        [.solicitRouters(synthetic, program: $0, options: takeover.settings.ipv6.solicitorOptions)]
      } ?? [])
  }

  private var form: [Step] {
    let present = takeover.network.interface(bond)?.bond?.members ?? []
    let missing = [synthetic, vf].filter { !present.contains($0) }
    guard !missing.isEmpty || takeover.isResumed else { return [] }
    let before = takeover.originalBond?.bond?.members ?? []
    let added = [vf, synthetic].filter { !before.contains($0) }
    return [
      Step(
        .formBond(bond, members: missing),
        undo: added.map { .removeMember($0, from: bond) } + resumedUndo + restore(purged, .inet6),
        because: "\(synthetic) and \(vf) are one NIC", onFailure: rules.atMembers)
    ]
  }

  /// What a run that was cut short made for the same purpose goes, and what it ended starts again.
  private var resumedUndo: [Action] {
    guard takeover.isResumed else { return [] }
    return (takeover.originalBond == nil ? [.destroyBond(bond)] : [])
      + (takeover.endedClient.map { [.startClient($0, on: synthetic, waits: false)] } ?? [])
  }

  private var disableIPv6: [Step] {
    guard movesIPv6 else { return [] }
    let left = nic.addresses(.inet6).filter { !purged.contains($0) }
    return [
      Step(
        .setIPv6(synthetic, false, bringUp: false),
        undo: nic.isIPv6Disabled ? [] : [.setIPv6(synthetic, true, bringUp: false)],
        because: "a port has no IPv6 of its own", onFailure: rules.beforeMembers),
      Step(
        .removeEveryAddress(.inet6, from: synthetic, expected: left), undo: restore(left, .inet6),
        because: "it would answer beside \(bond)", onFailure: rules.beforeMembers),
    ]
  }

  /// What lagg(4) takes from a port that joins: its IPv6 addresses, if IPv6 is on and it has a
  /// link-local one (lagg_port_create calls in6_ifdetach then).
  private var purged: [InterfaceAddress] {
    let addresses = nic.addresses(.inet6)
    guard !nic.isIPv6Disabled, addresses.contains(where: { $0.address.isLinkLocal }) else {
      return []
    }
    return addresses
  }

  /// Puts addresses back; those learnt from routers are learnt anew.
  private func restore(_ addresses: [InterfaceAddress], _ family: AddressFamily) -> [Action] {
    let own = addresses.filter { !$0.isAutoconfigured }
    // Routes come back with the addresses that reach their gateways, and not before.
    guard !own.isEmpty else { return [] }
    let routes = takeover.network.routes(through: synthetic).filter { $0.family == family }
    return [.addAddresses(own, to: synthetic)] + (routes.isEmpty ? [] : [.addRoutes(routes)])
  }

  private var silenceDAD: [Step] {
    guard takeover.network.hasIPv6 || takeover.compatibility == .scripts2017 else { return [] }
    return [
      Step(
        .disableDuplicateAddressDetection(bond),
        undo: takeover.originalBond?.skipsDuplicateDetection == false
          ? [.configure(bond, words: ["inet6", "-no_dad"])] : [],
        because: "its addresses were this guest's already", onFailure: .goOn)
    ]
  }

  private var stopClient: [Step] {
    takeover.network.clients.filter { $0.interface == synthetic }.map { client in
      Step(
        .stopClient(client),
        undo: [.startClient(client.program, on: synthetic, waits: false)],
        because: "it would fight the one of \(bond)",
        deviation: client.isKnownToScripts ? nil : .pidFileFound, onFailure: rules.atAddresses)
    }
  }

  /// First what rc.conf calls aliases, which may fail where they are not there, then the rest.
  private var removeAddresses: [Step] {
    let addresses = nic.addresses(.inet)
    var left = addresses
    var steps: [Step] = takeover.settings.aliasesToRemove.map { words in
      let gone = left.filter {
        $0.address == words.dropFirst().first.flatMap(InterfaceAddress.init(_:))?.address
      }
      left.removeAll { gone.contains($0) }
      return Step(
        .removeAlias(synthetic, words: words),
        undo: gone.isEmpty ? [] : [.addAddresses(gone, to: synthetic)],
        because: "aliases go first", onFailure: .goOn)
    }
    steps.append(
      Step(
        .removeEveryAddress(.inet, from: synthetic, expected: left),
        undo: takeover.restoreBond + (left.isEmpty ? [] : [.addAddresses(left, to: synthetic)]),
        because: "\(bond) takes the addresses over", onFailure: rules.atAddresses))
    // The first step is undone last: by then every address that a route needs is back.
    let routes = takeover.network.routes(through: synthetic).filter { $0.family == .inet }
    if !routes.isEmpty { steps[0].undo.append(.addRoutes(routes)) }
    return steps
  }
}

/// What a failed command means, by generation of the scripts: they stop at a few and overlook the
/// rest; by default everything that matters is undone.
struct FailureRules {
  private let compatibility: Compatibility
  private let hasIPv6: Bool

  init(_ takeover: Takeover) {
    compatibility = takeover.compatibility
    hasIPv6 = takeover.network.hasIPv6
  }

  /// Commands that today's scripts stop at, and that earlier ones did not have.
  var beforeMembers: Step.Failure { compatibility == .none ? .undo : .stop(1, saying: nil) }

  /// Adding the members: the first scripts went on and deleted the synthetic NIC's addresses.
  var atMembers: Step.Failure { compatibility == .scripts2017 ? .goOn : beforeMembers }

  /// Commands whose failure the scripts overlook.
  var atAddresses: Step.Failure { compatibility == .none ? .undo : .goOn }

  /// The last command of IPv4: its status is the script's, unless IPv6 comes after it.
  var atConfiguration: Step.Failure {
    switch compatibility {
    case .none: .undo
    case .scripts2017: .report
    case .scriptsCurrent: hasIPv6 ? .goOn : .report
    }
  }
}
