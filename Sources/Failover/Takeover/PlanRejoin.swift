/// What is to be done when the bond is already there: the VF came back, or an earlier run was cut
/// short, or the bond is somebody else's.
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

/// A VF that joins while it is down carries nothing yet: the host moves the data path when it comes up.
private func raise(_ takeover: Takeover, vf: InterfaceName) -> [Step] {
  guard takeover.order == .lagg, takeover.network.interface(vf)?.isUp == false else { return [] }
  return [
    Step(
      .setUp(vf, true), because: "the host sends to \(vf) from then on", deviation: .joinsFirst,
      onFailure: .report)
  ]
}

/// What something else has given to the VF meanwhile: a lease for it, or static addresses.
private func emptyVF(_ takeover: Takeover, vf: InterfaceName) -> [Step] {
  guard takeover.order == .lagg, takeover.scope == .whole, let found = takeover.givingVF else {
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

/// A port receives nothing for itself: a route through it leads nowhere.
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

/// What the scripts do: they look for `laggport: vf` as a part of the listing, so that mlxen10
/// passes for mlxen1, and put the VF into whatever is there.
private func planScriptRejoin(_ takeover: Takeover, vf: InterfaceName, _ bond: Bond?) -> Plan {
  if isListed(vf, in: bond) {
    return .nothing(.complete(bond: takeover.bond))
  }
  return Plan(joinSteps(takeover, vf: vf, onFailure: .report))
}

/// Whether the scripts find the VF in the listing.
private func isListed(_ vf: InterfaceName, in bond: Bond?) -> Bool {
  bond?.members.contains { $0.text.hasPrefix(vf.text) } == true
}

/// The VF goes in. A failure to join changes nothing: the synthetic NIC carries the traffic.
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

/// Whether the bond is one that the programs made, or an empty one: it has the synthetic NIC, or
/// nothing but the VF.
private func isOurs(_ bond: Bond, _ takeover: Takeover, _ vf: InterfaceName) -> Bool {
  bond.members.contains(takeover.synthetic) || bond.members.allSatisfy { $0 == vf }
}

/// Whether the bond was never finished: the synthetic NIC is outside, or the bond has no address
/// though rc.conf or the synthetic NIC has one for it and nobody is asking for a lease.
private func isIncomplete(_ bond: Bond, _ takeover: Takeover) -> Bool {
  guard bond.members.contains(takeover.synthetic) else { return true }
  let network = takeover.network
  // Whoever made the bond at boot gives it its addresses as well, sooner or later.
  guard !network.hasManagedBond, network.interface(takeover.bond)?.addresses.isEmpty == true,
    network.client(of: takeover.bond) == nil || takeover.idleClient != nil
  else { return false }
  let isLeftBehind = !takeover.nic.addresses(.inet).isEmpty
  return isLeftBehind || (takeover.scope == .whole && takeover.givesAddress)
}
