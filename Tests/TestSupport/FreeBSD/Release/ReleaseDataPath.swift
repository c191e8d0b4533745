import Failover

// Where the host sends, and what answers from outside.

/// What of a machine does not answer.
package struct SimulatedOutage: Equatable, Sendable {
  /// The addresses that do not.
  package var silent: [String] = []
  /// The families whose default route does not lead out.
  package var stuck: [AddressFamily] = []

  /// Nothing.
  package static let none = SimulatedOutage()
}

extension SimulatedMachine {
  /// Every address by which the machine is reached from outside.
  package var globalAddresses: [String] {
    let all = names.filter { $0 != "lo0" }.flatMap { nics[$0].map { $0.inet + $0.inet6 } ?? [] }
      .map(\.addr).filter { !$0.hasPrefix("fe80") }
    return all.indices.filter { all.firstIndex(of: all[$0]) == $0 }.map { all[$0] }
  }

  /// What of all that a machine `had` at the start does not answer here.
  package func outage(of had: SimulatedMachine) -> SimulatedOutage {
    SimulatedOutage(
      silent: had.globalAddresses.filter { !answers($0) },
      stuck: AddressFamily.both.filter { !had.defaultRoutes($0).isEmpty && !leadsOut($0) })
  }

  /// Whether the interface by which the answer goes gets the host's frames, and has the address. One of
  /// length 32 may be on any other.
  private func answers(_ text: String) -> Bool {
    guard let address = IPAddress(text) else { return false }
    let family = address.family
    guard let back = interface(leadingTo: address) ?? defaultRoutes(family).first?.netif,
      let nic = nics[back], receives(back), family == .inet || nic.ifdisabled != true
    else { return false }
    let hosts = nics.values.flatMap(\.inet).filter { $0.len == 32 }
    return (nic[family] + hosts).contains { $0.addr == text }
  }

  private func leadsOut(_ family: AddressFamily) -> Bool {
    let routes = defaultRoutes(family)
    return !routes.isEmpty
      && routes.allSatisfy { route in
        receives(route.netif)
          && (route.isDirect
            || IPAddress(route.gateway).flatMap { interface(leadingTo: $0) } == route.netif)
      }
  }

  /// The default routes of a family; IPv6 may have several.
  func defaultRoutes(_ family: AddressFamily) -> [Route] {
    routes.filter { $0.dest == "default" && $0.family == family && $0.fib == nil }
  }

  /// Whether frames from outside reach IP through an interface; a port's go to its lagg.
  func receives(_ name: String) -> Bool {
    guard let nic = nics[name], nic.up == true, lagg(of: name) == nil else { return false }
    if let ports = nic.laggport {
      return ports.contains { gets($0) && ($0 == nic.primary || $0 == activePort(of: nic)) }
    }
    if let vlan = nic.vlan { return vlan.parent.map { receives($0) } == true }
    if let members = nic.members { return members.contains { receives($0) } }
    return gets(name)
  }

  /// Whether the host sends a NIC's frames to this interface.
  private func gets(_ name: String) -> Bool {
    guard nics[name]?.up == true, hasLink(name) else { return false }
    return kernel.hasDataPath || kernel.synthetics[name] == nil
  }

  /// A synthetic NIC has none while its VF is up.
  func hasLink(_ name: String) -> Bool {
    guard kernel.hasDataPath else { return true }
    return !kernel.synthetics.contains { $1 == name && nics[$0]?.up == true }
  }

  /// The port by which a lagg sends: the first one, else another, that is up and has a link.
  func activePort(of lagg: SimulatedNIC) -> String? {
    let ports = inOrder(lagg.laggport ?? [])
    let first = ports.filter { $0 == lagg.primary } + ports
    return first.first { nics[$0]?.up == true && hasLink($0) }
  }

  /// The lagg that an interface is a port of.
  func lagg(of port: String) -> String? {
    names.first { nics[$0]?.laggport?.contains(port) == true }
  }

  /// In the order in which they came.
  func inOrder(_ names: [String]) -> [String] { kernel.order.filter { names.contains($0) } }
}
