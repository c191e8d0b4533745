/// The reason why there is nothing to do. This is no error: the exit status is 0.
package indirect enum Notice: Hashable, Sendable {
  /// The VF of this synthetic NIC left before the program ran.
  case detached(InterfaceName)
  /// The kernel combines the pair itself, in transparent mode. The first value is a NIC of the
  /// pair, the second says how the mode was found out: `sysctl hw.hn.vf_transparent=1`.
  case transparent(InterfaceName, String)
  /// The kernel is in transparent mode, but has not combined the VF, the first value, with its
  /// synthetic NIC `to`.
  case notJoined(InterfaceName, to: InterfaceName)
  /// This interface is not the VF of a synthetic NIC.
  case notAVF(InterfaceName)
  /// The kernel is too old to have a list of VFs (FreeBSD, `sysctl hw.hn.vflist`).
  case oldKernel
  /// The programs are switched off for this NIC. `by` is the variable of rc.conf that says so, such
  /// as `hyperv_vf_enable_hn0`.
  case disabled(InterfaceName, by: String)
  /// There is no bond to remove for this synthetic NIC.
  case noBond(InterfaceName)
  /// `hyperv_vfctl standby` or `resume` was to make this NIC the active one of its pair, and it is
  /// active already.
  case alreadyActive(InterfaceName)
  /// This bond has the VF as a member already.
  case complete(bond: InterfaceName)
}

/// The reason why the programs refuse a change. When it is thrown, nothing was changed.
package indirect enum Refusal: Error, Hashable, Sendable {
  /// An interface with the name of the bond exists already, and the programs did not make it. The
  /// first value is that name, the second its mode and members, nil if it is no bond, the third the
  /// synthetic NIC.
  case foreignBond(InterfaceName, Bond?, of: InterfaceName)
  /// This interface does not exist.
  case noInterface(InterfaceName)
  /// This interface has no hardware address, so that it belongs to no pair.
  case noEthernet(InterfaceName)
  /// The user has named this interface, which is a VF, where its synthetic NIC was expected.
  case isTheVF(InterfaceName)
  /// The name that the bond would get, which is the value, is longer than 15 bytes.
  case bondNameTooLong(String)
  /// rc.conf or an override asks for DHCP, and no DHCP client is installed. The value has the names
  /// of the supported ones: `dhclient`, `dhcpcd`, `udhcpc`.
  case noClient([String])
  /// A network manager, `by`, configures the interface, the first value, which is a NIC of the
  /// pair. The message tells how to take this interface, `bond` and `vf` away from the network
  /// manager.
  case managed(InterfaceName, by: NetworkOwner, bond: InterfaceName, vf: InterfaceName)
  /// The Linux kernel has no bonding driver, and no module for it.
  case noBonding
  /// This NIC of the pair of the synthetic NIC `pair` is a member of the bridge `by`, which sends
  /// frames of other hardware addresses. A VF does not pass such frames.
  case bridged(InterfaceName, by: InterfaceName, pair: InterfaceName)
  /// An interface that cannot move to a bond is built on the NIC, or on a VLAN of it. The first
  /// value is the NIC or the VLAN, the second that interface, and `kind` its kind: macvlan, ipvlan,
  /// macsec. After the takeover the administrator could build it again on `bond`: the bond of the
  /// synthetic NIC `pair`, or the VLAN.
  case hasUpperInterface(
    InterfaceName, InterfaceName, kind: String, pair: InterfaceName, bond: InterfaceName)
  /// netgraph(4) receives the frames of this NIC of the pair of the synthetic NIC `pair`, and would
  /// receive none in a bond.
  case netgraph(InterfaceName, pair: InterfaceName)
  /// This NIC has carp(4) addresses. `group` is the number of their group (vhid). They have a
  /// hardware address of their own, whose frames a VF does not pass.
  case carp(InterfaceName, group: Int)
  /// This NIC of the pair of the synthetic NIC `pair` has a PPPoE session, which a bond would cut
  /// off: the kernel binds a session to its NIC.
  case hasPPPoESession(InterfaceName, pair: InterfaceName)
  /// A VLAN, the second value, is built on the VF, the first one, and would be cut off (FreeBSD).
  case hasVLAN(InterfaceName, InterfaceName, pair: InterfaceName)
  /// A DHCP client, which the second value names, runs for a VLAN of the synthetic NIC `pair`, the
  /// first value. The VLAN would be made again on `bond`, and the client would lose it (Linux).
  case hasVLANClient(InterfaceName, String, pair: InterfaceName, bond: InterfaceName)
  /// This NIC of the pair of the synthetic NIC `pair` is a member of the interface `by`, such as
  /// another lagg or a bridge, and would have to leave it to join the bond.
  case held(InterfaceName, by: InterfaceName, pair: InterfaceName)
  /// This NIC, the first value, is a member of the bridge, team or other bond `of`, and would have
  /// to leave it. `bond`, the bond of the synthetic NIC `pair`, could become a member of `of`
  /// instead (Linux).
  case member(InterfaceName, of: InterfaceName, pair: InterfaceName, bond: InterfaceName)
}

extension Refusal {
  /// True if the reason is that the NIC belongs to another interface, such as a bridge, or that
  /// something uses it directly, such as a macvlan or netgraph. Then making the bond at boot
  /// (`hyperv_vfctl persist`) would not help either.
  package var isOfStructure: Bool {
    switch self {
    case .bridged, .hasUpperInterface, .netgraph, .carp, .hasPPPoESession, .hasVLAN, .held,
      .member:
      true
    default: false
    }
  }
}

/// A network manager: a program that configures the NICs of a Linux guest.
package enum NetworkOwner: Hashable, Sendable {
  /// NetworkManager.
  case networkManager
  /// systemd-networkd.
  case networkd
  /// One dhcpcd process that runs for all interfaces.
  case dhcpcd
}
