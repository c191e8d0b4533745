import Failover

extension FreeBSD {
  /// Observes the state from which `planRelease` plans the removal of the lagg `bond`. Throws if a
  /// query fails.
  package func observeBonded(
    _ synthetic: InterfaceName, bond: InterfaceName, settings: Settings,
    asking guest: any GuestView
  ) throws(GuestError) -> NetworkState {
    var network = NetworkState()
    network.vf = try vf(of: synthetic, asking: guest)
    guard let lagg = try listing(of: bond, asking: guest) else { return network }
    network.interfaces.append(lagg)
    network.clients = try clients(of: bond, inEvery: true, asking: guest)
    if let vf = network.vf, let found = try listing(of: vf, asking: guest) {
      network.interfaces.append(found)
    }
    network.hasIPv6 = try sysctl(Self.inet6OID, asking: guest) != nil
    let all = try guest.output(of: Self.everyListing)
    try observeConfiguration(of: synthetic, in: all, into: &network, asking: guest)
    network.membership = membership(of: bond, inListings: all)
    network.vlans += try Platforms.vlans(fromIfconfig: all, on: bond)
    network.clientConfigurations = try clientConfigurations(
      for: bond, of: [synthetic], settings, asking: guest)
    network.routes = try routes(ofFIBs: sysctl(Self.fibsOID, asking: guest), asking: guest)
    return network
  }

  /// Returns how the synthetic NIC becomes the active one: in a lagg, by setting the VF down
  /// (`.settingVFDown`). hn(4) then moves the data path back, and lagg(4) sees the link of the synthetic
  /// NIC come up (hn_rxvf_change in if_hn.c). Otherwise `.none`: in transparent mode hn(4) does not
  /// notice that a VF goes down.
  package func standbyMeans(in mode: PairState.Mode) -> StandbyMeans {
    mode == .bond ? .settingVFDown : .none
  }
}
