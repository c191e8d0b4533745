import Failover

// Connected networks, and the routes that depend on them.

extension SimulatedMachine {
  /// Updates, after a command, the interface of each connected network, and removes the routes that
  /// are lost.
  ///
  /// A network stays with the interface that had it first, until that interface loses the address
  /// or goes down. Then the next interface gets it.
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
    // Networks that have an interface already come first.
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

  /// Returns true if the route stays. An IPv4 route is removed with the last address of its
  /// interface in the gateway's network; an IPv6 route stays as long as its interface.
  private func isKept(_ route: Route) -> Bool {
    guard let nic = nics[route.netif] else { return false }
    return route.family == .inet6 || isOnLink(route)
      || (kernel.offLink.contains(route) && !nic.inet.isEmpty)
  }

  /// Returns true if an address of the route's interface reaches the gateway.
  func isOnLink(_ route: Route) -> Bool {
    guard let hop = IPAddress(route.gateway) else { return false }
    return nics[route.netif]?[hop.family].contains { $0.entry?.reaches(hop) == true } == true
  }

  /// Returns the interface by which an address on the link is reached: of the connected networks
  /// that contain it, the smallest. Returns nil if there is none.
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
  /// The address family of the gateway or the destination.
  var family: AddressFamily { gateway.contains(":") || dest.contains(":") ? .inet6 : .inet }

  /// True for a route through an interface without a gateway.
  var isDirect: Bool { gateway.hasPrefix("link#") }
}
