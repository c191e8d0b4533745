/// The faults of all pairs, and of PCI devices without a driver; empty if all is well.
package func verdict(on state: PairsState) -> [Finding] {
  state.idleDevices.map { .noDriver(device: $0) } + state.pairs.flatMap(verdict)
}

/// The faults of one pair; empty if all is well.
package func verdict(on pair: PairState) -> [Finding] {
  let own = pair.mode == .none && pair.offSwitch != nil
  // Findings about addresses and routes come first: the remedies of the others need the addresses
  // at their final place.
  return configurationFindings(pair, mayStandAlone: own) + identityFindings(pair)
    + vfFindings(pair, mayStandAlone: own) + bondFindings(pair) + sizeFindings(pair)
}

/// The faults because of which it is uncertain which NICs form the pair: synthetic NICs with the
/// same hardware address, or several VFs. Empty if there are none.
private func identityFindings(_ pair: PairState) -> [Finding] {
  let shared: [Finding] =
    pair.twins.isEmpty ? [] : [.sharedAddress(pair.synthetic.name, with: pair.twins)]
  guard let vf = pair.vf, !pair.otherVFs.isEmpty else { return shared }
  return shared + [.severalVFs(Finding.VF(vf.name, of: pair.synthetic.name), others: pair.otherVFs)]
}

/// The faults of a VF that is missing, is not combined with its synthetic NIC, or carries no
/// packets. Empty if there are none. `mayStandAlone` is true if the programs are off and nothing
/// combines the pair.
private func vfFindings(_ pair: PairState, mayStandAlone: Bool) -> [Finding] {
  let synthetic = pair.synthetic.name
  guard let member = pair.vf else {
    guard pair.used.isEmpty else { return [] }
    // A bond that has only the synthetic NIC does not show that a VF is expected: `persist` makes
    // such a bond at boot.
    let expectation: Finding.Expectation? =
      if let earlier = pair.recordedVF {
        .earlier(earlier)
      } else {
        pair.expectedBy.map { .variable($0) }
      }
    return expectation.map { [.noVF(synthetic, $0)] } ?? []
  }
  let vf = Finding.VF(member.name, of: synthetic)
  if pair.awaitsKernel { return [.notJoined(vf, device: member.device)] }
  if pair.mode == .none { return mayStandAlone ? [] : [.noBond(vf)] }
  // A VF outside of the bond, or one that is not the primary, has its own finding.
  if pair.mode == .bond, pair.hasPrimary, pair.primary != vf.name { return [] }
  // Without a link the VF carries no packets, whatever the guest does.
  if member.interface.isUp, member.interface.hasCarrier == false { return [.noLink(vf)] }
  let isIn = pair.mode == .transparent || pair.bond?.bond?.members.contains(vf.name) == true
  return isIn && pair.active != vf.name ? [.carriesNothing(vf, active: pair.active)] : []
}

/// The faults in the configuration of the VF: its own addresses, default routes or DHCP client, or
/// a network manager. Empty if there are none, or if `mayStandAlone` is true: the programs are off
/// and nothing combines the pair, so that the VF is an ordinary NIC.
///
/// If the pair lacks its bond, only a network manager is a fault: hyperv_vfup will move the other
/// configuration of the VF to the bond.
private func configurationFindings(_ pair: PairState, mayStandAlone: Bool) -> [Finding] {
  guard let member = pair.vf, !mayStandAlone else { return [] }
  let vf = Finding.VF(member.name, of: pair.synthetic.name)
  let owner: [Finding] = pair.owner.map { [.managed(vf, by: $0)] } ?? []
  let isMissing = pair.mode == .none && !pair.awaitsKernel
  return (isMissing ? [] : ownFindings(pair, vf, member.interface)) + owner
}

/// The faults for the addresses, default routes and DHCP clients that the VF itself has, in the
/// order of their remedies; empty if it has none. `found` is the interface of the VF.
private func ownFindings(_ pair: PairState, _ vf: Finding.VF, _ found: Interface) -> [Finding] {
  let configuredInterface = pair.configuredInterface
  let addresses = found.configuredAddresses
  let clients = pair.clients.filter { $0.interface == vf.name }
  let isFaceEmpty = configuredInterface.configuredAddresses.isEmpty
  // An address from a lease is given up if the guest has another configuration. An address that was
  // set by hand is not.
  let recipient = isFaceEmpty || clients.isEmpty ? configuredInterface.name : nil
  let hasClient = pair.clients.contains { $0.interface == configuredInterface.name }
  let routes = pair.defaultRoutes.filter {
    $0.interface == vf.name && !isMember(vf.name, of: pair)
  }
  return (addresses.isEmpty ? [] : [.ownAddresses(vf, addresses, recipient: recipient)])
    + routes.map { route in
      let others = pair.defaultRoutes.filter {
        $0.interface != vf.name && $0.family == route.family
      }
      let isRemovedWithAddresses =
        route.family == .inet && addresses.contains { $0.family == .inet }
      return .ownRoute(
        vf, route, recipient: others.isEmpty ? configuredInterface.name : nil,
        isRemovedWithAddresses: isRemovedWithAddresses)
    }
    + clients.map {
      .ownClient(vf, $0, recipient: isFaceEmpty && !hasClient ? configuredInterface.name : nil)
    }
}

/// True if the interface `name` is a member of the bond of the pair; false if no bond combines the
/// pair.
private func isMember(_ name: InterfaceName, of pair: PairState) -> Bool {
  pair.mode == .bond && pair.bond?.bond?.members.contains(name) == true
}

/// The faults for default routes that use a member of `bond`, one for each such route; empty if
/// there is none.
private func routeFindings(_ pair: PairState, _ bond: InterfaceName) -> [Finding] {
  pair.defaultRoutes.filter { isMember($0.interface, of: pair) }.map { route in
    let others = pair.defaultRoutes.filter { $0.interface == bond && $0.family == route.family }
    return .routeOfMember(route, bond: bond, isReplaced: !others.isEmpty)
  }
}

private func bondFindings(_ pair: PairState) -> [Finding] {
  guard let bond = pair.bond, let members = bond.bond?.members else { return [] }
  let synthetic = pair.synthetic
  if pair.mode == .transparent {
    return [.leftoverBond(bond.name, of: synthetic.name, isEmpty: members.isEmpty)]
  }
  guard pair.isBonded else { return [] }
  var findings: [Finding] = [synthetic.name, pair.vf?.name].compactMap { $0 }
    .filter { !members.contains($0) }
    .map { .memberMissing($0, bond: bond.name, of: synthetic.name) }
  if let vf = pair.vf, pair.hasPrimary, members.contains(vf.name), pair.primary != vf.name {
    let vf = Finding.VF(vf.name, of: synthetic.name)
    findings.append(.wrongPrimary(vf, bond: bond.name, is: pair.primary))
  }
  if let found = bond.hardwareAddress, let own = pair.hardwareAddress, found != own {
    findings.append(.foreignAddress(bond.name, is: found, expected: own))
  }
  let beside = synthetic.interface.configuredAddresses
  if members.contains(synthetic.name), !beside.isEmpty {
    findings.append(.configuredBeside(synthetic.name, bond: bond.name, beside))
  }
  return findings
    + pair.clients.filter { $0.interface == synthetic.name && members.contains(synthetic.name) }
    .map { .clientOfMember($0, bond: bond.name) }
    + routeFindings(pair, bond.name)
}

/// The faults for NICs of the pair whose MTU is not that of the bond, or in transparent mode that
/// of the synthetic NIC; empty if there is none. Bonding, lagg(4) and netvsc set the MTU of a NIC
/// when it joins.
private func sizeFindings(_ pair: PairState) -> [Finding] {
  guard pair.mode != .none else { return [] }
  let configured = pair.configuredInterface
  return pair.interfaces.filter { $0.name != configured.name && $0.mtu != configured.mtu }
    .map {
      .mtu(
        $0.name, $0.mtu, expected: configured.mtu, by: configured.name,
        remedy: sizeRemedy(pair, for: $0.name, like: configured))
    }
}

/// The MTU to set, and the interface to set it on, so that the NIC `member` and the interface
/// `configured` have the same MTU.
private func sizeRemedy(
  _ pair: PairState, for member: InterfaceName, like configured: Interface
) -> Finding.MTUSetting {
  // netvsc uses a VF that cannot have its MTU: the VF drops what is larger.
  if let largest = pair.vf?.largestMTU, pair.vf?.name == member, largest < configured.mtu {
    return Finding.MTUSetting(configured.name, largest)
  }
  // A port of a lagg(4) refuses an MTU; the lagg sets it on all ports (if_lagg.c, SIOCSIFMTU).
  let isSetByBond = pair.mode == .bond && !pair.hasPrimary
  return Finding.MTUSetting(isSetByBond ? configured.name : member, configured.mtu)
}

extension Interface {
  /// The addresses of the interface without the IPv6 link-local ones, which the system assigns
  /// itself; empty if there are none.
  fileprivate var configuredAddresses: [InterfaceAddress] {
    addresses.filter { !($0.family == .inet6 && $0.address.isLinkLocal) }
  }
}
