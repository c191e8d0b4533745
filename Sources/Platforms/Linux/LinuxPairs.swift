import Failover

extension Linux {
  /// The names in /sys/class/net.
  package func interfaces(asking guest: any GuestView) throws(GuestError) -> [InterfaceName] {
    try Sysfs(guest).names()
  }

  /// The NICs of hv_netvsc and of the drivers that rc.conf adds.
  package func pairs(
    settings: GeneralSettings, asking guest: any GuestView
  ) throws(GuestError) -> [VFPair] {
    try PairList(guest, settings: settings).pairs.map {
      VFPair($0.synthetic.name, vf: $0.vf?.name)
    }
  }

  /// Whether another NIC has the same hardware address.
  package func mayBePaired(
    _ interface: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> Bool {
    try Pairing(guest, drivers: []).hasTwin(interface)
  }

  /// By sysfs, the kernel's version and what rc.conf says.
  package func transparency(
    of pair: VFPair, settings: GeneralSettings, asking guest: any GuestView
  ) throws(GuestError) -> NetworkState.Transparency {
    try Pairing(guest, drivers: settings.syntheticDrivers).transparency(
      of: pair.synthetic, vf: pair.vf, said: settings.transparent)
  }

  /// None: no other program of a Linux guest reads rc.conf.
  package func namesInterfaces(variable: String) -> Bool { false }
}
