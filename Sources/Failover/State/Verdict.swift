/// One thing that is not as it should be with a pair, with the facts that show it.
package indirect enum Finding: Hashable, Sendable {
  /// Why a VF is expected.
  package enum Expectation: Hashable, Sendable {
    /// There was one.
    case earlier(InterfaceName)
    /// That variable of rc.conf says so.
    case variable(String)
  }

  /// Other synthetic NICs have the hardware address of this one, so that a VF of it is nobody's.
  case sharedAddress(InterfaceName, with: [InterfaceName])
  /// Other NICs could be the VF of the pair as well.
  case severalVFs(VF, others: [InterfaceName])
  /// The VF is up and has no link.
  case noLink(VF)
  /// There is no VF.
  case noVF(InterfaceName, Expectation)
  /// A VF that the host gave has no driver.
  case noDriver(device: String)
  /// The VF is there, and something else carries the traffic: this NIC, or none.
  case carriesNothing(VF, active: InterfaceName?)
  /// Joining the pair is the kernel's business, and it has not done it.
  case notJoined(VF, device: String?)
  /// Nothing holds the two together, and the programs would.
  case noBond(VF)
  /// The VF has addresses of its own; where the machine has them from nobody else they have to go to
  /// `heir`, which nil says is not so.
  case ownAddresses(VF, [InterfaceAddress], heir: InterfaceName?)
  /// A DHCP client runs for the VF; the same of that.
  case ownClient(VF, DHCPClient, heir: InterfaceName?)
  /// A default route leaves by the VF; the same of that. It goes with the addresses of the VF, or does not.
  case ownRoute(VF, Route, heir: InterfaceName?, goes: Bool)
  /// Another program configures the VF.
  case managed(VF, by: NetworkOwner)
  /// A bond is left over though the kernel holds the pair together.
  case leftoverBond(InterfaceName, of: InterfaceName, isEmpty: Bool)
  /// A NIC of the pair is not in the bond.
  case memberMissing(InterfaceName, bond: InterfaceName, of: InterfaceName)
  /// The bond prefers another member than the VF, or none.
  case wrongPrimary(VF, bond: InterfaceName, is: InterfaceName?)
  /// The bond has another hardware address than the pair.
  case foreignAddress(InterfaceName, is: HardwareAddress, expected: HardwareAddress)
  /// The synthetic NIC has addresses beside the bond's.
  case configuredBeside(InterfaceName, bond: InterfaceName, [InterfaceAddress])
  /// A DHCP client runs for the synthetic NIC, which is a member of the bond.
  case clientOfMember(DHCPClient, bond: InterfaceName)
  /// A default route leaves by a member of the bond, which receives nothing for itself; whether the bond
  /// has one of that family, too.
  case routeOfMember(Route, bond: InterfaceName, isReplaced: Bool)
  /// Two that stand in for each other take packets of different sizes.
  case mtu(InterfaceName, Int, expected: Int, by: InterfaceName)

  /// A VF, and the synthetic NIC that it belongs to.
  package struct VF: Hashable, Sendable {
    /// The VF.
    package var name: InterfaceName
    /// Its synthetic NIC.
    package var synthetic: InterfaceName

    /// `name`, of `synthetic`.
    package init(_ name: InterfaceName, of synthetic: InterfaceName) {
      self.name = name
      self.synthetic = synthetic
    }
  }
}

/// What is not as it should be; empty: all is well.
package func verdict(on state: PairsState) -> [Finding] {
  state.idleDevices.map { .noDriver(device: $0) } + state.pairs.flatMap(verdict)
}

/// The same of one pair.
package func verdict(on pair: PairState) -> [Finding] {
  let own = pair.mode == .none && pair.offSwitch != nil
  // First: whatever else is put right must find the addresses where they last.
  return configurationFindings(pair, mayStandAlone: own) + identityFindings(pair)
    + vfFindings(pair, mayStandAlone: own) + bondFindings(pair) + sizeFindings(pair)
}

/// Whether it can be told which NIC is the other's VF.
private func identityFindings(_ pair: PairState) -> [Finding] {
  let shared: [Finding] =
    pair.twins.isEmpty ? [] : [.sharedAddress(pair.synthetic.name, with: pair.twins)]
  guard let vf = pair.vf, !pair.otherVFs.isEmpty else { return shared }
  return shared + [.severalVFs(Finding.VF(vf.name, of: pair.synthetic.name), others: pair.otherVFs)]
}

/// Whether there is a VF, and whether it is used.
private func vfFindings(_ pair: PairState, mayStandAlone: Bool) -> [Finding] {
  let synthetic = pair.synthetic.name
  guard let member = pair.vf else {
    guard pair.used.isEmpty else { return [] }
    // A bond alone expects none: it may have been made at boot, for whenever one comes.
    let expectation: Finding.Expectation? =
      pair.recordedVF.map { .earlier($0) } ?? pair.expectedBy.map { .variable($0) }
    return expectation.map { [.noVF(synthetic, $0)] } ?? []
  }
  let vf = Finding.VF(member.name, of: synthetic)
  if pair.awaitsKernel { return [.notJoined(vf, device: member.device)] }
  if pair.mode == .none { return mayStandAlone ? [] : [.noBond(vf)] }
  // What is not in the bond, or not the member that it prefers, is found as that.
  if pair.mode == .bond, pair.hasPrimary, pair.primary != vf.name { return [] }
  // Without a link it carries nothing, whatever is done here.
  if member.interface.isUp, member.interface.hasCarrier == false { return [.noLink(vf)] }
  let isIn = pair.mode == .transparent || pair.bond?.bond?.members.contains(vf.name) == true
  return isIn && pair.active != vf.name ? [.carriesNothing(vf, active: pair.active)] : []
}

/// What the VF must not have. Where the programs are switched off and the kernel does nothing it is an
/// ordinary NIC; where a bond is missing, hyperv_vfup takes it all over.
private func configurationFindings(_ pair: PairState, mayStandAlone: Bool) -> [Finding] {
  guard let member = pair.vf, !mayStandAlone else { return [] }
  let vf = Finding.VF(member.name, of: pair.synthetic.name)
  let owner: [Finding] = pair.owner.map { [.managed(vf, by: $0)] } ?? []
  let isMissing = pair.mode == .none && !pair.awaitsKernel
  return (isMissing ? [] : ownFindings(pair, vf, member.interface)) + owner
}

/// The VF's addresses, its default routes and its client, in the order in which they are put right.
private func ownFindings(_ pair: PairState, _ vf: Finding.VF, _ found: Interface) -> [Finding] {
  let face = pair.face
  let addresses = found.configuredAddresses
  let clients = pair.clients.filter { $0.interface == vf.name }
  let isFaceEmpty = face.configuredAddresses.isEmpty
  // What a lease gave beside another configuration goes; what somebody set by hand stays.
  let heir = isFaceEmpty || clients.isEmpty ? face.name : nil
  let hasClient = pair.clients.contains { $0.interface == face.name }
  let routes = pair.defaultRoutes.filter {
    $0.interface == vf.name && !isMember(vf.name, of: pair)
  }
  return (addresses.isEmpty ? [] : [.ownAddresses(vf, addresses, heir: heir)])
    + routes.map { route in
      let others = pair.defaultRoutes.filter {
        $0.interface != vf.name && $0.family == route.family
      }
      let goes = route.family == .inet && addresses.contains { $0.family == .inet }
      return .ownRoute(vf, route, heir: others.isEmpty ? face.name : nil, goes: goes)
    }
    + clients.map { .ownClient(vf, $0, heir: isFaceEmpty && !hasClient ? face.name : nil) }
}

/// Whether the bond has that NIC.
private func isMember(_ name: InterfaceName, of pair: PairState) -> Bool {
  pair.mode == .bond && pair.bond?.bond?.members.contains(name) == true
}

/// Default routes through a member of the bond.
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

/// Bonding, lagg(4) and netvsc give a member the size of their own when it joins.
private func sizeFindings(_ pair: PairState) -> [Finding] {
  guard pair.mode != .none else { return [] }
  let face = pair.face
  return pair.interfaces.filter { $0.name != face.name && $0.mtu != face.mtu }
    .map { .mtu($0.name, $0.mtu, expected: face.mtu, by: face.name) }
}

extension Interface {
  /// Its addresses without those that a link has by itself.
  fileprivate var configuredAddresses: [InterfaceAddress] {
    addresses.filter { !($0.family == .inet6 && $0.address.isLinkLocal) }
  }
}
