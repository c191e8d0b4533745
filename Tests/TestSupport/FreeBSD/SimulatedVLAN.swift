/// The values of a VLAN interface.
package struct SimulatedVLAN: Codable, Equatable, Sendable {
  /// The number of the VLAN.
  package var tag: String
  /// The protocol of its frames; nil for 802.1q.
  package var proto: String?
  /// The priority of its frames; nil for 0.
  package var priority: String?
  /// The parent interface; nil if it has none.
  package var parent: String?

  private enum CodingKeys: String, CodingKey { case tag, proto, priority = "pcp", parent }

  /// The VLAN `tag` on `parent`.
  package init(_ tag: String, on parent: String? = nil) {
    self.tag = tag
    self.parent = parent
  }

  /// Decodes a VLAN of a recorded machine, in which numbers are not strings.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      "\(try values.decode(Int.self, forKey: .tag))",
      on: try values.decodeIfPresent(String.self, forKey: .parent))
    proto = try values.decodeIfPresent(String.self, forKey: .proto)
    priority = try values.decodeIfPresent(Int.self, forKey: .priority).map { "\($0)" }
  }
}
