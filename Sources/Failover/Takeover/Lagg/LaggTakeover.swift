/// The takeover on FreeBSD, in the order that loses the fewest packets.
///
/// The lagg has the addresses and the VF before anything is removed from the synthetic NIC. Nothing
/// is queried between the moment when the synthetic NIC stops answering and the moment when the
/// default route uses the lagg. Everything that can wait comes later.
///
/// If the VF is down, the synthetic NIC answers until it joins, and the host moves the data path
/// when the VF comes up, which is the last step. If something else has set the VF up, the synthetic
/// NIC is cut off already, so its address is removed as early as possible. If the VF is up and the
/// synthetic NIC works nevertheless, both join at once.
struct LaggTakeover {
  let takeover: Takeover
  let vf: InterfaceName
  let addresses: LaggAddresses

  init(_ takeover: Takeover, vf: InterfaceName) {
    self.takeover = takeover
    self.vf = vf
    addresses = LaggAddresses(takeover)
  }

  var steps: [Step] {
    var steps = isCutOff ? stepsIfCutOff : stepsWhileWorking
    steps += LaggConfiguration(takeover, addresses, joined: !joinsSynthetic).steps + raiseVF
    // The first step undoes what must be restored last.
    if !steps.isEmpty { steps[0].undo += afterUndo }
    for index in steps.indices where steps[index].deviation == nil {
      steps[index].deviation = takeover.isResumed ? .incomplete : .beforeUp
    }
    return steps
  }

  private var stepsWhileWorking: [Step] {
    create + form + moreAddresses + joinVF + joinGroup + switchIPv6On + removeIPv6 + leaveEarly
      + stopClients + joinSynthetic + leave + defaultRoutes + leaveGroup
  }

  private var stepsIfCutOff: [Step] {
    create + form + joinGroup + leaveEarly + stopClients + leave
      + defaultRoutes.filter { $0.isIPv4 } + switchIPv6On + removeIPv6 + joinSynthetic
      + defaultRoutes.filter { !$0.isIPv4 } + moreAddresses + leaveGroup
  }

  var bond: InterfaceName { takeover.bond }
  var synthetic: InterfaceName { takeover.synthetic }
  var nic: Interface { takeover.nic }
  var network: NetworkState { takeover.network }
  /// True if the VF is up, or if this was not observed.
  var isVFUp: Bool { network.interface(vf)?.isUp != false }
  /// True if the VF is up, so that the host sends to it, and the synthetic NIC was not seen to have
  /// a carrier.
  var isCutOff: Bool { isVFUp && nic.hasCarrier != true }

  /// The present ports of the lagg, which need not join again. Empty after a killed run: then each
  /// port has a step, which `Platform.refreshed` leaves out if the port has joined.
  var present: [InterfaceName] {
    takeover.isResumed ? [] : network.interface(bond)?.bond?.members ?? []
  }
  /// True if the synthetic NIC has yet to join.
  var joinsSynthetic: Bool { !present.contains(synthetic) }

  private var create: [Step] {
    guard network.interface(bond) == nil || (takeover.isResumed && takeover.originalBond == nil)
    else { return [] }
    return [
      Step(
        .createBond(
          bond, nic.hardwareAddress, monitoring: takeover.settings.general.monitoring),
        // Destroying a lagg sets its ports down.
        undo: [.destroyBond(bond)] + restoreVFUp,
        because: "\(bond) is missing",
        onFailure: .stop(1, saying: "\(bond) creation failed"))
    ]
  }

  /// The actions that set the synthetic NIC and the VF up again if they were up before. The VF only
  /// if it is configured and the undo does not set it down.
  private var restoreVFUp: [Action] {
    let staysUp = takeover.configuredVF?.isUp == true && takeover.restoresVF
    return (nic.isUp ? [.setUp(synthetic, true)] : []) + (staysUp ? [.setUp(vf, true)] : [])
  }

  /// The step that adds the first port and sets the lagg up. A VF that joins later stays down.
  private var form: [Step] {
    let words = addresses.inet.first?.words ?? wordsWithoutIPv4
    let members = isCutOff && !present.contains(vf) ? [vf] : []
    return [
      Step(
        .formBond(bond, members: members, words: words),
        undo: (isCutOff ? releaseVF : []) + takeover.restoreBond,
        because: addresses.inet.first?.reason ?? "\(bond) takes the traffic over",
        deviation: addresses.inet.first?.deviation)
    ]
  }

  private var wordsWithoutIPv4: [String] {
    if switchesIPv6OnAtOnce { return ["inet6", "no_dad", "-ifdisabled", "up"] }
    return ["up"]
  }

  /// True if IPv6 is enabled together with the first address, because that is an IPv6 address.
  private var switchesIPv6OnAtOnce: Bool {
    isCutOff && addresses.inet.isEmpty && addresses.inet6.first?.address != nil
  }

  private var moreAddresses: [Step] {
    addresses.inet.dropFirst().map {
      Step(.addAlias(bond, words: $0.words), because: $0.reason, deviation: $0.deviation)
    }
  }

  private var switchIPv6On: [Step] {
    guard network.hasIPv6, !switchesIPv6OnAtOnce else { return [] }
    let silence = Step(
      .disableDuplicateAddressDetection(bond),
      undo: takeover.originalBond?.skipsDuplicateDetection == false
        ? [.enableDuplicateAddressDetection(bond)] : [],
      because: "its addresses were this guest's already", onFailure: .goOn)
    let enable = Step(.setIPv6(bond, true, bringUp: true), because: "so says rc.conf")
    return [silence] + (addresses.wantsIPv6 ? [enable] : [])
  }

  /// The steps that remove IPv6 addresses that joining does not remove, since two interfaces cannot
  /// have the same one.
  private var removeIPv6: [Step] {
    guard network.hasIPv6 else { return [] }
    return takeover.configuredNICs.compactMap { giver in
      let left = giver.addresses(.inet6).filter { !giver.addressesLostByJoining.contains($0) }
      guard !left.isEmpty else { return nil }
      return Step(
        .removeEveryAddress(.inet6, from: giver.name, expected: left),
        because: "it would answer beside \(bond)",
        deviation: giver.name == synthetic ? nil : .vfFollows)
    }
  }

  /// The steps that remove addresses in the network of the first address, since otherwise that
  /// network would stay with the synthetic NIC.
  private var leaveEarly: [Step] {
    let all = takeover.held(.inet)
    guard let first = all.first else { return [] }
    return remove(
      all.dropFirst().filter {
        $0.entry.prefixLength < 32 && $0.entry.reaches(first.entry.address)
      })
  }

  private var stopClients: [Step] {
    takeover.configuredNICs.flatMap { takeover.clients(of: $0.name) }.map { client in
      Step(
        .stopClient(client), because: "it would fight the one of \(bond)",
        deviation: client.interface != synthetic
          ? .vfFollows : client.isKnownToScripts ? nil : .pidFileFound)
    }
  }

  /// The steps that remove the first address, and those through which the default route goes.
  private var leave: [Step] {
    let all = takeover.held(.inet)
    guard let first = all.first else { return [] }
    let gateways = defaults.filter { $0.family == .inet }.flatMap { $0.nextHops }
    let others = all.dropFirst().filter { held in
      held.entry.prefixLength < 32 && !held.entry.reaches(first.entry.address)
        && gateways.contains { held.entry.reaches($0) }
    }
    return remove([first] + others)
  }

  private func remove(_ list: [HeldAddress]) -> [Step] {
    list.map { held in
      let isDropped = takeover.dropped.contains(held)
      return Step(
        .removeAddresses([held.entry], from: held.holder),
        undo: takeover.addingAgain([held.entry], to: held.holder),
        because: isDropped
          ? "a lease gave it to \(held.holder), and \(synthetic) is configured"
          : "\(bond) has the address",
        deviation: takeover.deviation(of: held))
    }
  }

  private var defaults: [Route] {
    takeover.givenRoutes.filter { $0.destination == "default" }
  }

  /// The steps for the default routes. IPv4 routes disappear with the address; IPv6 routes stay
  /// with their interface. A default route that cannot be set here is tried again in the step that
  /// checks all routes.
  private var defaultRoutes: [Step] {
    guard takeover.scope == .whole else { return [] }
    return defaults.map { old in
      let route = old.moved(to: bond)
      guard route.family == .inet else {
        return Step(
          .redirectRoutes([route]), because: "it stays with \(old.interface) otherwise",
          deviation: .staleRoutes, onFailure: .goOn)
      }
      let linkRoutes = RouteRestoration(takeover).linkRoutes(to: route)
      return Step(
        .returnRoutes(linkRoutes + [route]), because: "it went with the address",
        deviation: route.table == nil ? .routesFollow : .everyFIB, onFailure: .goOn)
    }
  }

  private var raiseVF: [Step] {
    guard !isVFUp else { return [] }
    return [
      Step(
        .setUp(vf, true), because: "the host sends to \(vf) from then on", onFailure: .report)
    ]
  }
}

extension Step {
  fileprivate var isIPv4: Bool {
    if case .returnRoutes = action { true } else { false }
  }
}
