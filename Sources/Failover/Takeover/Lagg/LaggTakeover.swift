/// The takeover on FreeBSD, in the order that loses the fewest packets.
///
/// The lagg has its first address before anything is removed from the synthetic NIC. From the
/// moment when the synthetic NIC stops answering until the default route leads through the lagg, no
/// query is made. Everything that can wait comes later.
///
/// If the VF is down, the synthetic NIC answers until it joins the lagg. The VF comes up in the
/// last step, and then the host sends to it. If something else has set the VF up before, the
/// synthetic NIC is cut off already, so its address is removed as early as possible. If the VF is
/// up and the synthetic NIC works nevertheless, both join the lagg in one step.
final class LaggTakeover {
  // A class, and no struct: a copy of all that was observed for each of its properties would take
  // more code than the properties themselves.
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
  /// True if the VF is up, or if its state was not observed.
  var isVFUp: Bool { network.interface(vf)?.isUp != false }
  /// True if the synthetic NIC receives nothing: the VF is up, so that the host sends all packets
  /// to it, and no carrier was observed on the synthetic NIC.
  var isCutOff: Bool { isVFUp && nic.hasCarrier != true }

  /// The ports that the lagg has already, which need no step to join. Empty if there is no lagg
  /// yet. Empty also after a killed run: then the plan has a step for each port, and the runner
  /// skips the step if the port has joined.
  var present: [InterfaceName] {
    takeover.isResumed ? [] : network.interface(bond)?.bond?.members ?? []
  }
  /// True if the plan has a step that makes the synthetic NIC a port of the lagg.
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
        because: bond + " is missing",
        onFailure: .stop(1, saying: "\(bond) creation failed"))
    ]
  }

  /// The actions with which an undo sets the synthetic NIC and the VF up again, each if it was up
  /// before the takeover. The VF only if it has a configuration of its own and the undo does not
  /// set it down. Empty if neither is to be set up.
  private var restoreVFUp: [Action] {
    let staysUp = takeover.configuredVF?.isUp == true && takeover.restoresVF
    return (nic.isUp ? [.setUp(synthetic, true)] : []) + (staysUp ? [.setUp(vf, true)] : [])
  }

  /// The step that makes the lagg a failover lagg, gives it its first IPv4 address and sets it up.
  /// If the synthetic NIC is cut off, the VF joins in the same step.
  private var form: [Step] {
    let words = addresses.inet.first?.words ?? wordsWithoutIPv4
    let members = isCutOff && !present.contains(vf) ? [vf] : []
    return [
      Step(
        .formBond(bond, members: members, words: words),
        undo: (isCutOff ? releaseVF : []) + takeover.restoreBond,
        because: addresses.inet.first?.reason ?? "\(bond) must be up to carry the traffic",
        deviation: addresses.inet.first?.deviation)
    ]
  }

  private var wordsWithoutIPv4: [String] {
    if switchesIPv6OnAtOnce { return ["inet6", "no_dad", "-ifdisabled", "up"] }
    return ["up"]
  }

  /// True if the step that sets the lagg up also enables IPv6 on the lagg: the synthetic NIC is cut
  /// off, and the first address of the lagg is an IPv6 address.
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
      because: "this guest had the addresses of " + bond + " before", onFailure: .goOn)
    let enable = Step(
      .setIPv6(bond, true, bringUp: true), because: bond + " gets IPv6 addresses")
    return [silence] + (addresses.wantsIPv6 ? [enable] : [])
  }

  /// The steps that remove from the NICs the IPv6 addresses that they keep when they join the lagg:
  /// two interfaces cannot have the same one. Empty if they keep none.
  private var removeIPv6: [Step] {
    guard network.hasIPv6 else { return [] }
    return takeover.configuredNICs.compactMap { giver in
      let left = giver.addresses(.inet6).filter { !giver.addressesLostByJoining.contains($0) }
      guard !left.isEmpty else { return nil }
      return Step(
        .removeEveryAddress(.inet6, from: giver.name, expected: left),
        because: giver.name + " and " + bond + " must not have the same addresses",
        deviation: giver.name == synthetic ? nil : .vfFollows)
    }
  }

  /// The steps that remove further IPv4 addresses of the NICs in the network of their first
  /// address. If these stayed, the network would still be reached through the synthetic NIC after
  /// the first address is removed. Empty if there are none.
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
        .stopClient(client), because: "two DHCP clients would change the same address",
        deviation: client.interface != synthetic
          ? .vfFollows : client.isKnownToScripts ? nil : .pidFileFound)
    }
  }

  /// The steps that remove from the NICs their first IPv4 address, and the addresses in the
  /// networks of the default gateways. Empty if the NICs have no IPv4 address.
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
          ? "\(bond) does not need the leased address of \(held.holder)"
          : "\(bond) has the address",
        deviation: takeover.deviation(of: held))
    }
  }

  private var defaults: [Route] {
    takeover.givenRoutes.filter { $0.destination == "default" }
  }

  /// The steps that make the default routes lead through the lagg. IPv4 routes are added again,
  /// since they disappeared with the address; IPv6 routes are redirected. If such a step fails, a
  /// later step for all routes tries again. Empty if there is no default route, and if an override
  /// configures the lagg.
  private var defaultRoutes: [Step] {
    guard takeover.scope == .whole else { return [] }
    return defaults.map { old in
      let route = old.moved(to: bond)
      guard route.family == .inet else {
        return Step(
          .redirectRoutes([route]), because: "the route still leads through " + old.interface,
          deviation: .staleRoutes, onFailure: .goOn)
      }
      let linkRoutes = RouteRestoration(takeover).linkRoutes(to: route)
      return Step(
        .returnRoutes(linkRoutes + [route]),
        because: "the kernel removed the default route with the address",
        deviation: route.table == nil ? .routesFollow : .everyFIB, onFailure: .goOn)
    }
  }

  private var raiseVF: [Step] {
    guard !isVFUp else { return [] }
    return [
      Step(
        .setUp(vf, true), because: "the host sends to " + vf + " while it is up", onFailure: .report
      )
    ]
  }
}

extension Step {
  fileprivate var isIPv4: Bool {
    if case .returnRoutes = action { true } else { false }
  }
}
