/// A fault of a pair, as `hyperv_vfctl verify` reports it, with the facts that show it.
package indirect enum Finding: Hashable, Sendable {
  /// The reason why a VF is expected.
  package enum Expectation: Hashable, Sendable {
    /// The history has an earlier VF of the pair. The value is its name.
    case earlier(InterfaceName)
    /// A variable of rc.conf says that the pair should have a VF. The value is its name.
    case variable(String)
  }

  /// The synthetic NIC, the first value, has the same hardware address as those in `with`. So it is
  /// unknown to which of them a VF with that address belongs.
  case sharedAddress(InterfaceName, with: [InterfaceName])
  /// `others` could be the VF of the pair as well as the first value.
  case severalVFs(VF, others: [InterfaceName])
  /// The VF is up and has no link.
  case noLink(VF)
  /// The synthetic NIC, the first value, has no VF now, although one is expected for the reason in
  /// the second value.
  case noVF(InterfaceName, Expectation)
  /// A VF has no driver. `device` is its PCI device (`0001:00:02.0`).
  case noDriver(device: String)
  /// The VF carries no packets. `active` is the NIC that carries them; nil if no NIC does.
  case carriesNothing(VF, active: InterfaceName?)
  /// The kernel should have combined the pair in transparent mode, but has not. `device` is the PCI
  /// device of the VF; nil if the system does not show it.
  case notJoined(VF, device: String?)
  /// Nothing combines the pair, though the programs are on.
  case noBond(VF)
  /// The VF has addresses of its own, though it should have none. `recipient` is the interface that
  /// must get them: the bond, or the synthetic NIC in transparent mode. Nil if the addresses come
  /// from a DHCP client of the VF and the bond (or synthetic NIC) has addresses already.
  case ownAddresses(VF, [InterfaceAddress], recipient: InterfaceName?)
  /// A DHCP client runs for the VF. `recipient` is the interface that needs a client instead: the
  /// bond, or the synthetic NIC in transparent mode. Nil if that interface has a client or
  /// addresses.
  case ownClient(VF, DHCPClient, recipient: InterfaceName?)
  /// A default route uses the VF. `recipient` is the interface that needs the route instead; nil if
  /// another interface has a default route of that family. `isRemovedWithAddresses` is true if the
  /// route disappears with the addresses of the VF.
  case ownRoute(VF, Route, recipient: InterfaceName?, isRemovedWithAddresses: Bool)
  /// The program `by` configures the VF.
  case managed(VF, by: NetworkOwner)
  /// There is a bond, the first value, although the kernel combines the pair of the synthetic NIC
  /// `of` in transparent mode. `isEmpty` is true if the bond has no members.
  case leftoverBond(InterfaceName, of: InterfaceName, isEmpty: Bool)
  /// The first value, a NIC of the pair of the synthetic NIC `of`, is not in `bond`.
  case memberMissing(InterfaceName, bond: InterfaceName, of: InterfaceName)
  /// The primary of `bond` is not the VF but `is`; nil if there is no primary.
  case wrongPrimary(VF, bond: InterfaceName, is: InterfaceName?)
  /// The bond has the hardware address `is`, and the pair has `expected`.
  case foreignAddress(InterfaceName, is: HardwareAddress, expected: HardwareAddress)
  /// The synthetic NIC, a member of `bond`, has these addresses in addition to those of the bond.
  case configuredBeside(InterfaceName, bond: InterfaceName, [InterfaceAddress])
  /// The DHCP client runs for the synthetic NIC, which is a member of `bond`.
  case clientOfMember(DHCPClient, bond: InterfaceName)
  /// The default route uses a member of `bond`. A member receives no packets itself. `isReplaced`
  /// is true if the bond has a default route of that family as well.
  case routeOfMember(Route, bond: InterfaceName, isReplaced: Bool)
  /// The MTU of the NIC is the second value, and not `expected`, the MTU of the interface `by`: the
  /// bond, or the synthetic NIC in transparent mode.
  case mtu(InterfaceName, Int, expected: Int, by: InterfaceName)

  /// A VF, and the synthetic NIC that it belongs to.
  package struct VF: Hashable, Sendable {
    /// The VF.
    package var name: InterfaceName
    /// The synthetic NIC of the VF.
    package var synthetic: InterfaceName

    /// The VF `name` of `synthetic`.
    package init(_ name: InterfaceName, of synthetic: InterfaceName) {
      self.name = name
      self.synthetic = synthetic
    }
  }
}

/// The findings about all pairs; empty if there are none.
package func verdict(on state: PairsState) -> [Finding] {
  state.idleDevices.map { .noDriver(device: $0) } + state.pairs.flatMap(verdict)
}

/// The findings about one pair.
package func verdict(on pair: PairState) -> [Finding] {
  let own = pair.mode == .none && pair.offSwitch != nil
  // Findings about addresses and routes come first: the remedies of the others need the addresses
  // at their final place.
  return configurationFindings(pair, mayStandAlone: own) + identityFindings(pair)
    + vfFindings(pair, mayStandAlone: own) + bondFindings(pair) + sizeFindings(pair)
}

/// Findings about an uncertain pair: NICs with the same hardware address, or several VFs.
private func identityFindings(_ pair: PairState) -> [Finding] {
  let shared: [Finding] =
    pair.twins.isEmpty ? [] : [.sharedAddress(pair.synthetic.name, with: pair.twins)]
  guard let vf = pair.vf, !pair.otherVFs.isEmpty else { return shared }
  return shared + [.severalVFs(Finding.VF(vf.name, of: pair.synthetic.name), others: pair.otherVFs)]
}

/// Findings about a missing or unused VF.
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

/// Findings about addresses, routes and a DHCP client of the VF. None if the programs are off and
/// the kernel does not combine the pair: then the VF is an ordinary NIC. If there is no bond,
/// hyperv_vfup moves the VF's configuration, so only another program that configures the VF is
/// reported.
private func configurationFindings(_ pair: PairState, mayStandAlone: Bool) -> [Finding] {
  guard let member = pair.vf, !mayStandAlone else { return [] }
  let vf = Finding.VF(member.name, of: pair.synthetic.name)
  let owner: [Finding] = pair.owner.map { [.managed(vf, by: $0)] } ?? []
  let isMissing = pair.mode == .none && !pair.awaitsKernel
  return (isMissing ? [] : ownFindings(pair, vf, member.interface)) + owner
}

/// Findings about addresses, default routes and DHCP client of the VF, in the order of their
/// remedies.
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

/// True if the NIC is a member of the bond.
private func isMember(_ name: InterfaceName, of pair: PairState) -> Bool {
  pair.mode == .bond && pair.bond?.bond?.members.contains(name) == true
}

/// Findings about default routes through a member of the bond.
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

/// Findings about MTUs. Bonding, lagg(4) and netvsc set the MTU of a member when it joins.
private func sizeFindings(_ pair: PairState) -> [Finding] {
  guard pair.mode != .none else { return [] }
  let configuredInterface = pair.configuredInterface
  return pair.interfaces.filter {
    $0.name != configuredInterface.name && $0.mtu != configuredInterface.mtu
  }
  .map { .mtu($0.name, $0.mtu, expected: configuredInterface.mtu, by: configuredInterface.name) }
}

extension Interface {
  /// Its addresses, except those that the system assigns itself.
  fileprivate var configuredAddresses: [InterfaceAddress] {
    addresses.filter { !($0.family == .inet6 && $0.address.isLinkLocal) }
  }
}
