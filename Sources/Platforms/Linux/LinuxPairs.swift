import Failover

extension Linux {
  /// The names of all interfaces, from /sys/class/net.
  package func interfaces(asking guest: any GuestView) throws(GuestError) -> [InterfaceName] {
    try Sysfs(guest).names()
  }

  /// The synthetic NICs with their VFs: the NICs of the driver hv_netvsc, and of the drivers that
  /// rc.conf names.
  package func pairs(
    settings: GeneralSettings, asking guest: any GuestView
  ) throws(GuestError) -> [VFPair] {
    try PairList(guest, settings: settings).pairs.map {
      VFPair($0.synthetic.name, vf: $0.vf?.name)
    }
  }

  /// True if another NIC with a device has the hardware address of `interface`, so that the two may
  /// be a pair.
  package func mayBePaired(
    _ interface: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> Bool {
    try Pairing(guest, drivers: []).hasTwin(interface)
  }

  /// Whether the kernel is in transparent mode, by sysfs, the version of the kernel, and
  /// `hyperv_vf_transparent` in rc.conf.
  package func transparency(
    of pair: VFPair, settings: GeneralSettings, asking guest: any GuestView
  ) throws(GuestError) -> NetworkState.Transparency {
    try Pairing(guest, drivers: settings.syntheticDrivers).transparency(
      of: pair.synthetic, vf: pair.vf, said: settings.transparent)
  }

  /// Always false: no other program on Linux reads rc.conf.
  package func namesInterfaces(variable: String) -> Bool { false }
}
