// What the two NICs of a pair contribute to their bond. Usually only the synthetic NIC is
// configured. An image or rc.conf may configure the VF instead, or both.

/// An address of a pair, and the NIC (`holder`) that has it.
struct HeldAddress: Hashable {
  var entry: InterfaceAddress
  var holder: InterfaceName
}

extension Takeover {
  /// The VF if it has an address, a route or a DHCP client of its own. Nil if it has none or does
  /// not exist, if it is a member of another interface than the bond, and in compatibility mode.
  var configuredVF: Interface? {
    guard compatibility == .none, let vf = network.vfInterface, vf.name != synthetic,
      vf.master == nil || vf.master == bond,
      !vf.ownAddresses.isEmpty || network.client(of: vf.name) != nil
        || !network.routes(through: vf.name).isEmpty
    else { return nil }
    return vf
  }

  /// The NICs whose configuration the bond gets: the synthetic NIC first, then the VF if it has an
  /// address, a route or a DHCP client of its own. If they contradict each other, the synthetic NIC
  /// counts.
  var configuredNICs: [Interface] { [nic] + [configuredVF].compactMap { $0 } }

  /// True if the VF has an address, a route or a DHCP client of its own, and the synthetic NIC has
  /// none of these.
  var isOnlyVFConfigured: Bool {
    configuredVF != nil && nic.ownAddresses.isEmpty && !hadClient(synthetic)
      && network.routes(through: synthetic).isEmpty
  }

  /// The present addresses of `family` of the synthetic NIC, then those of the VF if it has a
  /// configuration of its own (`configuredVF`). Each comes with the NIC that has it. Empty if there
  /// are none.
  func held(_ family: AddressFamily) -> [HeldAddress] {
    configuredNICs.flatMap { giver in
      giver.addresses(family).map { HeldAddress(entry: $0, holder: giver.name) }
    }
  }

  /// The present addresses of `family` that move from the NICs to the bond, each once. Without
  /// those that the system assigns itself, those in `dropped`, and IPv6 addresses of a NIC on which
  /// IPv6 is disabled. Empty if none moves.
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

  /// The addresses of the NICs that come from a lease whose DHCP client does not continue on the
  /// bond. They do not move to the bond, where they would never expire. Empty if there are none.
  var dropped: [HeldAddress] {
    let isStatic = settings.givesAddress(.inet) && !settings.usesDHCP && scope == .whole
    guard isStatic, hadClient(configured), let leased else { return droppedByVF }
    return droppedByVF + [HeldAddress(entry: leased, holder: configured)]
  }

  /// The IPv4 address that a DHCP client has given to the VF, if the synthetic NIC is configured as
  /// well: then the synthetic NIC's configuration counts. At most one element. Empty if the VF has
  /// no DHCP client, or if only the VF is configured.
  private var droppedByVF: [HeldAddress] {
    guard let vf = configuredVF, !isOnlyVFConfigured, hadClient(vf.name) else { return [] }
    return vf.addresses(.inet).prefix(1).map { HeldAddress(entry: $0, holder: vf.name) }
  }

  /// The settings and leases of the NICs that do not move to the bond, such as a queueing
  /// discipline. A warning names each. Empty if there are none.
  package var unmovedSettings: [UnmovedSetting] {
    let kept = moving(.inet).map { $0.entry.address }
    let hasStaticNeighbors = order == .lagg && settings.hasStaticNeighbors
    return network.unmovedSettings + (hasStaticNeighbors ? [.staticNeighbors] : [])
      + droppedByVF.filter { !kept.contains($0.entry.address) }
      .map { .lease($0.entry, of: $0.holder) }
  }

  /// The routes through the synthetic NIC, and those through the VF if it has a configuration of
  /// its own (`configuredVF`). If both have a route to the same destination in the same table, only
  /// the synthetic NIC's is included. Empty if there are none.
  var givenRoutes: [Route] {
    var found: [Route] = []
    for giver in configuredNICs {
      for route in network.routes(through: giver.name)
      where !found.contains(where: { $0.canReplace(route) && $0.interface != route.interface }) {
        found.append(route)
      }
    }
    return found
  }

  /// The DHCP clients that run for the interface `name`; empty if none runs.
  func clients(of name: InterfaceName) -> [DHCPClient] {
    network.clients.filter { $0.interface == name }
  }

  /// True if a DHCP client runs for the NIC `name`, or ran for it before a run that was killed.
  func hadClient(_ name: InterfaceName) -> Bool {
    let ended = name == synthetic ? endedClients : endedVFClients
    return !clients(of: name).isEmpty || !ended.isEmpty
  }

  /// The first IPv4 address of the NIC whose configuration the bond gets: if a DHCP client runs for
  /// that NIC, the one that the client has given. Nil if the NIC has no IPv4 address.
  var leased: InterfaceAddress? {
    (isOnlyVFConfigured ? configuredVF : nic)?.addresses(.inet).first
  }

  /// The action with which an undo gives the addresses `entries` to the NIC `holder` again. Empty
  /// if there are no addresses, or if `holder` is the VF and the undo sets the VF down.
  func addingAgain(_ entries: [InterfaceAddress], to holder: InterfaceName) -> [Action] {
    guard !entries.isEmpty, holder == synthetic || restoresVF else { return [] }
    return [.addAddresses(entries, to: holder)]
  }

  /// The difference from FreeBSD's scripts if the address `held` moves to the bond: `.vfFollows`
  /// for an address of the VF, since the scripts move none. Nil for an address of the synthetic
  /// NIC.
  func deviation(of held: HeldAddress) -> Deviation? {
    held.holder == synthetic ? nil : .vfFollows
  }
}

extension Interface {
  /// The addresses of the interface, without those that the system assigns itself: from router
  /// advertisements, and IPv6 link-local ones.
  var ownAddresses: [InterfaceAddress] { addresses.filter { !$0.isAssignedBySystem } }
}

extension InterfaceAddress {
  /// True if the system assigns this address itself: it comes from router advertisements (SLAAC),
  /// or it is an IPv6 link-local address.
  var isAssignedBySystem: Bool { isAutoconfigured || (family == .inet6 && address.isLinkLocal) }
}
