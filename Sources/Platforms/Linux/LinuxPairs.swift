import Failover

extension Linux {
  /// By the names in /sys/class/net.
  package func interfaces(asking guest: any GuestView) throws(GuestError) -> [InterfaceName] {
    try Sysfs(guest).names()
  }

  /// The NICs of hv_netvsc, and of the drivers in rc.conf.
  package func pairs(
    settings: GeneralSettings, asking guest: any GuestView
  ) throws(GuestError) -> [VFPair] {
    try PairList(guest, settings: settings).pairs.map {
      VFPair($0.synthetic.name, vf: $0.vf?.name)
    }
  }

  /// True if another NIC has the same hardware address.
  package func mayBePaired(
    _ interface: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> Bool {
    try Pairing(guest, drivers: []).hasTwin(interface)
  }

  /// By sysfs, the version of the kernel, and rc.conf.
  package func transparency(
    of pair: VFPair, settings: GeneralSettings, asking guest: any GuestView
  ) throws(GuestError) -> NetworkState.Transparency {
    try Pairing(guest, drivers: settings.syntheticDrivers).transparency(
      of: pair.synthetic, vf: pair.vf, said: settings.transparent)
  }

  /// None: no other program on Linux reads rc.conf.
  package func namesInterfaces(variable: String) -> Bool { false }
}
