import Failover

// The interface to which the host sends: the VF while it is up, else the synthetic NIC.

extension SimulatedNetwork {
  /// Updates the carrier of the synthetic NIC, and the order of the addresses.
  mutating func settleDataPath() {
    let isVFUp = state.vf.flatMap { state.interface($0) }?.isUp == true
    for index in state.interfaces.indices where state.interfaces[index].name == synthetic {
      state.interfaces[index].hasCarrier = !isVFUp
    }
    let all = state.interfaces.flatMap { interface in
      interface.addresses.map { Held(name: interface.name, entry: $0) }
    }
    held = held.filter { all.contains($0) } + all.filter { !held.contains($0) }
  }

  /// Returns true if an address answers from outside: the interface of its network has the address
  /// and receives the host's frames.
  package func answers(_ address: IPAddress) -> Bool {
    guard let name = interface(leadingTo: address) else { return false }
    let isThere = held.contains { held in
      held.entry.address == address && (held.name == name || held.entry.prefixLength == 32)
    }
    return isThere && receives(name)
      && (address.family == .inet || state.interface(name)?.isIPv6Disabled == false)
  }

  /// Returns true if the default route of a family leads outside.
  package func leadsOut(_ family: AddressFamily) -> Bool {
    let routes = state.routes.filter { $0.destination == "default" && $0.family == family }
    return !routes.isEmpty
      && routes.allSatisfy { route in
        receives(route.interface)
          && route.nextHops.allSatisfy {
            $0.isLinkLocal || interface(leadingTo: $0) == route.interface
          }
      }
  }

  private func interface(leadingTo address: IPAddress) -> InterfaceName? {
    held.first { held in
      held.entry.prefixLength < held.entry.family.bits && held.entry.reaches(address)
        && state.interface(held.name)?.isUp == true
    }?.name
  }

  private func receives(_ name: InterfaceName) -> Bool {
    guard let interface = state.interface(name), interface.isUp, interface.master == nil else {
      return false
    }
    guard let members = interface.bond?.members else { return gets(name) }
    return members.contains { gets($0) }
  }

  private func gets(_ name: InterfaceName) -> Bool {
    guard let interface = state.interface(name), interface.isUp else { return false }
    return name != synthetic || interface.hasCarrier != false
  }
}
