import Failover

extension Linux {
  /// The names in /sys/class/net.
  package func interfaces(asking guest: some GuestView) throws(GuestError) -> [InterfaceName] {
    try Sysfs(guest).names()
  }

  /// The NICs of hv_netvsc and of the drivers that rc.conf adds.
  package func pairs(
    settings: GeneralSettings, asking guest: some GuestView
  ) throws(GuestError) -> [VFPair] {
    let pairing = Pairing(guest, drivers: settings.syntheticDrivers)
    var pairs: [VFPair] = []
    for name in try interfaces(asking: guest) where try pairing.isSynthetic(name) {
      pairs.append(VFPair(name, vf: try pairing.vf(of: name)))
    }
    return pairs
  }
}
