import Failover
import RCConf

extension FreeBSD {
  /// The names of all interfaces, by `ifconfig -l`, which prints them in one line.
  package func interfaces(asking guest: any GuestView) throws(GuestError) -> [InterfaceName] {
    let text = try guest.output(of: Command(Self.ifconfig, ["-l"]))
    return text.words.compactMap { InterfaceName($0) }
  }

  /// The hn(4) interfaces, each with its VF from sysctl.
  package func pairs(
    settings: GeneralSettings, asking guest: any GuestView
  ) throws(GuestError) -> [VFPair] {
    var pairs: [VFPair] = []
    let map = try sysctl(Self.mapOID, asking: guest)
    let all = map == nil ? try guest.output(of: Self.everyListing) : ""
    for name in try syntheticNICs(in: Variables([]), map: map, asking: guest) {
      pairs.append(VFPair(name, vf: try vf(of: name, map: map, in: all, asking: guest)))
    }
    return pairs
  }

  /// The hn(4) interfaces: those with a name such as `hn0`, those with a new name in a variable
  /// such as `ifconfig_hn0_name`, and those in the kernel's list of pairs, `map`.
  func syntheticNICs(
    in variables: Variables, map: String?, asking guest: any GuestView
  ) throws(GuestError) -> [InterfaceName] {
    let paired = pairs(inMap: map).map { $0.synthetic }
    let renamed = variables.named(prefix: "ifconfig_hn").filter { $0.name.hasSuffix("_name") }
      .compactMap { try? $0.text() }
    return try interfaces(asking: guest).filter { name in
      name.isSynthetic || paired.contains(name.text) || renamed.contains(name.text)
    }
  }

  /// True if the interface is a synthetic NIC or the VF of one. On FreeBSD the result does not
  /// depend on rc.conf.
  package func mayBePaired(
    _ interface: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> Bool {
    try pairs(settings: GeneralSettings(), asking: guest)
      .contains { $0.has(interface) }
  }

  /// Always `.fit`: on FreeBSD the drivers name the interfaces, each with a name of its own.
  package func fitness(
    of given: GivenName, for nic: InterfaceName, settings: GeneralSettings,
    asking guest: any GuestView
  ) throws(GuestError) -> NameFitness { .fit }

  /// Always nil: on FreeBSD no other program would configure the bond.
  package func synthetic(
    ofBond interface: InterfaceName, settings: GeneralSettings, variables: Variables,
    asking guest: any GuestView
  ) throws(GuestError) -> InterfaceName? { nil }

  /// Whether the kernel is in transparent mode: one sysctl variable says so for all pairs.
  package func transparency(
    of pair: VFPair, settings: GeneralSettings, asking guest: any GuestView
  ) throws(GuestError) -> NetworkState.Transparency { try transparency(asking: guest) }

  /// True if a variable of rc.conf names interfaces for another program, by the end of its name:
  /// `dhcpd_ifaces`. The endings are those of rc.conf(5) and of the scripts that packages put in
  /// /usr/local/etc/rc.d. False for variables that a takeover reads.
  package func namesInterfaces(variable: String) -> Bool {
    let followed = [
      "ifconfig_", "hyperv_vf_", "vlans_", "create_args_", "route_", "ipv6_", "ipv4_", "network_",
      "cloned_",
      "dhclient_flags", "background_dhclient", "wlans_", "gateway_", "gif_",
    ]
    let ends = [
      "_interface", "_interfaces", "_iface", "_ifaces", "_if", "_ifs", "_iif", "_oif", "_iif_ipv6",
      "_oif_ipv6", "_dev", "_device", "_nic", "_flags", "_args", "_options", "_opts",
    ]
    return ends.contains { variable.hasSuffix($0) } && !followed.contains { variable.hasPrefix($0) }
  }
}
