// What the two NICs of a pair contribute to their bond. Usually only the synthetic NIC is
// configured. An image or rc.conf may configure the VF instead, or both.

/// An address and the NIC that has it.
struct HeldAddress: Hashable {
  var entry: InterfaceAddress
  var holder: InterfaceName
}

extension Takeover {
  /// The VF, if it has an address, a route or a DHCP client of its own. Nil otherwise, in
  /// compatibility mode, or if it is a member of another interface than the bond.
  var configuredVF: Interface? {
    guard compatibility == .none, let vf = network.vfInterface, vf.name != synthetic,
      vf.master == nil || vf.master == bond,
      !vf.ownAddresses.isEmpty || network.client(of: vf.name) != nil
        || !network.routes(through: vf.name).isEmpty
    else { return nil }
    return vf
  }

  /// The synthetic NIC, and the VF if it is configured. If the two contradict each other, the
  /// configuration of the synthetic NIC is taken.
  var configuredNICs: [Interface] { [nic] + [configuredVF].compactMap { $0 } }

  /// True if only the VF is configured.
  var isOnlyVFConfigured: Bool {
    configuredVF != nil && nic.ownAddresses.isEmpty && !hadClient(synthetic)
      && network.routes(through: synthetic).isEmpty
  }

  /// The addresses of both NICs of one family, each with the NIC that has it.
  func held(_ family: AddressFamily) -> [HeldAddress] {
    configuredNICs.flatMap { giver in
      giver.addresses(family).map { HeldAddress(entry: $0, holder: giver.name) }
    }
  }

  /// The present addresses of both NICs that move to the bond, each once. Not those from a lease of
  /// the VF if the synthetic NIC is configured, and no IPv6 addresses if IPv6 is disabled.
  func moving(_ family: AddressFamily) -> [HeldAddress] {
    var found: [HeldAddress] = []
    for held in held(family) where isMoving(held) {
      if !found.contains(where: { $0.entry.address == held.entry.address }) { found.append(held) }
    }
    return found
  }

  private func isMoving(_ held: HeldAddress) -> Bool {
    let isOff = network.interface(held.holder)?.isIPv6Disabled == true
    return !held.entry.isAssignedBySystem && !dropped.contains(held)
      && !(held.entry.family == .inet6 && isOff)
  }

  /// The addresses from a lease whose DHCP client does not continue on the bond. They do not move
  /// to the bond, where they would never expire.
  var dropped: [HeldAddress] {
    let isStatic = settings.givesAddress(.inet) && !settings.usesDHCP && scope == .whole
    guard isStatic, hadClient(configured), let leased else { return droppedByVF }
    return droppedByVF + [HeldAddress(entry: leased, holder: configured)]
  }

  /// The addresses from a lease of the VF, if the synthetic NIC is configured as well: then its
  /// configuration counts.
  private var droppedByVF: [HeldAddress] {
    guard let vf = configuredVF, !isOnlyVFConfigured, hadClient(vf.name) else { return [] }
    let known = clients(of: vf.name).first?.leased
    let leased = vf.addresses(.inet).first { $0.address == known }
    return [leased ?? vf.addresses(.inet).first].compactMap { $0 }
      .map { HeldAddress(entry: $0, holder: vf.name) }
  }

  /// The settings and leases that do not move to the bond. A warning names each.
  package var leftBehind: [LeftBehind] {
    let kept = moving(.inet).map { $0.entry.address }
    let hasStaticNeighbors = order == .lagg && settings.hasStaticNeighbors
    return network.leftBehind + (hasStaticNeighbors ? [.staticNeighbors] : [])
      + droppedByVF.filter { !kept.contains($0.entry.address) }
      .map { .lease($0.entry, of: $0.holder) }
  }

  /// The routes through the two NICs. Of two routes to the same destination, only the one through
  /// the synthetic NIC is among them.
  var givenRoutes: [Route] {
    var found: [Route] = []
    for giver in configuredNICs {
      for route in network.routes(through: giver.name)
      where !found.contains(where: { $0.stands(for: route) && $0.interface != route.interface }) {
        found.append(route)
      }
    }
    return found
  }

  /// The running DHCP clients of an interface.
  func clients(of name: InterfaceName) -> [DHCPClient] {
    network.clients.filter { $0.interface == name }
  }

  /// True if a DHCP client runs for an interface, or if a killed run may have ended one.
  func hadClient(_ name: InterfaceName) -> Bool {
    let ended = name == synthetic ? endedClients : endedVFClients
    return !clients(of: name).isEmpty || !ended.isEmpty
  }

  /// The IPv4 address from the lease of the NIC whose configuration the bond gets. If the client
  /// does not show its address, the first IPv4 address of that NIC; nil if it has none.
  var leased: InterfaceAddress? {
    let giver = isOnlyVFConfigured ? configuredVF : nic
    guard let giver else { return nil }
    let known = clients(of: giver.name).first?.leased
    return giver.addresses(.inet).first { $0.address == known } ?? giver.addresses(.inet).first
  }

  /// The actions that give addresses back to the NIC `holder` in an undo. None for a VF that the
  /// undo sets down.
  func addingAgain(_ entries: [InterfaceAddress], to holder: InterfaceName) -> [Action] {
    guard !entries.isEmpty, holder == synthetic || restoresVF else { return [] }
    return [.addAddresses(entries, to: holder)]
  }

  /// The difference from FreeBSD's scripts in moving this address: the scripts move no address of
  /// the VF. Nil for an address of the synthetic NIC.
  func deviation(of held: HeldAddress) -> Deviation? {
    held.holder == synthetic ? nil : .vfFollows
  }
}

extension Interface {
  /// The addresses of the interface, except those that the system assigns itself.
  var ownAddresses: [InterfaceAddress] { addresses.filter { !$0.isAssignedBySystem } }
}

extension InterfaceAddress {
  /// True if the system assigns the address itself: from router advertisements, or link-local.
  var isAssignedBySystem: Bool { isAutoconfigured || (family == .inet6 && address.isLinkLocal) }
}
