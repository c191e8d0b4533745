import Failover

extension Linux {
  /// Always empty: `observe` reads nearly everything that it needs in sysfs, without a command.
  package func firstQueries(of synthetic: InterfaceName) -> [Command] { [] }

  /// Returns the state of `synthetic`, its VF and `bond` from which `planUp` makes the plan of a
  /// takeover. `scope` tells how much of the takeover is to be made. After a killed run
  /// (`resuming`), everything is observed. Otherwise addresses and routes are left out if they need
  /// not move to the bond any more. Throws if a query fails.
  ///
  /// Usually runs one child process; none if there is no VF, or if the kernel combines the pair.
  package func observe(
    _ synthetic: InterfaceName, bond: InterfaceName, settings: Settings, scope: Takeover.Scope,
    resuming: Bool, asking guest: any GuestView
  ) throws(GuestError) -> NetworkState {
    var network = NetworkState()
    let pairing = Pairing(guest, drivers: settings.general.syntheticDrivers)
    if try pairing.synthetic(of: synthetic) != nil {
      // The given interface is a VF, which `planUp` refuses.
      network.vf = synthetic
      return network
    }
    let vf = try pairing.vf(of: synthetic)
    network.transparency = try pairing.transparency(
      of: synthetic, vf: vf, said: settings.general.transparent)
    // A pair that the kernel combines is not observed further.
    guard vf != nil || resuming, network.transparency == .no else {
      if vf == nil { network.lacksSynthetic = try !Sysfs(guest).names().contains(synthetic) }
      return network
    }
    network.vf = vf
    network.hasIPv6 = try guest.names(in: "/proc/sys/net/ipv6") != nil
    for name in [synthetic, bond] + (vf.map { [$0] } ?? []) {
      guard var interface = try Sysfs(guest).interface(name) else { continue }
      if name == synthetic { interface.hasCarrier = carrier(of: interface, asking: guest) }
      network.interfaces.append(interface)
    }
    network.clients = try linuxClients(of: network.interfaces.map { $0.name }, asking: guest)
    // If the configuration has moved to the bond, it is not observed again, unless the bond would
    // get no address.
    let hasMoved = network.interface(bond)?.bond?.members.contains(synthetic) == true
    if resuming || !hasMoved || (scope == .whole && network.client(of: bond) == nil) {
      try observeConfiguration(of: synthetic, bond, settings, into: &network, asking: guest)
    }
    return network
  }

  private func observeConfiguration(
    of synthetic: InterfaceName, _ bond: InterfaceName, _ settings: Settings,
    into network: inout NetworkState, asking guest: any GuestView
  ) throws(GuestError) {
    try checkBatch([synthetic, bond] + (network.vf.map { [$0] } ?? []))
    network.vlans = try vlans(on: synthetic, asking: guest)
    let answer = try observeAddresses(into: &network, asking: guest)
    let configuredNICs = [synthetic] + (network.vf.map { [$0] } ?? [])
    let canWait = try guest.line(of: Self.ignoreLinkdownPath(of: "default")) == "0"
    // Linux 6.1 prints a route with a next-hop object in words with which it then refuses to delete
    // the route (EINVAL). If a copy were in front of such a route, the route could not be removed.
    network.supportsPreassignment = canWait && !answer.hasNextHopObjects
    if network.supportsPreassignment {
      network.neighbors = try neighbors(of: configuredNICs, asking: guest)
    }
    try observeSettings(of: configuredNICs, to: bond, answer, into: &network, asking: guest)
    let found = network.interface(bond)
    if found?.bond?.members.contains(synthetic) != true {
      network.resolver = try resolverLink(of: synthetic, asking: guest)
    }
    try observeSurroundings(of: synthetic, found, bond, into: &network, asking: guest)
    if network.obstacle == nil, !network.vlans.isEmpty {
      let names = network.vlans.map { $0.interface.name }
      network.obstacle = try Prerequisites(guest).obstacle(
        vlans: network.vlans, of: synthetic, bond, linuxClients(of: names, asking: guest),
        tunnels(over: names, asking: guest))
    }
    let running = network.clients.filter { $0.interface != bond }
    network.installedClient = try linuxClient(
      named: settings.client, running: running, asking: guest)
    network.clientConfigurations = try clientConfigurations(
      for: bond, of: synthetic, in: network, asking: guest)
  }

  /// Sets the addresses of the interfaces and VLANs in `network`, and the routes through them.
  /// Returns the whole answer of ip(8), which also has other settings. Throws if the query fails.
  @discardableResult
  func observeAddresses(
    into network: inout NetworkState, asking guest: any GuestView
  ) throws(GuestError) -> IPRouteAnswer {
    let names = network.interfaces.map { $0.name } + network.vlans.map { $0.interface.name }
    let answer = try answer(about: names, asking: guest)
    network.routes = answer.routes
    for index in network.interfaces.indices {
      let name = network.interfaces[index].name
      network.interfaces[index].addresses = answer.addresses[name] ?? []
      network.interfaces[index].leasedAddress = answer.leased[name]
    }
    for index in network.vlans.indices {
      let name = network.vlans[index].interface.name
      network.vlans[index].interface.addresses = (answer.addresses[name] ?? []).filter {
        !$0.isAssignedBySystem
      }
    }
    return answer
  }

  /// Returns the answer of ip(8) about the interfaces `names`: addresses, routes and other
  /// settings. If the kernel supports no rules or no tokens (EOPNOTSUPP, EAFNOSUPPORT), the answer
  /// has only addresses and routes. Throws if ip(8) fails for another reason or prints a line of
  /// unknown form, since settings could be lost.
  func answer(
    about names: [InterfaceName], asking guest: any GuestView
  ) throws(GuestError) -> IPRouteAnswer {
    let query = IPRouteQuery(about: names)
    let result = try guest.run(query.command)
    let said = result.errorOutput.words
    if !result.termination.isSuccess,
      zip(said, said.dropFirst()).contains(where: { $0 == ("not", "supported") })
    {
      let query = IPRouteQuery(about: names, withSettings: false)
      return try query.answer(from: guest.output(of: query.command))
    }
    guard result.termination.isSuccess else { throw .queryFailed(query.command, result) }
    return try query.answer(from: result.output)
  }

  private func observeSurroundings(
    of synthetic: InterfaceName, _ bond: Interface?, _ name: InterfaceName,
    into network: inout NetworkState, asking guest: any GuestView
  ) throws(GuestError) {
    let vf = network.vfInterface
    guard bond?.bond?.members.contains(synthetic) != true else {
      network.hasManagedBond = try manager(of: name, asking: guest) != nil
      return
    }
    guard let nic = network.interface(synthetic) else { return }
    let surroundings = Prerequisites(guest)
    network.obstacle = try surroundings.obstacle(synthetic: nic, vf: vf, bond: name)
    network.membership = try surroundings.vrf(of: nic)
    if let bond, network.membership == nil { network.membership = try surroundings.vrf(of: bond) }
    network.preparation = try surroundings.preparation(for: bond)
    if let bond, bond.isLeftOver {
      network.interfaces.removeAll { $0.name == bond.name }
    }
  }
}
