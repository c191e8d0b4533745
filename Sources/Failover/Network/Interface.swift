/// An interface as it was observed.
package struct Interface: Hashable, Sendable {
  /// The name of the interface.
  package var name: InterfaceName
  /// True if the interface is set up (IFF_UP).
  package var isUp = false
  /// True if the interface has a carrier, a link to the network; nil if the system does not say. On
  /// Linux this is observed for `status`, and before a takeover for the synthetic NIC only.
  package var hasCarrier: Bool?
  /// The MTU of the interface, in bytes.
  package var mtu = 1500
  /// The Ethernet address of the interface; nil if it has none.
  package var hardwareAddress: HardwareAddress?
  /// The addresses of the interface, of both families, in the order of the system.
  package var addresses: [InterfaceAddress] = []
  /// The administrator's description (ifconfig `description`, Linux `ifalias`); empty if there is
  /// none.
  package var note = ""
  /// True if IPv6 is disabled on the interface (FreeBSD `ifdisabled`, Linux `disable_ipv6`).
  package var isIPv6Disabled = false
  /// True if the interface accepts router advertisements (FreeBSD `accept_rtadv`, Linux
  /// `accept_ra`).
  package var acceptsRouterAdvertisements = false
  /// True if the interface does not detect duplicate addresses (FreeBSD `no_dad`). Not observed on
  /// Linux, where no decision needs it.
  package var skipsDuplicateDetection = false
  /// The mode and the members if the interface is a bond; else nil.
  package var bond: Bond?
  /// The interface that has this one as a member, such as a bond or a bridge; in transparent mode
  /// the synthetic NIC of a VF. Nil if there is none.
  package var master: InterfaceName?

  /// An interface of which only the name is known.
  package init(_ name: InterfaceName) { self.name = name }

  /// The addresses of one family, in the order of the system.
  package func addresses(_ family: AddressFamily) -> [InterfaceAddress] {
    addresses.filter { $0.family == family }
  }
}

/// The mode and the members of an interface that combines others: lagg(4) on FreeBSD, bonding on
/// Linux.
package struct Bond: Hashable, Sendable {
  /// How a bond distributes packets.
  package enum Mode: Hashable, Sendable {
    /// One member is active, the others are backups: `laggproto failover`, `mode active-backup`.
    case failover
    /// Any other mode. The value is the name that the system uses: `balance-rr`. Bonds that these
    /// programs make never have such a mode.
    case other(String)
  }

  /// How the bond distributes packets.
  package var mode: Mode
  /// The members of the bond, in the order of the system. On FreeBSD the first one is the primary.
  package var members: [InterfaceName]

  /// A bond with these members.
  package init(_ mode: Mode, members: [InterfaceName]) {
    self.mode = mode
    self.members = members
  }
}
