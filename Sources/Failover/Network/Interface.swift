/// A network interface with its properties, as it was observed.
package struct Interface: Hashable, Sendable {
  /// The name of the interface.
  package var name: InterfaceName
  /// True if the interface is set up (IFF_UP), whether or not it has a carrier.
  package var isUp = false
  /// True if the interface has a carrier: a link to the network. Nil if this is unknown, as on
  /// Linux for an interface that is down. In the plan of a takeover on Linux, only the synthetic
  /// NIC has a value.
  package var hasCarrier: Bool?
  /// The MTU of the interface, in bytes.
  package var mtu = 1500
  /// The current Ethernet address of the interface; nil if it has none.
  package var hardwareAddress: HardwareAddress?
  /// The IPv4 and IPv6 addresses of the interface, in the order in which the system lists them.
  package var addresses: [InterfaceAddress] = []
  /// The description that an administrator gave the interface (ifconfig `description`, Linux
  /// `ifalias`); empty if there is none.
  package var note = ""
  /// The IPv4 address of the present lease of the interface's DHCP client; nil if it is unknown.
  package var leasedAddress: IPAddress?
  /// True if IPv6 is disabled on the interface (FreeBSD `ifdisabled`, Linux `disable_ipv6`).
  package var isIPv6Disabled = false
  /// True if the interface accepts router advertisements (FreeBSD `accept_rtadv`, Linux
  /// `accept_ra`).
  package var acceptsRouterAdvertisements = false
  /// True if the interface does not detect duplicate IPv6 addresses (FreeBSD `no_dad`, Linux
  /// `accept_dad` 0).
  package var skipsDuplicateDetection = false
  /// The mode and the members of the interface if it is a bond; else nil.
  package var bond: Bond?
  /// The interface that this one is a member of, such as a bond or a bridge; for a VF in
  /// transparent mode its synthetic NIC. Nil if there is none.
  package var master: InterfaceName?

  /// An interface of which only the name is known. The other properties have their defaults: down,
  /// without addresses.
  package init(_ name: InterfaceName) { self.name = name }

  /// The addresses of one family that the interface has, in the order in which the system lists
  /// them.
  package func addresses(_ family: AddressFamily) -> [InterfaceAddress] {
    addresses.filter { $0.family == family }
  }
}

/// The mode and the members of a bond: an interface that combines others, a lagg(4) on FreeBSD or a
/// bonding interface on Linux.
package struct Bond: Hashable, Sendable {
  /// How a bond distributes packets among its members.
  package enum Mode: Hashable, Sendable {
    /// One member carries all packets, and the others stand by: `laggproto failover` on FreeBSD,
    /// `mode active-backup` on Linux.
    case failover
    /// Any other mode. The value is its name in the system, such as `balance-rr`. These programs
    /// never make such a bond.
    case other(String)
  }

  /// How the bond distributes packets among its members.
  package var mode: Mode
  /// The members of the bond, in the order in which the system lists them. On FreeBSD the first one
  /// is the primary, which carries the traffic if it can.
  package var members: [InterfaceName]

  /// A bond with this mode and these members.
  package init(_ mode: Mode, members: [InterfaceName]) {
    self.mode = mode
    self.members = members
  }
}
