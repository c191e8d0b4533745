import Failover

extension Refusal {
  var text: String {
    switch self {
    case .foreignBond(let name, let bond, let nic):
      joined(
        name.text,
        bond.map { joined(": exists already for another purpose (", $0.text, ")") }
          ?? ": exists already and is no bond",
        "; rename it, or set hyperv_vf_bond_", nic.variablePart, " in rc.conf to another name")
    case .noInterface(let name): joined(name.text, ": no such interface")
    case .noEthernet(let name):
      joined(name.text, ": has no hardware address, and is no synthetic NIC")
    case .isTheVF(let name): joined(name.text, ": is the VF; name its synthetic NIC")
    case .bondNameTooLong(let text):
      joined(text, ": longer than an interface's name may be; set hyperv_vf_bond_IF")
    case .noClient(let programs):
      "rc.conf asks for DHCP, and none of these is installed: "
        + "\(programs.joined(separator: ", ")); nothing was changed"
    case .noBonding:
      "the kernel has no bonding; modprobe bonding max_bonds=0 loads it; nothing was changed"
    case .bridged(let name, let bridge, let pair):
      joined(
        name.text, ": is a member of ", bridge.text,
        ", and a VF passes no frames of other hardware addresses; nothing was changed; "
          + "hyperv_vf_enable_", pair.variablePart, "=NO in rc.conf leaves it alone, ifconfig ",
        bridge.text, " deletem ", name.text,
        " takes it out, and where the host passes such frames hyperv_vf_bridge_", pair.variablePart,
        "=YES gives its place to the bond")
    case .netgraph(let name, let pair):
      joined(
        name.text, ": netgraph takes its frames (ngctl show ", name.text,
        ":), and a bond would cut that off; nothing was changed; hyperv_vf_enable_",
        pair.variablePart, "=NO in rc.conf leaves it alone")
    case .carp(let name, let group):
      joined(
        name.text, ": has addresses of carp(4) (vhid ", String(group),
        "), and a VF passes no frames of other hardware addresses; nothing was changed; "
          + "hyperv_vf_enable_", name.variablePart,
        "=NO in rc.conf leaves it alone; where the host passes such frames, hyperv_vf_bridge_",
        name.variablePart, "=YES, with vhid ", String(group), " and its password in ifconfig_",
        name.variablePart, "_alias0, gives them to the bond")
    case .hasPPPoESession(let name, let pair):
      joined(
        name.text,
        ": a PPPoE session goes by it (/proc/net/pppoe), and would be cut off; nothing was "
          + "changed; hyperv_vf_enable_", pair.variablePart,
        "=NO in rc.conf leaves it alone, or have pppd use the bond")
    case .hasVLAN(let vf, let vlan, let pair):
      joined(
        vf.text, ": the VLAN ", vlan.text,
        " is built on it, and would be cut off; nothing was changed; hyperv_vf_enable_",
        pair.variablePart, "=NO in rc.conf leaves it alone, or build it on ", pair.text, " (vlans_",
        pair.variablePart, "), from where it moves to the bond")
    case .hasVLANClient(let vlan, let client, let pair, let bond):
      joined(
        vlan.text, ": ", client, " runs for this VLAN, which is made again on ", bond.text,
        ", and would lose it; nothing was changed; hyperv_vf_enable_", pair.variablePart,
        "=NO in rc.conf leaves ", pair.text, " alone, or stop ", client, ", ",
        Installation.vfupCommand(for: pair), ", and start it again")
    case .held(let name, let master, let pair):
      joined(
        name.text, ": is a member of ", master.text,
        ", and would have to leave it to join a bond; nothing was changed; hyperv_vf_enable_",
        pair.variablePart, "=NO in rc.conf leaves it alone")
    case .member(let name, let master, let pair, let bond):
      joined(
        name.text, ": is a member of ", master.text,
        ", and would have to leave it to join a bond; nothing was changed; hyperv_vf_enable_",
        pair.variablePart,
        "=NO in rc.conf leaves it alone, or, where the host passes frames of other hardware "
          + "addresses, give its place to the bond: ")
        + Self.exchange(name, in: master, for: bond, of: pair)
    case .hasUpperInterface(let name, let upper, let kind, let pair, let bond):
      joined(
        name.text, ": ", upper.text, " (", kind,
        ") is built on it, and would be cut off; nothing was changed; hyperv_vf_enable_",
        pair.variablePart, "=NO in rc.conf leaves ", name.text,
        " alone, or build it again on ", bond.text, ": ip link delete ", upper.text, ", ",
        Installation.vfupCommand(for: pair), ", ip link add link ", bond.text, " name ",
        upper.text, " type ", kind)
    case .managed(let name, let owner, let bond, let vf):
      joined(name.text, ": ", owner.text(name, bond, vf), "; nothing was changed")
    }
  }
}

extension Refusal {
  /// Returns the commands that take `name` out of the bridge `master`, make the bond of the
  /// synthetic NIC `pair`, and put `bond` into the bridge.
  ///
  /// If `master` is `ovs-system`, the bridge is one of Open vSwitch. Its name is not known then,
  /// and the commands have `BRIDGE` in its place.
  private static func exchange(
    _ name: InterfaceName, in master: InterfaceName, for bond: InterfaceName, of pair: InterfaceName
  ) -> String {
    let isOpenVSwitch = master.text == "ovs-system"
    let leave =
      isOpenVSwitch
      ? joined("ovs-vsctl del-port ", name.text)
      : joined("ip link set dev ", name.text, " nomaster")
    let join =
      isOpenVSwitch
      ? joined("ovs-vsctl add-port BRIDGE ", bond.text)
      : joined("ip link set dev ", bond.text, " master ", master.text)
    return joined(leave, ", ", Installation.vfupCommand(for: pair), ", ", join)
  }
}

extension NetworkOwner {
  /// Returns words for a message: this network manager configures the NIC `name`, and which setting
  /// makes the manager leave `name`, `bond` and `vf` alone.
  fileprivate func text(
    _ name: InterfaceName, _ bond: InterfaceName, _ vf: InterfaceName
  ) -> String {
    switch self {
    case .networkManager:
      "NetworkManager configures it; [keyfile] unmanaged-devices="
        + [name, bond, vf].map { "interface-name:" + $0 }.joined(separator: ";")
        + " in /etc/NetworkManager/conf.d/hyperv_vf.conf hands it over" + Self.orPersist(name)
    case .networkd:
      joined(
        "systemd-networkd configures it; a file in /etc/systemd/network with [Match] Name=",
        name.text, " ", bond.text, " ", vf.text, " and [Link] Unmanaged=yes hands it over")
        + Self.orPersist(name)
    case .dhcpcd:
      joined(
        "dhcpcd runs for all interfaces; denyinterfaces ", name.text, " ", bond.text, " ", vf.text,
        " in /etc/dhcpcd.conf hands it over")
    }
  }

  private static func orPersist(_ name: InterfaceName) -> String {
    joined(", or 'hyperv_vfctl persist ", name.text, "' has it make the bond at boot")
  }
}

extension Bond {
  fileprivate var text: String {
    let mode =
      switch self.mode {
      case .failover: "failover"
      case .other(let word): word
      }
    return mode
      + (members.isEmpty
        ? " without members" : " of \(members.map { $0.text }.joined(separator: " "))")
  }
}
