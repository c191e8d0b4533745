/// The required state of a machine after a run. Only the given values are compared. But interfaces
/// that are not given must be unchanged.
package struct ReleaseEnd: Decodable, Sendable {
  /// Patterns for a file: some line must match each of `has`, and no line any of `lacks`.
  package struct File: Decodable, Sendable {
    package var has: [String]?
    package var lacks: [String]?
  }

  package var exit: Int32?
  package var output: String?
  package var effects: [[String]]?
  package var endedClients: [String]?
  package var clients: [String]?
  /// The interfaces by name; nil if the interface must not exist.
  package var nics: [String: ReleaseNIC?]?
  /// The destination, gateway and interface of every route.
  package var routes: [[String]]?
  package var files: [String: File]?
  /// The limits for outages, by the keys `address` (the first one), `default` (the first default
  /// route), and `every address`.
  package var gap: [String: ReleaseGap.Limit]?

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case exit, output = "stdout", effects, endedClients = "ended_dhclients"
    case clients = "dhclients"
    case nics = "ifaces", routes, files, gap
  }

  private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// A requirement that has only limits for outages.
  package init(gap: [String: ReleaseGap.Limit]? = nil) { self.gap = gap }

  /// Decodes a requirement. Throws for an unknown key, which would never be tested.
  package init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: AnyKey.self).allKeys
    for key in keys where CodingKeys(stringValue: key.stringValue) == nil {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [key], debugDescription: "unknown demand: \(key.stringValue)"))
    }
    let values = try decoder.container(keyedBy: CodingKeys.self)
    exit = try values.decodeIfPresent(Int32.self, forKey: .exit)
    output = try values.decodeIfPresent(String.self, forKey: .output)
    effects = try values.decodeIfPresent([[String]].self, forKey: .effects)
    endedClients = try values.decodeIfPresent([String].self, forKey: .endedClients)
    clients = try values.decodeIfPresent([String].self, forKey: .clients)
    nics = try values.decodeIfPresent([String: ReleaseNIC?].self, forKey: .nics)
    routes = try values.decodeIfPresent([[String]].self, forKey: .routes)
    files = try values.decodeIfPresent([String: File].self, forKey: .files)
    gap = try values.decodeIfPresent([String: ReleaseGap.Limit].self, forKey: .gap)
  }
}

/// The required values of an interface. Only the given ones are compared.
package struct ReleaseNIC: Decodable, Equatable, Sendable {
  package var up: Bool?
  package var mtu: Int?
  package var ether: String?
  /// The addresses with their prefix lengths, without link-local ones.
  package var inet: Set<String>?
  package var inet6: Set<String>?
  package var laggproto: String?
  package var laggport: Set<String>?
  package var members: Set<String>?
  package var vlan: SimulatedVLAN?
  package var description: String?

  /// All values of `nic` that can be required.
  package init(_ nic: SimulatedNIC) {
    let texts = { (addresses: [SimulatedNIC.Address]) in
      Set(addresses.filter { !$0.addr.hasPrefix("fe80") }.map { "\($0.addr)/\($0.len)" })
    }
    up = nic.up == true
    mtu = nic.mtu ?? 1500
    (ether, laggproto, description, vlan) = (nic.ether, nic.laggproto, nic.description, nic.vlan)
    (inet, inet6) = (texts(nic.inet), texts(nic.inet6))
    (laggport, members) = (nic.laggport.map(Set.init), nic.members.map(Set.init))
  }

  /// Returns only the values that `wanted` gives.
  func only(_ wanted: ReleaseNIC) -> ReleaseNIC {
    var copy = self
    if wanted.up == nil { copy.up = nil }
    if wanted.mtu == nil { copy.mtu = nil }
    if wanted.ether == nil { copy.ether = nil }
    if wanted.inet == nil { copy.inet = nil }
    if wanted.inet6 == nil { copy.inet6 = nil }
    if wanted.laggproto == nil { copy.laggproto = nil }
    if wanted.laggport == nil { copy.laggport = nil }
    if wanted.members == nil { copy.members = nil }
    if wanted.vlan == nil { copy.vlan = nil }
    if wanted.description == nil { copy.description = nil }
    return copy
  }
}
