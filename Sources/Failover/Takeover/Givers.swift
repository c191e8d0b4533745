// What the two NICs of a pair give up to their bond. Most often the synthetic NIC has everything. An image
// or rc.conf may have configured the VF instead, or both.

/// An address and the NIC that has it.
struct HeldAddress: Hashable {
  var entry: InterfaceAddress
  var holder: InterfaceName
}

extension Takeover {
  /// The VF, where it has something of its own.
  var givingVF: Interface? {
    guard compatibility == .none, let vf = network.vfInterface, vf.name != synthetic,
      vf.master == nil || vf.master == bond,
      !vf.ownAddresses.isEmpty || network.client(of: vf.name) != nil
        || !network.routes(through: vf.name).isEmpty
    else { return nil }
    return vf
  }

  /// The NICs that give something up; the configuration of the first one wins.
  var givers: [Interface] { [nic] + [givingVF].compactMap { $0 } }

  /// Whether everything that the pair has is the VF's.
  var isOnlyVFConfigured: Bool {
    givingVF != nil && nic.ownAddresses.isEmpty && !hadClient(synthetic)
      && network.routes(through: synthetic).isEmpty
  }

  /// The addresses that both have, each with its holder.
  func held(_ family: AddressFamily) -> [HeldAddress] {
    givers.flatMap { giver in
      giver.addresses(family).map { HeldAddress(entry: $0, holder: giver.name) }
    }
  }

  /// The addresses that the bond gets: each once, and not one that a lease gave to the VF where the
  /// synthetic NIC is configured, nor one of IPv6 that is switched off.
  func moving(_ family: AddressFamily) -> [HeldAddress] {
    var found: [HeldAddress] = []
    for held in held(family) where isMoving(held) {
      if !found.contains(where: { $0.entry.address == held.entry.address }) { found.append(held) }
    }
    return found
  }

  private func isMoving(_ held: HeldAddress) -> Bool {
    let isOff = network.interface(held.holder)?.isIPv6Disabled == true
    return !held.entry.isOfLink && !dropped.contains(held)
      && !(held.entry.family == .inet6 && isOff)
  }

  /// What a lease gave, where no client goes on with it: it is not copied for ever.
  var dropped: [HeldAddress] {
    let isStatic = settings.givesAddress(.inet) && !settings.usesDHCP && scope == .whole
    guard isStatic, hadClient(configured), let leased else { return droppedByVF }
    return droppedByVF + [HeldAddress(entry: leased, holder: configured)]
  }

  /// What a lease gave to the VF beside the synthetic NIC's configuration: that one wins.
  private var droppedByVF: [HeldAddress] {
    guard let vf = givingVF, !isOnlyVFConfigured, hadClient(vf.name) else { return [] }
    let known = clients(of: vf.name).first?.leased
    let leased = vf.addresses(.inet).first { $0.address == known }
    return [leased ?? vf.addresses(.inet).first].compactMap { $0 }
      .map { HeldAddress(entry: $0, holder: vf.name) }
  }

  /// What does not go to the bond, and has to be named: a lease of the VF's too, beside what the
  /// synthetic NIC has.
  package var leftBehind: [LeftBehind] {
    let kept = moving(.inet).map { $0.entry.address }
    let hasStaticNeighbors = order == .lagg && settings.hasStaticNeighbors
    return network.leftBehind + (hasStaticNeighbors ? [.staticNeighbors] : [])
      + droppedByVF.filter { !kept.contains($0.entry.address) }
      .map { .lease($0.entry, of: $0.holder) }
  }

  /// The routes that left by one of the two. Of two to the same place the first giver's counts.
  var givenRoutes: [Route] {
    var found: [Route] = []
    for giver in givers {
      for route in network.routes(through: giver.name)
      where !found.contains(where: { $0.stands(for: route) && $0.interface != route.interface }) {
        found.append(route)
      }
    }
    return found
  }

  /// The clients of an interface that run.
  func clients(of name: InterfaceName) -> [DHCPClient] {
    network.clients.filter { $0.interface == name }
  }

  /// Whether a client runs for an interface, or ran before a run that was cut short.
  func hadClient(_ name: InterfaceName) -> Bool {
    let ended = name == synthetic ? endedClients : endedVFClients
    return !clients(of: name).isEmpty || !ended.isEmpty
  }

  /// The address that a lease gave, as far as it can be told: the first one.
  var leased: InterfaceAddress? {
    let giver = isOnlyVFConfigured ? givingVF : nic
    guard let giver else { return nil }
    let known = clients(of: giver.name).first?.leased
    return giver.addresses(.inet).first { $0.address == known } ?? giver.addresses(.inet).first
  }

  /// What gives addresses back to the NIC that had them.
  func addingAgain(_ entries: [InterfaceAddress], to holder: InterfaceName) -> [Action] {
    guard !entries.isEmpty, holder == synthetic || restoresVF else { return [] }
    return [.addAddresses(entries, to: holder)]
  }

  /// The deviation that an address is moved by because of who has it.
  func deviation(of held: HeldAddress) -> Deviation? {
    held.holder == synthetic ? nil : .vfFollows
  }
}

extension Interface {
  /// Its addresses but those that a link has by itself.
  var ownAddresses: [InterfaceAddress] { addresses.filter { !$0.isOfLink } }
}

extension InterfaceAddress {
  /// Whether a link has it by itself, or routers give it anew.
  var isOfLink: Bool { isAutoconfigured || (family == .inet6 && address.isLinkLocal) }
}
