import Failover

/// A network interface of a simulated FreeBSD, in the words of the recorded machines.
///
/// What was never said of an interface stays nil, as there: a recording tells "never touched" from
/// "switched off".
package struct SimulatedNIC: Codable, Equatable, Sendable {
  /// An address on it.
  package struct Address: Codable, Hashable, Sendable {
    /// The address, without a zone.
    package var addr: String
    /// The length of its network's prefix.
    package var len: Int
    /// The broadcast address, where it is not the network's last.
    package var broadcast: String?
    /// Whether it was learnt from a router.
    package var autoconf: Bool?

    /// `addr`/`len`.
    package init(_ addr: String, _ len: Int) {
      self.addr = addr
      self.len = len
    }

    /// As the programs have it; nil where it is no address.
    package var entry: InterfaceAddress? { InterfaceAddress("\(addr)/\(len)") }
  }

  /// Administratively up.
  package var up: Bool?
  /// The largest packet.
  package var mtu: Int?
  /// The hardware address.
  package var ether: String?
  /// IPv4.
  package var inet: [Address] = []
  /// IPv6.
  package var inet6: [Address] = []
  /// IPv6 is off.
  package var ifdisabled: Bool?
  /// It listens to router advertisements.
  package var acceptsAdvertisements: Bool?
  /// It does not look for duplicate addresses.
  package var skipsDuplicates: Bool?
  /// The protocol of a lagg.
  package var laggproto: String?
  /// The ports of a lagg.
  package var laggport: [String]?
  /// The first port of a lagg, which is preferred; known for machines of a release.
  package var primary: String?
  /// What a VLAN is.
  package var vlan: SimulatedVLAN?
  /// The members of a bridge.
  package var members: [String]?
  /// What the administrator says of it.
  package var description: String?
  /// Words of ifconfig(8) that are only remembered.
  package var flags: [String]?

  private enum CodingKeys: String, CodingKey {
    case up, mtu, ether, inet, inet6, ifdisabled
    case acceptsAdvertisements = "accept_rtadv"
    case skipsDuplicates = "no_dad"
    case laggproto, laggport, primary, vlan, members, description, flags
  }

  /// The interface that a VLAN is on; nil: none, or no VLAN.
  package var vlandev: String? {
    get { vlan?.parent }
    set { vlan?.parent = newValue }
  }

  /// One that was just created.
  package init() {
    up = false
    mtu = 1500
    ether = "00:00:00:00:00:00"
    ifdisabled = true
  }

  /// Its addresses of one family.
  package subscript(family: AddressFamily) -> [Address] {
    get { family == .inet ? inet : inet6 }
    set {
      switch family {
      case .inet: inet = newValue
      case .inet6: inet6 = newValue
      }
    }
  }
}
