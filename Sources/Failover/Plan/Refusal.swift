/// The reason why there is nothing to do.
package indirect enum Notice: Hashable, Sendable {
  /// The VF left before the program ran.
  case detached(InterfaceName)
  /// The kernel is in transparent mode; the text says how this was found out.
  case transparent(InterfaceName, String)
  /// The kernel should have combined the VF with its synthetic NIC, and did not.
  case notJoined(InterfaceName, to: InterfaceName)
  /// The interface is not the VF of a synthetic NIC.
  case notAVF(InterfaceName)
  /// The kernel has no list of VFs, because it is too old.
  case oldKernel
  /// The programs are switched off by this variable.
  case disabled(InterfaceName, by: String)
  /// There is no bond to remove.
  case noBond(InterfaceName)
  /// The wanted NIC is active already.
  case alreadySo(InterfaceName)
  /// The bond is complete.
  case complete(bond: InterfaceName)
}

/// The reason why a change is refused. Nothing was changed.
package indirect enum Refusal: Error, Hashable, Sendable {
  /// An interface with the name of the bond exists and was not made by the programs.
  case foreignBond(InterfaceName, Bond?)
  /// The interface does not exist.
  case noInterface(InterfaceName)
  /// The interface has no hardware address, so it belongs to no pair.
  case noEthernet(InterfaceName)
  /// The given interface is the VF itself.
  case isTheVF(InterfaceName)
  /// The name of the bond would be too long.
  case bondNameTooLong(String)
  /// A DHCP client is needed, and none of these is installed.
  case noClient([String])
  /// Another program configures the interface.
  case managed(InterfaceName, by: NetworkOwner, bond: InterfaceName, vf: InterfaceName)
  /// The kernel has no bonding support.
  case noBonding
  /// It is a member of a bridge, and a VF does not pass frames of other hardware addresses.
  case bridged(InterfaceName, by: InterfaceName)
  /// Another interface of this kind is built on it: macvlan, ipvlan, macsec.
  case carries(InterfaceName, InterfaceName, kind: String, bond: InterfaceName)
  /// netgraph(4) receives its frames.
  case netgraph(InterfaceName)
  /// It has carp(4) addresses of this group, which have their own hardware address.
  case carp(InterfaceName, group: Int)
  /// It has a PPPoE session, which the kernel binds to the interface.
  case hasPPPoESession(InterfaceName)
  /// It is a member of a bridge or team.
  case held(InterfaceName, by: InterfaceName)
  /// It is a member of a bridge or team, in which `bond`, of the synthetic NIC `pair`, could take
  /// its place.
  case member(InterfaceName, of: InterfaceName, pair: InterfaceName, bond: InterfaceName)
}

extension Refusal {
  /// True if other interfaces are built on the NIC or contain it. Making the bond at boot would not
  /// help then.
  package var isOfStructure: Bool {
    switch self {
    case .bridged, .carries, .netgraph, .carp, .hasPPPoESession, .held, .member: true
    default: false
    }
  }
}

/// A program that configures the NICs of a Linux guest.
package enum NetworkOwner: Hashable, Sendable {
  /// NetworkManager.
  case networkManager
  /// systemd-networkd.
  case networkd
  /// dhcpcd for all interfaces.
  case dhcpcd
}
