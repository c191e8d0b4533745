import Failover

extension Linux {
  /// Returns the names of all interfaces, sorted, from /sys/class/net. Throws if the folder cannot
  /// be read.
  package func interfaces(asking guest: any GuestView) throws(GuestError) -> [InterfaceName] {
    try Sysfs(guest).names()
  }

  /// Returns every synthetic NIC, each with its VF if it has one; empty if there is no synthetic
  /// NIC. Synthetic NICs are those of the driver hv_netvsc, and of the drivers in
  /// `hyperv_vf_synthetic_drivers` of rc.conf. Throws if a query fails.
  package func pairs(
    settings: GeneralSettings, asking guest: any GuestView
  ) throws(GuestError) -> [VFPair] {
    try PairList(guest, settings: settings).pairs.map {
      VFPair($0.synthetic.name, vf: $0.vf?.name)
    }
  }

  /// Returns true if another NIC, not a virtual one such as a VLAN, has the hardware address of
  /// `interface`: the two may be a pair. Throws if sysfs cannot be read.
  package func mayBePaired(
    _ interface: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> Bool {
    try Pairing(guest, drivers: []).hasTwin(interface)
  }

  /// Returns whether the kernel combines the pair itself, in transparent mode. The first of these
  /// that is known decides: sysfs shows the pair as combined; `hyperv_vf_transparent` in rc.conf;
  /// the version of the kernel. Throws if a query fails.
  package func transparency(
    of pair: VFPair, settings: GeneralSettings, asking guest: any GuestView
  ) throws(GuestError) -> NetworkState.Transparency {
    try Pairing(guest, drivers: settings.syntheticDrivers).transparency(
      of: pair.synthetic, vf: pair.vf, said: settings.transparent)
  }

  /// Always false: on Linux, no variable of rc.conf names interfaces for another program, since no
  /// other program reads rc.conf.
  package func namesInterfaces(variable: String) -> Bool { false }
}
