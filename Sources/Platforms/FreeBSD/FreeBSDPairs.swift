import Failover
import RCConf

extension FreeBSD {
  /// The names of all interfaces, in the order of `ifconfig -l`, which prints them in one line.
  /// Throws if the command fails.
  package func interfaces(asking guest: any GuestView) throws(GuestError) -> [InterfaceName] {
    let text = try guest.output(of: Command(Self.ifconfig, ["-l"]))
    return text.words.compactMap { InterfaceName($0) }
  }

  /// The hn(4) interfaces in the order of `ifconfig -l`, each with its VF from sysctl(8). Empty if
  /// there is none. Throws if a query fails.
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

  /// The hn(4) interfaces, in the order of `ifconfig -l`; empty if there is none. They are
  /// recognised by a name such as `hn0`, by a variable such as `ifconfig_hn0_name`, whose value is
  /// their new name, or by `map`, the value of `hw.hn.vfmap`. Throws if `ifconfig -l` fails.
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

  /// True if the interface is a synthetic NIC or the VF of one. On FreeBSD this does not depend on
  /// rc.conf. Throws if a query fails.
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

  /// Always nil: FreeBSD has no network manager that would have to leave the bond alone.
  package func synthetic(
    ofBond interface: InterfaceName, settings: GeneralSettings, variables: Variables,
    asking guest: any GuestView
  ) throws(GuestError) -> InterfaceName? { nil }

  /// Returns whether the kernel is in transparent mode. One sysctl variable says so for all pairs.
  /// Throws if the query fails.
  package func transparency(
    of pair: VFPair, settings: GeneralSettings, asking guest: any GuestView
  ) throws(GuestError) -> NetworkState.Transparency { try transparency(asking: guest) }

  /// True if `variable`, the name of an rc.conf variable, has an ending of those that name
  /// interfaces for another program: `dhcpd_ifaces`. The endings are from rc.conf(5) and the
  /// scripts of packages in /usr/local/etc/rc.d. False for variables that a takeover reads, such as
  /// `ifconfig_hn0`.
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
