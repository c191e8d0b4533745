/// What an interface was seen to be.
package struct Interface: Hashable, Sendable {
  /// Its name.
  package var name: InterfaceName
  /// True if an administrator or a program has set the interface up (IFF_UP).
  package var isUp = false
  /// True if the interface has a carrier; nil where the system does not say. On Linux it is observed for
  /// `status`, and before a takeover of the synthetic NIC alone.
  package var hasCarrier: Bool?
  /// The largest packet it takes, in bytes.
  package var mtu = 1500
  /// Its Ethernet address, where it has one.
  package var hardwareAddress: HardwareAddress?
  /// Its addresses of both families, in the order in which the system lists them.
  package var addresses: [InterfaceAddress] = []
  /// The administrator's description (ifconfig `description`, Linux `ifalias`); empty where none is.
  package var note = ""
  /// IPv6 is switched off on it (FreeBSD `ifdisabled`, Linux `disable_ipv6`).
  package var isIPv6Disabled = false
  /// It accepts router advertisements (FreeBSD `accept_rtadv`, Linux `accept_ra`).
  package var acceptsRouterAdvertisements = false
  /// It takes its IPv6 addresses without looking for duplicates (FreeBSD `no_dad`); not observed on
  /// Linux, where nothing depends on it.
  package var skipsDuplicateDetection = false
  /// What it holds together, where it is a bond.
  package var bond: Bond?
  /// The bond, bridge or synthetic NIC that it is a member of.
  package var master: InterfaceName?

  /// An interface of which only the name is known yet.
  package init(_ name: InterfaceName) { self.name = name }

  /// Its addresses of one family, in the system's order.
  package func addresses(_ family: AddressFamily) -> [InterfaceAddress] {
    addresses.filter { $0.family == family }
  }
}

/// A failover group: lagg(4) on FreeBSD, bonding on Linux.
package struct Bond: Hashable, Sendable {
  /// How it shares the traffic out.
  package enum Mode: Hashable, Sendable {
    /// One member works, the others wait: `laggproto failover`, `mode active-backup`.
    case failover
    /// Anything else, in the system's word; not one of ours.
    case other(String)
  }

  /// How it shares the traffic out.
  package var mode: Mode
  /// Its members, in the system's order; on FreeBSD the first is the preferred one.
  package var members: [InterfaceName]

  /// A bond of these members.
  package init(_ mode: Mode, members: [InterfaceName]) {
    self.mode = mode
    self.members = members
  }
}
