/// The required result of a run where the scripts cut the machine off or lose configuration. Only
/// the given values are compared.
package struct ParityBetter: Decodable, Equatable, Sendable {
  /// The required state of one interface: its addresses except link-local ones, sorted, and its
  /// ports.
  package struct NIC: Decodable, Equatable, Sendable {
    /// The IPv4 addresses.
    package var inet: [String]?
    /// The IPv6 addresses.
    package var inet6: [String]?
    /// The ports.
    package var laggport: [String]?
  }

  /// The exit status.
  package var exit: Int32?
  /// The commands.
  package var effects: [[String]]?
  /// The interfaces by name; nil if the interface must not exist.
  package var nics: [String: NIC?]?
  /// The destination, gateway and interface of every route, sorted.
  package var routes: [[String]]?

  private enum CodingKeys: String, CodingKey { case exit, effects, nics = "ifaces", routes }
}

extension ParityBetter {
  /// Returns the same values of a run.
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
