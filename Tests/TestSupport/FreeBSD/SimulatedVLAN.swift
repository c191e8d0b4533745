/// What makes an interface of a simulated FreeBSD a VLAN.
package struct SimulatedVLAN: Codable, Equatable, Sendable {
  /// Its number.
  package var tag: String
  /// The protocol of its frames; nil: 802.1q.
  package var proto: String?
  /// The priority of its frames; nil: 0.
  package var priority: String?
  /// The interface that it is on; nil: none.
  package var parent: String?

  private enum CodingKeys: String, CodingKey { case tag, proto, priority = "pcp", parent }

  /// VLAN `tag` on `parent`.
  package init(_ tag: String, on parent: String? = nil) {
    self.tag = tag
    self.parent = parent
  }

  /// One of a recorded machine, whose numbers are numbers.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      "\(try values.decode(Int.self, forKey: .tag))",
      on: try values.decodeIfPresent(String.self, forKey: .parent))
    proto = try values.decodeIfPresent(String.self, forKey: .proto)
    priority = try values.decodeIfPresent(Int.self, forKey: .priority).map { "\($0)" }
  }
}
