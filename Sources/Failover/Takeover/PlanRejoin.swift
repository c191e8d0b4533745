/// The plan if the bond exists: the VF has returned, an earlier run was killed, or another program
/// made the bond.
func planRejoin(_ takeover: Takeover, vf: InterfaceName) throws(Refusal) -> Plan {
  let bond = takeover.network.interface(takeover.bond)?.bond
  if takeover.compatibility != .none { return planScriptRejoin(takeover, vf: vf, bond) }

  guard let bond, bond.mode == .failover, isOurs(bond, takeover, vf) else {
    throw .foreignBond(takeover.bond, bond)
  }
  if takeover.isResumed || isIncomplete(bond, takeover) {
    var plan = try planTakeover(takeover, vf: vf)
    for index in plan.steps.indices { plan.steps[index].deviation = .incomplete }
    return plan
  }
  if let master = takeover.network.vfInterface?.master, master != takeover.bond {
    throw .held(vf, by: master)
  }
  let routes = emptyVF(takeover, vf: vf) + replaceStaleRoutes(takeover, vf: vf, bond)
  guard !bond.members.contains(vf) else {
    return routes.isEmpty ? .nothing(.complete(bond: takeover.bond)) : Plan(routes)
  }
  var steps = joinSteps(takeover, vf: vf, onFailure: .report)
  let isDown = takeover.order == .lagg && takeover.network.interface(vf)?.isUp == false
  if isDown { steps[0].deviation = .joinsFirst }
  if isListed(vf, in: bond) { steps[0].deviation = .wholeWords }
  return Plan(steps + raise(takeover, vf: vf) + routes)
}

/// The step that sets the VF up after it has joined. The host moves the data path then.
private func raise(_ takeover: Takeover, vf: InterfaceName) -> [Step] {
  guard takeover.order == .lagg, takeover.network.interface(vf)?.isUp == false else { return [] }
  return [
    Step(
      .setUp(vf, true), because: "the host sends to \(vf) from then on", deviation: .joinsFirst,
      onFailure: .report)
  ]
}

/// The steps that remove what another program has given to the VF since it was a member: a lease or
/// static addresses.
private func emptyVF(_ takeover: Takeover, vf: InterfaceName) -> [Step] {
  guard takeover.order == .lagg, takeover.scope == .whole, let found = takeover.configuredVF else {
    return []
  }
  let kept = takeover.network.interface(takeover.bond)?.addresses ?? []
  let clients = takeover.clients(of: vf)
  let leased = clients.first.map { client in
    found.addresses(.inet).first { $0.address == client.leased } ?? found.addresses(.inet).first
  }
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
      $0, because: "\(vf) is a port, and has nothing of its own", deviation: .vfFollows,
      onFailure: .goOn)
  }
}

/// The steps that replace routes through a port, which reach nothing.
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
      because: "they lead through a port", deviation: .staleRoutes, onFailure: failure)
  }
  return [settle(.instead([settle(.goOn)]))]
}

/// The plan in compatibility mode. The scripts search for `laggport: vf` as a part of the listing,
/// so that mlxen10 passes for mlxen1, and they add the VF to any lagg.
private func planScriptRejoin(_ takeover: Takeover, vf: InterfaceName, _ bond: Bond?) -> Plan {
  if isListed(vf, in: bond) {
    return .nothing(.complete(bond: takeover.bond))
  }
  return Plan(joinSteps(takeover, vf: vf, onFailure: .report))
}

/// True if the scripts take the VF for a member: the name of a member begins with the name of the
/// VF.
private func isListed(_ vf: InterfaceName, in bond: Bond?) -> Bool {
  bond?.members.contains { $0.text.hasPrefix(vf.text) } == true
}

/// The steps that add the VF. If joining fails, nothing has changed: the synthetic NIC carries the
/// packets.
private func joinSteps(
  _ takeover: Takeover, vf: InterfaceName, onFailure: Step.Failure
) -> [Step] {
  [
    Step(
      .addMember(vf, to: takeover.bond), because: "\(vf) is not in \(takeover.bond)",
      onFailure: onFailure),
    Step(
      .setPrimary(vf, of: takeover.bond), because: "\(vf) is the fast one", onFailure: .goOn),
  ]
}

/// True if the programs may change the bond: its members include the synthetic NIC, or it has no
/// member but the VF.
private func isOurs(_ bond: Bond, _ takeover: Takeover, _ vf: InterfaceName) -> Bool {
  bond.members.contains(takeover.synthetic) || bond.members.allSatisfy { $0 == vf }
}

/// True if the bond was not completed: the synthetic NIC is not a member, or the bond has no
/// address although there is one for it and no client runs.
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
