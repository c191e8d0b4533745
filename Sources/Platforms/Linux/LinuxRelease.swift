import Failover

extension Linux {
  /// Returns the state of `bond`, of its members and of `synthetic` from which `planRelease` makes
  /// the plan that removes the bond. Without interfaces if `bond` does not exist. Throws if a query
  /// fails.
  package func observeBonded(
    _ synthetic: InterfaceName, bond: InterfaceName, settings: Settings,
    asking guest: any GuestView
  ) throws(GuestError) -> NetworkState {
    var network = NetworkState()
    let sysfs = Sysfs(guest)
    network.vf = try Pairing(guest, drivers: settings.general.syntheticDrivers).vf(of: synthetic)
    guard let found = try sysfs.interface(bond) else { return network }
    network.hasIPv6 = try guest.names(in: "/proc/sys/net/ipv6") != nil
    network.interfaces = [found]
    let others = [synthetic] + (found.bond?.members ?? []).filter { $0 != synthetic }
    for name in others {
      if let nic = try sysfs.interface(name) { network.interfaces.append(nic) }
    }
    for name in [bond, synthetic] { network.clients += try linuxClients(of: name, asking: guest) }
    try checkBatch([synthetic, bond])
    network.vlans = try vlans(on: bond, asking: guest)
    let answer = try observeAddresses(into: &network, asking: guest)
    try observeSettings(of: [bond], to: synthetic, answer, into: &network, asking: guest)
    network.membership = try Prerequisites(guest).vrf(of: found)
    network.resolver = try resolverLink(of: bond, asking: guest)
    network.installedClient = try linuxClient(
      named: settings.client, running: network.clients.filter { $0.interface == bond },
      asking: guest)
    network.clientConfigurations = try clientConfigurations(
      for: bond, of: synthetic, in: network, asking: guest)
    return network
  }

  /// Returns how the synthetic NIC of a pair becomes the active one. `.changingPrimary` for a pair with
  /// a bond: the synthetic NIC becomes the primary, then the VF goes down. `.settingVFDown` in any other
  /// mode: the VF goes down.
  ///
  /// netvsc moves its data path when the VF goes up or down (Documentation/networking, netvsc.rst),
  /// even in a bond. So the bond gets its primary first.
  package func standbyMeans(in mode: PairState.Mode) -> StandbyMeans {
    mode == .bond ? .changingPrimary : .settingVFDown
  }
}
