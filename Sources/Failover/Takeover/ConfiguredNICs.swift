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
  var isOnlyVFConfigured: Bool { configuredVF != nil && !isSyntheticConfigured }

  /// True if the synthetic NIC has an address, a route or a DHCP client of its own.
  package var isSyntheticConfigured: Bool {
    !nic.ownAddresses.isEmpty || hadClient(synthetic)
      || !network.routes(through: synthetic).isEmpty
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

  /// The IPv4 address that a DHCP client has given to the VF, if the synthetic NIC is configured as
  /// well: then the synthetic NIC's configuration counts, and the VF's client does not continue. So
  /// the address does not move to the bond, where it would never expire. At most one element. Empty
  /// if the VF has no DHCP client, or if only the VF is configured.
  var dropped: [HeldAddress] {
    guard let vf = configuredVF, !isOnlyVFConfigured, hadClient(vf.name) else { return [] }
    return [vf.leasedEntry].compactMap { $0 }.map { HeldAddress(entry: $0, holder: vf.name) }
  }

  /// The settings and leases of the NICs that do not move to the bond, such as a queueing
  /// discipline. A warning names each. Empty if there are none.
  package var unmovedSettings: [UnmovedSetting] {
    let kept = moving(.inet).map { $0.entry.address }
    let hasStaticNeighbors = order == .lagg && settings.hasStaticNeighbors
    return network.unmovedSettings + (hasStaticNeighbors ? [.staticNeighbors] : [])
      + dropped.filter { !kept.contains($0.entry.address) }
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

  /// The IPv4 address that a DHCP client has given to the NIC whose configuration the bond gets, if
  /// a client runs for that NIC. Nil if the NIC has no IPv4 address.
  var leased: InterfaceAddress? { (isOnlyVFConfigured ? configuredVF : nic)?.leasedEntry }

  /// True if one of the NICs whose configuration the bond gets has an IPv6 address from router
  /// advertisements (SLAAC), so that the bond has to accept them too. False if an override
  /// configures the bond, and in compatibility mode.
  var hasAdvertisedAddress: Bool {
    guard scope == .whole, compatibility == .none else { return false }
    return configuredNICs.contains { nic in
      nic.acceptsRouterAdvertisements && !nic.isIPv6Disabled
        && nic.addresses(.inet6).contains { $0.isAutoconfigured }
    }
  }

  /// The description of the synthetic NIC or, if it has none, that of the VF if the bond gets its
  /// configuration. Empty if there is none, if an override configures the bond, and in
  /// compatibility mode.
  var liveNote: String {
    guard scope == .whole, compatibility == .none else { return "" }
    return configuredNICs.map { $0.note }.first { !$0.isEmpty } ?? ""
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
  /// The IPv4 address that the DHCP client of the interface has set: `leasedAddress`, or else the
  /// first one. Nil if there is no IPv4 address.
  fileprivate var leasedEntry: InterfaceAddress? {
    addresses(.inet).first { $0.address == leasedAddress } ?? addresses(.inet).first
  }

  /// The addresses of the interface, without those that the system assigns itself: from router
  /// advertisements, and IPv6 link-local ones.
  var ownAddresses: [InterfaceAddress] { addresses.filter { !$0.isAssignedBySystem } }
}

extension InterfaceAddress {
  /// True if the system assigns this address itself: it comes from router advertisements (SLAAC),
  /// or it is an IPv6 link-local address made from a hardware address. The bond makes such an
  /// address itself. Any other link-local address was set by hand, as `fe80::1` on a router.
  package var isAssignedBySystem: Bool {
    isAutoconfigured || (family == .inet6 && address.isLinkLocal && address.hasHardwareIdentifier)
  }
}
