import Failover

extension FreeBSD {
  /// The commands that `observe` always runs first, except in compatibility mode: sysctl(8) for
  /// properties of the kernel, and `ifconfig -a`.
  package func firstQueries(of synthetic: InterfaceName) -> [Command] {
    [
      Self.sysctls(Self.firstOIDs), Self.everyListing,
    ]
  }

  /// Observes the state from which `planUp` plans the takeover of `synthetic` by the lagg `bond`.
  /// If the takeover was made before, observes only what `scope` may still need. If `resuming` is
  /// true, another run was killed, and everything is observed. In compatibility mode, observes only
  /// what the scripts of FreeBSD do. Throws if a query fails or its output has an unknown form.
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
    try observeLeases(into: &network, asking: guest)
    network.routes = try routes(ofFIBs: known[Self.fibsOID], asking: guest)
    return network
  }

  /// Sets the leased address of each interface in `network` with a DHCP client. dhclient(8) adds
  /// each lease to the end of its lease file; the last one for an address that the interface has is
  /// the present lease. Throws if a lease file cannot be read.
  private func observeLeases(
    into network: inout NetworkState, asking guest: any GuestView
  ) throws(GuestError) {
    for index in network.interfaces.indices {
      let interface = network.interfaces[index]
      guard network.client(of: interface.name) != nil,
        let path = DHCPClient.Program.freebsd.facts.leaseFile?.naming(interface.name)
      else { continue }
      let words = (try guest.line(of: path) ?? "").lines.map { $0.words }
      let leased = words.filter { $0.count == 2 && $0[0] == "fixed-address" }
        .compactMap { IPAddress(String($0[1].dropLast())) }
      network.interfaces[index].leasedAddress = leased.last { address in
        interface.addresses.contains { $0.address == address }
      }
    }
  }

  /// Observes only what the scripts of FreeBSD observe, for compatibility mode: the VF, and the
  /// bond if it exists, or else the synthetic NIC. Throws if a query fails.
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

  /// Adds the routes to `network` after a completed takeover, since a route through a port of the
  /// lagg may have to be corrected. Does nothing if an override configures the bond, or if the
  /// synthetic NIC is not in `lagg`. Throws if a query fails.
  private func observeComplete(
    _ lagg: Interface, _ synthetic: InterfaceName, _ scope: Takeover.Scope, _ known: KnownOIDs,
    into network: inout NetworkState, asking guest: any GuestView
  ) throws(GuestError) {
    guard scope == .whole, lagg.bond?.mode == .failover,
      lagg.bond?.members.contains(synthetic) == true
    else { return }
    network.routes = try routes(ofFIBs: known[Self.fibsOID], asking: guest)
  }

  /// The names of the sysctl variables that `observe` reads first.
  private static let firstOIDs = [transparentOID, mapOID, inet6OID, fibsOID]

  /// Adds the configuration of the synthetic NIC to `network`: its addresses, VLANs and DHCP
  /// clients, and the path of rtsol(8). `all` is the output of `ifconfig -a`, which shows the VLANs
  /// on the NIC; nil in compatibility mode, which ignores VLANs. Throws if a query fails.
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

  /// Adds the VF to `network`, with the lagg or bridge that contains it and its DHCP clients. `all`
  /// is the output of `ifconfig -a`. Adds nothing if there is no interface `vf`. Throws if a query
  /// fails.
  private func observeVF(
    _ vf: InterfaceName, in all: String, into network: inout NetworkState,
    asking guest: any GuestView
  ) throws(GuestError) {
    guard var found = try listing(of: vf, in: all, asking: guest) else { return }
    found.master = master(of: vf, inListings: all)
    network.interfaces.append(found)
    network.clients += try clients(of: vf, inEvery: true, asking: guest)
  }

  /// The interface `name` as `all` shows it, the output of `ifconfig -a`. If `all` is nil,
  /// `ifconfig NAME` is run instead. Nil if there is no such interface. Throws if the query fails
  /// or a line has an unknown form.
  func listing(
    of name: InterfaceName, in all: String?, asking guest: any GuestView
  ) throws(GuestError) -> Interface? {
    guard let all else { return try listing(of: name, asking: guest) }
    guard let own = listings(in: all).first(where: { $0.name == name.text }) else { return nil }
    return try interface(fromIfconfig: String(own.text), named: name)
  }

  /// True if `lagg` is a failover lagg that lacks the synthetic NIC or an address: the takeover may
  /// be incomplete. With the scope `joinOnly(then: [])`, a missing address does not matter.
  private func mayBeIncomplete(
    _ lagg: Interface, _ synthetic: InterfaceName, _ scope: Takeover.Scope
  ) -> Bool {
    let isJoined = lagg.bond?.members.contains(synthetic) == true
    return lagg.bond?.mode == .failover
      && !(isJoined && (scope == .joinOnly(then: []) || !lagg.addresses.isEmpty))
  }
}
