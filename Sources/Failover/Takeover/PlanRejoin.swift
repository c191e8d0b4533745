/// The plan if an interface with the name of the bond exists: it adds the VF that has returned, or
/// finishes a takeover that was not completed. It has no steps if the bond is complete.
///
/// Throws if the interface is no failover bond of this pair, if the VF is a member of another
/// interface, or if the rest of a takeover is refused.
func planRejoin(_ takeover: Takeover, vf: InterfaceName) throws(Refusal) -> Plan {
  let bond = takeover.network.interface(takeover.bond)?.bond
  if takeover.compatibility != .none { return planScriptRejoin(takeover, vf: vf, bond) }

  guard let bond, bond.mode == .failover, isOurs(bond, takeover, vf) else {
    throw .foreignBond(takeover.bond, bond, of: takeover.synthetic)
  }
  if takeover.isResumed || isIncomplete(bond, takeover) {
    var plan = try planTakeover(takeover, vf: vf)
    for index in plan.steps.indices { plan.steps[index].deviation = .incomplete }
    return plan
  }
  if let master = takeover.network.vfInterface?.master, master != takeover.bond {
    throw .held(vf, by: master, pair: takeover.synthetic)
  }
  let routes = emptyVF(takeover, vf: vf) + replaceStaleRoutes(takeover, vf: vf, bond)
  guard !bond.members.contains(vf) else {
    return routes.isEmpty ? .nothing(.complete(bond: takeover.bond)) : Plan(routes)
  }
  return Plan(joinSteps(takeover, vf: vf, bond) + raise(takeover, vf: vf) + routes)
}

/// The step that sets the VF up after it has joined the lagg (FreeBSD). From then on the host sends
/// all packets to the VF. Empty on Linux, and if the VF is up already.
private func raise(_ takeover: Takeover, vf: InterfaceName) -> [Step] {
  guard takeover.order == .lagg, takeover.network.interface(vf)?.isUp == false else { return [] }
  return [
    Step(
      .setUp(vf, true), because: "the host sends to " + vf + " while it is up",
      deviation: .joinsFirst,
      onFailure: .report)
  ]
}

/// The steps for a VF to which another program has given addresses or a DHCP client (FreeBSD): they
/// end the client and remove the addresses. Addresses that are not from a lease move to the lagg.
/// Empty if the VF has nothing of its own, on Linux, and if an override configures the bond.
private func emptyVF(_ takeover: Takeover, vf: InterfaceName) -> [Step] {
  guard takeover.order == .lagg, takeover.scope == .whole, let found = takeover.configuredVF else {
    return []
  }
  let kept = takeover.network.interface(takeover.bond)?.addresses ?? []
  let clients = takeover.clients(of: vf)
  let leased = clients.isEmpty ? nil : found.addresses(.inet).first
  let own = found.ownAddresses
  let following = own.filter { entry in
    entry != leased && !kept.contains { $0.address == entry.address }
  }
  let actions =
    clients.map { Action.stopClient($0) }
    + (own.isEmpty ? [] : [.removeAddresses(own, from: vf)])
    + (following.isEmpty ? [] : [.addAddresses(following, to: takeover.bond)])
  return actions.map {
    Step(
      $0, because: "a member of " + takeover.bond + " has no configuration of its own",
      deviation: .vfFollows, onFailure: .goOn)
  }
}

/// The step that replaces routes through a port, which do not work, by routes through the lagg
/// (FreeBSD). Empty if there are none, on Linux, and if an override configures the bond.
private func replaceStaleRoutes(
  _ takeover: Takeover, vf: InterfaceName, _ bond: Bond
) -> [Step] {
  guard takeover.order == .lagg, takeover.scope == .whole,
    let lagg = takeover.network.interface(takeover.bond)
  else { return [] }
  let ports = bond.members.contains(vf) ? bond.members : bond.members + [vf]
  let stale = takeover.network.routes.filter { route in
    ports.contains(route.interface)
      && (route.nextHops.allSatisfy { hop in
        hop.isLinkLocal || lagg.addresses.contains { $0.reaches(hop) }
      })
  }
  guard !stale.isEmpty else { return [] }
  let wanted = stale.map { $0.moved(to: takeover.bond) }
  let settle = { (failure: Step.Failure) in
    Step(
      .settleRoutes(RouteSettlement(wanted, members: ports, stale: stale, missing: wanted)),
      because: "the routes have to lead through " + takeover.bond, deviation: .staleRoutes,
      onFailure: failure)
  }
  return [settle(.instead([settle(.goOn)]))]
}

/// The plan in compatibility mode if an interface with the name of the bond exists: it adds the VF,
/// whatever the interface is for, as the scripts do. It has no steps if the scripts would take the
/// VF for a member.
private func planScriptRejoin(_ takeover: Takeover, vf: InterfaceName, _ bond: Bond?) -> Plan {
  if isListed(vf, in: bond) {
    return .nothing(.complete(bond: takeover.bond))
  }
  return Plan([join(takeover, vf: vf), prefer(takeover, vf: vf)])
}

/// True if FreeBSD's scripts would take `vf` for a member of `bond`. They search the output of
/// ifconfig(8) for `laggport: mlxen1`, so that a member mlxen10 counts as mlxen1. False if `bond`
/// is nil.
private func isListed(_ vf: InterfaceName, in bond: Bond?) -> Bool {
  bond?.members.contains { $0.text.hasPrefix(vf.text) } == true
}

/// The steps that add the VF to the bond and make it the primary. `bond` is the bond without it.
///
/// On Linux, joining sets the VF up, and the host sends to the VF from then on. So the bond must
/// know its primary before that, and packets that were on their way to the synthetic NIC must not
/// be lost.
private func joinSteps(_ takeover: Takeover, vf: InterfaceName, _ bond: Bond) -> [Step] {
  var join = join(takeover, vf: vf)
  if isListed(vf, in: bond) { join.deviation = .wholeWords }
  guard takeover.order == .lagg else {
    let settle = Step(
      .wait(.milliseconds(20)),
      because: "packets are still on their way to " + takeover.synthetic, onFailure: .goOn)
    return listening([prefer(takeover, vf: vf), join, settle], on: takeover.bond)
  }
  if takeover.network.interface(vf)?.isUp == false, join.deviation == nil {
    join.deviation = .joinsFirst
  }
  return [join, prefer(takeover, vf: vf)]
}

/// The step that adds the VF to the bond. If it fails, nothing has changed, and the synthetic NIC
/// carries the traffic.
private func join(_ takeover: Takeover, vf: InterfaceName) -> Step {
  Step(
    .addMember(vf, to: takeover.bond), because: vf + " is not in " + takeover.bond,
    onFailure: .report)
}

/// The step that makes the VF the primary of the bond, before or after it joins.
private func prefer(_ takeover: Takeover, vf: InterfaceName) -> Step {
  Step(.setPrimary(vf, of: takeover.bond), because: vf + " is the faster NIC", onFailure: .goOn)
}

/// True if the programs may change the bond: the synthetic NIC is a member, or the VF is the only
/// member, or there are no members.
private func isOurs(_ bond: Bond, _ takeover: Takeover, _ vf: InterfaceName) -> Bool {
  bond.members.contains(takeover.synthetic) || bond.members.allSatisfy { $0 == vf }
}

/// True if the bond is not complete: the synthetic NIC is not a member, or the bond lacks an
/// address that the synthetic NIC or rc.conf has for it. A missing address does not count while a
/// DHCP client of the bond waits for a lease, or if another program configures the bond.
private func isIncomplete(_ bond: Bond, _ takeover: Takeover) -> Bool {
  guard bond.members.contains(takeover.synthetic) else { return true }
  let network = takeover.network
  // The program that made the bond at boot also configures it, sooner or later.
  guard !network.hasManagedBond, network.interface(takeover.bond)?.addresses.isEmpty == true,
    network.client(of: takeover.bond) == nil || takeover.idleClient != nil
  else { return false }
  let isLeftBehind = !takeover.nic.addresses(.inet).isEmpty
  return isLeftBehind || (takeover.scope == .whole && takeover.givesAddress)
}
