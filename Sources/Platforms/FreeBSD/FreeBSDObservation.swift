import Failover

extension FreeBSD {
  /// The queries that `observe` needs first: sysctl(8) for properties of the kernel, and `ifconfig
  /// -a`.
  package func firstQueries(of synthetic: InterfaceName) -> [Command] {
    [
      Self.sysctls(Self.firstOIDs), Self.everyListing,
    ]
  }

  /// Observes what `planUp` needs for the plan of a takeover.
  package func observe(
    _ synthetic: InterfaceName, bond: InterfaceName, settings: Settings, scope: Takeover.Scope,
    resuming: Bool, asking guest: any GuestView
  ) throws(GuestError) -> NetworkState {
    guard settings.general.compatibility == .none else {
      return try observeAsScripts(synthetic, bond, settings, asking: guest)
    }
    var network = NetworkState()
    guest.prefetch(firstQueries(of: synthetic))
    let known = try sysctls(Self.firstOIDs, asking: guest)
    network.transparency = try transparency(known[Self.transparentOID])
    if network.transparency != .no { return network }
    network.hasIPv6 = known[Self.inet6OID] != nil
    let text = try guest.output(of: Self.everyListing)
    network.vf = try vf(of: synthetic, map: known[Self.mapOID], in: text, asking: guest)
    guard network.vf != nil || resuming else {
      network.lacksSynthetic = try listing(of: synthetic, in: text, asking: guest) == nil
      return network
    }

    if let vf = network.vf { try observeVF(vf, in: text, into: &network, asking: guest) }
    if let found = try listing(of: bond, in: text, asking: guest) {
      network.interfaces.append(found)
      guard resuming || mayBeIncomplete(found, synthetic, scope) else {
        try observeComplete(found, synthetic, scope, known, into: &network, asking: guest)
        return network
      }
      network.clients += try clients(of: bond, inEvery: true, asking: guest)
      if found.addresses(.inet).isEmpty { try askAges(of: &network.clients, on: guest) }
    }
    try observeConfiguration(of: synthetic, in: text, into: &network, asking: guest)
    network.clientConfigurations = try clientConfigurations(
      for: bond, of: [synthetic] + [network.vf].compactMap { $0 }, settings, asking: guest)
    try observeHolders(of: synthetic, bond, settings, in: text, into: &network, asking: guest)
    network.routes = try routes(ofFIBs: known[Self.fibsOID], asking: guest)
    return network
  }

  /// Observes only what the scripts of FreeBSD observe, for compatibility mode.
  private func observeAsScripts(
    _ synthetic: InterfaceName, _ bond: InterfaceName, _ settings: Settings,
    asking guest: any GuestView
  ) throws(GuestError) -> NetworkState {
    var network = NetworkState()
    let known = try sysctls([Self.vfOID(of: synthetic), Self.inet6OID], asking: guest)
    network.vf = try vf(known[Self.vfOID(of: synthetic)])
    guard network.vf != nil else { return network }
    network.hasIPv6 = known[Self.inet6OID] != nil
    if let found = try listing(of: bond, in: nil, asking: guest) {
      network.interfaces.append(found)
      return network
    }
    try observeConfiguration(of: synthetic, in: nil, into: &network, asking: guest)
    return network
  }

  /// Observes what may have to be corrected after a completed takeover: routes through a port of
  /// the lagg.
  private func observeComplete(
    _ lagg: Interface, _ synthetic: InterfaceName, _ scope: Takeover.Scope, _ known: KnownOIDs,
    into network: inout NetworkState, asking guest: any GuestView
  ) throws(GuestError) {
    guard scope == .whole, lagg.bond?.mode == .failover,
      lagg.bond?.members.contains(synthetic) == true
    else { return }
    network.routes = try routes(ofFIBs: known[Self.fibsOID], asking: guest)
  }

  /// The sysctls that are always read first.
  private static let firstOIDs = [transparentOID, mapOID, inet6OID, fibsOID]

  /// Observes the configuration of the synthetic NIC for a takeover: its addresses, VLANs, DHCP
  /// clients and the path of rtsol(8). `all` is the output of `ifconfig -a`, which shows the VLANs
  /// on the NIC; nil in compatibility mode.
  func observeConfiguration(
    of synthetic: InterfaceName, in all: String?, into network: inout NetworkState,
    asking guest: any GuestView
  ) throws(GuestError) {
    if var nic = try listing(of: synthetic, in: all, asking: guest) {
      if let all {
        nic.master = master(of: synthetic, inListings: all)
        network.vlans = try Platforms.vlans(fromIfconfig: all, on: synthetic)
      }
      network.interfaces.append(nic)
    }
    network.clients += try clients(of: synthetic, inEvery: all != nil, asking: guest)
    if guest.isExecutable(Self.rtsol) { network.routerSolicitor = Self.rtsol }
  }

  /// Observes the VF in `all`, the output of `ifconfig -a`, and the lagg or bridge that contains
  /// the VF.
  private func observeVF(
    _ vf: InterfaceName, in all: String, into network: inout NetworkState,
    asking guest: any GuestView
  ) throws(GuestError) {
    guard var found = try listing(of: vf, in: all, asking: guest) else { return }
    found.master = master(of: vf, inListings: all)
    network.interfaces.append(found)
    network.clients += try clients(of: vf, inEvery: true, asking: guest)
  }

  /// The interface `name` in `all`, the output of `ifconfig -a`, or from a query of its own if
  /// `all` is nil; nil if there is no such interface.
  func listing(
    of name: InterfaceName, in all: String?, asking guest: any GuestView
  ) throws(GuestError) -> Interface? {
    guard let all else { return try listing(of: name, asking: guest) }
    guard let own = listings(in: all).first(where: { $0.name == name.text }) else { return nil }
    return try interface(fromIfconfig: String(own.text), named: name)
  }

  /// True if a takeover by this lagg may be incomplete. A takeover is complete if the lagg contains
  /// the NIC and has an address. For `joinOnly` the address does not matter.
  private func mayBeIncomplete(
    _ lagg: Interface, _ synthetic: InterfaceName, _ scope: Takeover.Scope
  ) -> Bool {
    let isJoined = lagg.bond?.members.contains(synthetic) == true
    return lagg.bond?.mode == .failover
      && !(isJoined && (scope == .joinOnly(then: []) || !lagg.addresses.isEmpty))
  }
}
