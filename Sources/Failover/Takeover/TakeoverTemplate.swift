extension Takeover {
  /// The same takeover as it was before the bond was made: the synthetic NIC has the configuration,
  /// there is no bond, and the VF has the name `vf`, which stands for any name. For the script that
  /// `hyperv_vfctl template` prints.
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
  /// Models a VF that is up, so that the host sends to it. Every override starts in this state.
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
  /// Models that the synthetic NIC has what the bond has now.
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
