/// What must hold of a run where the scripts cut the machine off or lose configuration: only what
/// is named.
package struct ParityBetter: Decodable, Equatable, Sendable {
  /// What must hold of one interface: its addresses but those of the link, sorted, and its ports.
  package struct NIC: Decodable, Equatable, Sendable {
    /// Its IPv4 addresses.
    package var inet: [String]?
    /// Its IPv6 addresses.
    package var inet6: [String]?
    /// Its ports.
    package var laggport: [String]?
  }

  /// The exit status.
  package var exit: Int32?
  /// The commands.
  package var effects: [[String]]?
  /// The interfaces; nil: it must be gone.
  package var nics: [String: NIC?]?
  /// Destination, gateway and interface of every route, sorted.
  package var routes: [[String]]?

  private enum CodingKeys: String, CodingKey { case exit, effects, nics = "ifaces", routes }
}

extension ParityBetter {
  /// The same of what a run left behind.
  package func same(of run: ParityCase.Recording) -> ParityBetter {
    var seen = self
    if exit != nil { seen.exit = run.exit }
    if effects != nil { seen.effects = run.effects }
    seen.nics = nics.map { wanted in
      Dictionary(uniqueKeysWithValues: wanted.map { ($0, Self.same(of: run.nics[$0], as: $1)) })
    }
    if routes != nil {
      seen.routes = (run.routes ?? []).map { [$0.dest, $0.gateway, $0.netif] }
        .sorted { $0.lexicographicallyPrecedes($1) }
    }
    return seen
  }

  private static func same(of nic: SimulatedNIC?, as wanted: NIC?) -> NIC? {
    guard let nic else { return nil }
    let texts = { (addresses: [SimulatedNIC.Address]) in
      addresses.map(\.addr).filter { !$0.hasPrefix("fe80") }.sorted()
    }
    return NIC(
      inet: wanted?.inet.map { _ in texts(nic.inet) },
      inet6: wanted?.inet6.map { _ in texts(nic.inet6) },
      laggport: wanted?.laggport.map { _ in nic.laggport ?? [] })
  }
}
