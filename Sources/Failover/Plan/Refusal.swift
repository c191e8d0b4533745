/// Why a program does nothing.
package indirect enum Notice: Hashable, Sendable {
  /// The VF left before the program ran.
  case detached(InterfaceName)
  /// The kernel does it all.
  case transparent(InterfaceName, String)
  /// The kernel was to join the VF to its synthetic NIC, and did not.
  case notJoined(InterfaceName, to: InterfaceName)
  /// The interface is no VF of a synthetic NIC.
  case notAVF(InterfaceName)
  /// The kernel has no list of VFs: it is too old for any of this.
  case oldKernel
  /// `hyperv_vf_enable` is off, for this reason.
  case disabled(InterfaceName, by: String)
  /// There is no bond to be taken apart.
  case noBond(InterfaceName)
  /// The traffic is where it is wanted.
  case alreadySo(InterfaceName)
  /// All is as it should be.
  case complete(bond: InterfaceName)
}

/// Why nothing may be done, though there would be something to do. Nothing was changed.
package indirect enum Refusal: Error, Hashable, Sendable {
  /// A bond of our name is there and is not ours.
  case foreignBond(InterfaceName, Bond?)
  /// The interface is not there.
  case noInterface(InterfaceName)
  /// The interface has no hardware address: it is none of a pair.
  case noEthernet(InterfaceName)
  /// It is the VF itself that was named.
  case isTheVF(InterfaceName)
  /// The name of its bond would be longer than a kernel takes.
  case bondNameTooLong(String)
  /// A DHCP client is needed, and none of these is installed.
  case noClient([String])
  /// Another program configures the interface, and would go on doing so.
  case managed(InterfaceName, by: NetworkOwner, bond: InterfaceName, vf: InterfaceName)
  /// The kernel has no bonding, or not yet.
  case noBonding
  /// It is a member of that bridge, and a VF passes no frames of other hardware addresses.
  case bridged(InterfaceName, by: InterfaceName)
  /// Another interface of that kind is built on it: macvlan, ipvlan, macsec.
  case carries(InterfaceName, InterfaceName, kind: String, bond: InterfaceName)
  /// Its frames go to netgraph(4).
  case netgraph(InterfaceName)
  /// It has addresses of carp(4), of that group: they answer by another hardware address.
  case carp(InterfaceName, group: Int)
  /// A PPPoE session uses it; the kernel binds a session to its interface.
  case hasPPPoESession(InterfaceName)
  /// The interface is a member of another one already: a bridge, a team.
  case held(InterfaceName, by: InterfaceName)
  /// The same, where `bond`, of the synthetic NIC `pair`, could take its place there.
  case member(InterfaceName, of: InterfaceName, pair: InterfaceName, bond: InterfaceName)
}

extension Refusal {
  /// True if other interfaces are built on the NIC or hold it: a bond that is made at boot would not help.
  package var isOfStructure: Bool {
    switch self {
    case .bridged, .carries, .netgraph, .carp, .hasPPPoESession, .held, .member: true
    default: false
    }
  }
}

/// Programs that configure the NICs of a Linux guest by themselves.
package enum NetworkOwner: Hashable, Sendable {
  /// NetworkManager.
  case networkManager
  /// systemd-networkd.
  case networkd
  /// dhcpcd of all interfaces.
  case dhcpcd
}
