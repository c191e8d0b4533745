import Failover
import RCConf

extension Linux {
  /// The synthetic NIC whose bond `interface` is, where hyperv_vfup makes and configures it: networkd,
  /// with a file that matches every interface, would take its addresses off.
  ///
  /// By what is true from the first event on: hyperv_vfup makes it with its name and hardware address in
  /// one go. One that files of networkd name belongs to networkd; `hyperv_vfctl persist` writes such.
  package func synthetic(
    ofBond interface: InterfaceName, settings: GeneralSettings, variables: Variables,
    asking guest: any GuestView
  ) throws(GuestError) -> InterfaceName? {
    let sysfs = Sysfs(guest)
    guard try sysfs.bond(interface)?.mode == .failover,
      let address = try sysfs.currentAddress(of: interface)
    else { return nil }
    let census = try PairList(guest, settings: settings)
    for (synthetic, vf, _) in census.pairs where synthetic.address == address {
      let name = synthetic.name
      guard usualBond(of: name, variables, asking: guest) == interface,
        variables.offSwitch(for: name.variablePart, warn: { _ in }) == nil,
        try transparency(
          of: VFPair(name, vf: vf?.name), settings: settings, asking: guest) == .no,
        try !isNamedByNetworkd(interface, asking: guest)
      else { continue }
      return name
    }
    return nil
  }

  /// The name that rc.conf gives the NIC's bond, or else the one that it has by itself.
  func usualBond(
    of name: InterfaceName, _ variables: Variables, asking guest: any GuestView
  ) -> InterfaceName? {
    try? bondName(for: name, settings: Settings(bondOf: name, in: variables), asking: guest)
  }

  /// Whether systemd.netdev(5) makes it, or systemd.network(5) configures it by its own name.
  private func isNamedByNetworkd(
    _ interface: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> Bool {
    for root in ["/etc", "/run", "/usr/local/lib", "/usr/lib", "/lib"] {
      let folder = "\(root)/systemd/network"
      for file in try guest.names(in: folder) ?? []
      where file.hasSuffix(".netdev") || file.hasSuffix(".network") {
        let text = try guest.line(of: "\(folder)/\(file)") ?? ""
        for line in text.lines where line.hasPrefix("Name=") {
          let names = line.dropFirst("Name=".count).words
          if names.contains(where: { $0 == interface.text }) { return true }
        }
      }
    }
    return false
  }
}
