import Failover

/// A network interface of a simulated FreeBSD, with the keys of the recorded machines.
///
/// A value that was never set is nil, as in the recordings: they distinguish "never touched" from
/// "switched off".
package struct SimulatedNIC: Codable, Equatable, Sendable {
  /// An address of the interface.
  package struct Address: Codable, Hashable, Sendable {
    /// The address, without a zone.
    package var addr: String
    /// The prefix length.
    package var len: Int
    /// The broadcast address; nil if it is the network's last address.
    package var broadcast: String?
    /// True if the address came from a router advertisement.
    package var autoconf: Bool?

    /// The address `addr`/`len`.
    package init(_ addr: String, _ len: Int) {
      self.addr = addr
      self.len = len
    }

    /// The address in the type of the programs; nil if it is not valid.
    package var entry: InterfaceAddress? { InterfaceAddress("\(addr)/\(len)") }
  }

  /// True if the interface is up.
  package var up: Bool?
  /// The MTU in bytes.
  package var mtu: Int?
  /// The hardware address.
  package var ether: String?
  /// The IPv4 addresses.
  package var inet: [Address] = []
  /// The IPv6 addresses.
  package var inet6: [Address] = []
  /// True if IPv6 is disabled.
  package var ifdisabled: Bool?
  /// True if it accepts router advertisements.
  package var acceptsAdvertisements: Bool?
  /// True if it does no duplicate address detection.
  package var skipsDuplicates: Bool?
  /// The protocol of a lagg.
  package var laggproto: String?
  /// The ports of a lagg.
  package var laggport: [String]?
  /// The primary port of a lagg: the first one. Only for machines with a release.
  package var primary: String?
  /// The values of a VLAN.
  package var vlan: SimulatedVLAN?
  /// The members of a bridge.
  package var members: [String]?
  /// The description that the administrator gave it.
  package var description: String?
  /// Other words of ifconfig(8), which are only stored.
  package var flags: [String]?

  private enum CodingKeys: String, CodingKey {
    case up, mtu, ether, inet, inet6, ifdisabled
    case acceptsAdvertisements = "accept_rtadv"
    case skipsDuplicates = "no_dad"
    case laggproto, laggport, primary, vlan, members, description, flags
  }

  /// The parent of a VLAN; nil if it has none, or is no VLAN.
  package var vlandev: String? {
    get { vlan?.parent }
    set { vlan?.parent = newValue }
  }

  /// An interface that was just created.
  package init() {
    up = false
    mtu = 1500
    ether = "00:00:00:00:00:00"
    ifdisabled = true
  }

  /// The addresses of one family.
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
