import Failover

// The interface to which the host sends, and the addresses that answer from outside.

/// The addresses and default routes of a machine that do not work.
package struct SimulatedOutage: Equatable, Sendable {
  /// The addresses that do not answer from outside.
  package var silent: [String] = []
  /// The families whose default route does not lead outside.
  package var stuck: [AddressFamily] = []

  /// No outage.
  package static let none = SimulatedOutage()
}

extension SimulatedMachine {
  /// The addresses by which the machine can be reached from outside.
  package var globalAddresses: [String] {
    let all = names.filter { $0 != "lo0" }.flatMap { nics[$0].map { $0.inet + $0.inet6 } ?? [] }
      .map(\.addr).filter { !$0.hasPrefix("fe80") }
    return all.indices.filter { all.firstIndex(of: all[$0]) == $0 }.map { all[$0] }
  }

  /// Returns the outage now, compared to the addresses and default routes that `had` has.
  package func outage(of had: SimulatedMachine) -> SimulatedOutage {
    SimulatedOutage(
      silent: had.globalAddresses.filter { !answers($0) },
      stuck: AddressFamily.both.filter { !had.defaultRoutes($0).isEmpty && !leadsOut($0) })
  }

  /// Returns true if the interface that sends the answer receives the host's frames and has the
  /// address. An address with prefix length 32 may be on any other interface.
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

  /// Returns the default routes of a family. IPv6 may have several.
  func defaultRoutes(_ family: AddressFamily) -> [Route] {
    routes.filter { $0.dest == "default" && $0.family == family && $0.fib == nil }
  }

  /// Returns true if IP receives frames from outside on the interface. Frames of a port go to its
  /// lagg.
  func receives(_ name: String) -> Bool {
    guard let nic = nics[name], nic.up == true, lagg(of: name) == nil else { return false }
    if let ports = nic.laggport {
      return ports.contains { gets($0) && ($0 == nic.primary || $0 == activePort(of: nic)) }
    }
    if let vlan = nic.vlan { return vlan.parent.map { receives($0) } == true }
    if let members = nic.members { return members.contains { receives($0) } }
    return gets(name)
  }

  /// Returns true if the host sends a NIC's frames to this interface.
  private func gets(_ name: String) -> Bool {
    guard nics[name]?.up == true, hasLink(name) else { return false }
    return kernel.hasDataPath || kernel.synthetics[name] == nil
  }

  /// Returns true if the interface has a link. A synthetic NIC has none while its VF is up.
  func hasLink(_ name: String) -> Bool {
    guard kernel.hasDataPath else { return true }
    return !kernel.synthetics.contains { $1 == name && nics[$0]?.up == true }
  }

  /// Returns the port by which a lagg sends: of the ports that are up with a link, the primary one
  /// or else the first. Returns nil if there is none.
  func activePort(of lagg: SimulatedNIC) -> String? {
    let ports = inOrder(lagg.laggport ?? [])
    let first = ports.filter { $0 == lagg.primary } + ports
    return first.first { nics[$0]?.up == true && hasLink($0) }
  }

  /// Returns the lagg that has the interface as a port; nil if there is none.
  func lagg(of port: String) -> String? {
    names.first { nics[$0]?.laggport?.contains(port) == true }
  }

  /// Returns the names in the order in which the interfaces appeared.
  func inOrder(_ names: [String]) -> [String] { kernel.order.filter { names.contains($0) } }
}
