extension Takeover {
  /// The takeover as it would be if the bond had not been made yet: the synthetic NIC has the
  /// addresses, routes and DHCP client, and the VF is called `vf`, a placeholder. For the override
  /// that `hyperv_vfctl template` prints.
  package func asTemplate(vf: InterfaceName) -> Takeover {
    var copy = self
    let seen = network.vf
    copy.network.vf = vf
    for index in copy.network.interfaces.indices where copy.network.interfaces[index].name == seen {
      copy.network.interfaces[index].name = vf
      copy.network.interfaces[index].master = nil
    }
    if order == .lagg { copy.network.sendToVF(vf, not: synthetic) }
    guard let found = network.interface(bond), found.bond?.members.contains(synthetic) == true
    else { return copy }
    copy.network.interfaces.removeAll { $0.name == bond }
    for index in copy.network.interfaces.indices
    where copy.network.interfaces[index].name == synthetic {
      copy.network.interfaces[index].takeBack(from: found)
    }
    copy.network.routes = network.routes.map { $0.interface == bond ? $0.moved(to: synthetic) : $0 }
    copy.network.clients = network.clients.map { client in
      var moved = client
      if client.interface == bond { moved.interface = synthetic }
      return moved
    }
    return copy
  }
}

extension NetworkState {
  /// Changes the state to one in which `vf` is up and the NIC `synthetic` has no carrier, since the
  /// host sends all packets to the VF. This is the state in which an override starts on FreeBSD.
  fileprivate mutating func sendToVF(_ vf: InterfaceName, not synthetic: InterfaceName) {
    interfaces.removeAll { $0.name == vf }
    var nic = Interface(vf)
    nic.isUp = true
    interfaces.append(nic)
    for index in interfaces.indices where interfaces[index].name == synthetic {
      interfaces[index].hasCarrier = false
    }
  }
}

extension Interface {
  /// Gives this interface, the synthetic NIC, the addresses and IPv6 settings that `bond` has. Sets
  /// it up, and takes it out of the bond.
  fileprivate mutating func takeBack(from bond: Interface) {
    master = nil
    isUp = true
    isIPv6Disabled = bond.isIPv6Disabled
    acceptsRouterAdvertisements = bond.acceptsRouterAdvertisements
    addresses = bond.addresses.map { entry in
      var moved = entry
      if moved.address.zone == bond.name.text { moved.address.zone = name.text }
      return moved
    }
  }
}
