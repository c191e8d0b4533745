import Failover

// Connected networks and the routes that hang on them.

extension SimulatedMachine {
  /// After any command: which interface has each connected network, and which routes went.
  ///
  /// A network stays with the interface that had it first, until that loses the address or goes down;
  /// then the next one has it.
  package mutating func settle() {
    let all = kernel.order.flatMap { name in
      AddressFamily.both.flatMap { nics[name]?[$0] ?? [] }.compactMap { address in
        address.entry.map { SimulatedRelease.Held(name: name, entry: $0) }
      }
    }
    kernel.held = kernel.held.filter { all.contains($0) }
    kernel.held += all.filter { !kernel.held.contains($0) }
    kernel.owners = owners(after: kernel.owners)
    let kept = routes.filter { isKept($0) }
    routes = kept
    kernel.offLink = kernel.offLink.filter { kept.contains($0) }
  }

  private func owners(after old: [SimulatedRelease.Held]) -> [SimulatedRelease.Held] {
    var owners: [SimulatedRelease.Held] = []
    let connected = kernel.held.compactMap(connectedNetwork)
    // Those that have one already go first.
    for next in old.filter({ connected.contains($0) }) + connected
    where !owners.contains(where: { $0.entry == next.entry }) { owners.append(next) }
    return owners
  }

  private func connectedNetwork(of held: SimulatedRelease.Held) -> SimulatedRelease.Held? {
    let entry = held.entry
    guard nics[held.name]?.up == true, held.name != "lo0", !entry.address.isLinkLocal,
      entry.prefixLength < entry.family.bits, let first = entry.firstOfNetwork
    else { return nil }
    let network = InterfaceAddress(first, prefixLength: entry.prefixLength)
    return SimulatedRelease.Held(name: held.name, entry: network)
  }

  /// An IPv4 route goes with the last address of its interface in the gateway's network; an IPv6 route
  /// stays with its interface.
  private func isKept(_ route: Route) -> Bool {
    guard let nic = nics[route.netif] else { return false }
    return route.family == .inet6 || isOnLink(route)
      || (kernel.offLink.contains(route) && !nic.inet.isEmpty)
  }

  /// Whether an address of its interface reaches a route's gateway.
  func isOnLink(_ route: Route) -> Bool {
    guard let hop = IPAddress(route.gateway) else { return false }
    return nics[route.netif]?[hop.family].contains { $0.entry?.reaches(hop) == true } == true
  }

  /// The interface by which an address on the link is reached: that of the smallest network.
  func interface(leadingTo address: IPAddress, in fib: Int? = nil) -> String? {
    if let zone = address.zone { return nics[zone] == nil ? nil : zone }
    let links = routes.filter { $0.isDirect && $0.fib == fib }.compactMap { route in
      InterfaceAddress(route.dest).map { SimulatedRelease.Held(name: route.netif, entry: $0) }
    }
    return (kernel.owners + links).filter { $0.entry.reaches(address) }
      .max { $0.entry.prefixLength < $1.entry.prefixLength }?.name
  }
}

extension AddressFamily {
  static let both = [AddressFamily.inet, .inet6]
}

extension SimulatedMachine.Route {
  /// That of its gateway, or of its destination.
  var family: AddressFamily { gateway.contains(":") || dest.contains(":") ? .inet6 : .inet }

  /// By an interface, without a gateway.
  var isDirect: Bool { gateway.hasPrefix("link#") }
}
