/// The reason why there is nothing to do.
package indirect enum Notice: Hashable, Sendable {
  /// The VF of this synthetic NIC left before the program ran.
  case detached(InterfaceName)
  /// The kernel is in transparent mode. The values are a NIC of the pair, and how the mode was
  /// found out.
  case transparent(InterfaceName, String)
  /// The kernel should have combined the VF, the first value, with the synthetic NIC `to`, and did
  /// not.
  case notJoined(InterfaceName, to: InterfaceName)
  /// The interface is not the VF of a synthetic NIC.
  case notAVF(InterfaceName)
  /// The kernel has no list of VFs, because it is too old.
  case oldKernel
  /// The programs are switched off for this NIC. `by` is the name of the variable that says so.
  case disabled(InterfaceName, by: String)
  /// There is no bond to remove. The value is the synthetic NIC.
  case noBond(InterfaceName)
  /// This NIC was to become the active one of its pair, and is active already.
  case alreadySo(InterfaceName)
  /// The bond exists, and the VF is a member already.
  case complete(bond: InterfaceName)
}

/// The reason why a change is refused. Nothing was changed.
package indirect enum Refusal: Error, Hashable, Sendable {
  /// An interface with the name of the bond exists and was not made by the programs. The second
  /// value is its mode and members; nil if it is no bond.
  case foreignBond(InterfaceName, Bond?)
  /// The interface does not exist.
  case noInterface(InterfaceName)
  /// The interface has no hardware address, so it belongs to no pair.
  case noEthernet(InterfaceName)
  /// The user has named the VF, the value, and not its synthetic NIC.
  case isTheVF(InterfaceName)
  /// The name of the bond, which is the value, would be too long.
  case bondNameTooLong(String)
  /// A DHCP client is needed, and none of these programs is installed.
  case noClient([String])
  /// The program `by` configures the interface, the first value. `bond` and `vf` belong to the same
  /// pair: the program must leave them alone too.
  case managed(InterfaceName, by: NetworkOwner, bond: InterfaceName, vf: InterfaceName)
  /// The kernel has no bonding support.
  case noBonding
  /// The NIC is a member of the bridge `by`, and a VF does not pass frames of other hardware
  /// addresses.
  case bridged(InterfaceName, by: InterfaceName)
  /// Another interface is built on the NIC. The first name is the NIC, the second the other
  /// interface, and `kind` its kind: macvlan, ipvlan, macsec. `bond` is the bond that could carry
  /// it instead.
  case carries(InterfaceName, InterfaceName, kind: String, bond: InterfaceName)
  /// netgraph(4) receives the frames of the NIC.
  case netgraph(InterfaceName)
  /// The NIC has carp(4) addresses of the group `group` (vhid), which have their own hardware
  /// address.
  case carp(InterfaceName, group: Int)
  /// The NIC has a PPPoE session, which the kernel binds to the NIC.
  case hasPPPoESession(InterfaceName)
  /// The NIC is a member of the interface `by`, such as a bridge, a team or another bond.
  case held(InterfaceName, by: InterfaceName)
  /// The NIC is a member of the bridge or team `of`. `bond`, the bond of the synthetic NIC `pair`,
  /// could replace the NIC there.
  case member(InterfaceName, of: InterfaceName, pair: InterfaceName, bond: InterfaceName)
}

extension Refusal {
  /// True if other interfaces are built on the NIC or contain it. Making the bond at boot
  /// (`hyperv_vfctl persist`) would not help then.
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
  /// A dhcpcd that runs for all interfaces.
  case dhcpcd
}
