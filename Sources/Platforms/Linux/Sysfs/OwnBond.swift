import Failover
import RCConf

extension Linux {
  /// Returns the synthetic NIC whose bond `interface` is, if hyperv_vfup makes and configures that
  /// bond; else nil. udev rules use the result to keep network managers from configuring the bond:
  /// networkd with a file that matches every interface would remove the addresses of the bond.
  /// Throws if a query fails.
  ///
  /// The bond is recognised by its name and its hardware address, which it has from its first udev
  /// event on. A bond that files of networkd name, such as those of `hyperv_vfctl persist`, belongs
  /// to networkd.
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
        variables.offSwitch(for: name.variablePart) == nil,
        try transparency(
          of: VFPair(name, vf: vf?.name), settings: settings, asking: guest) == .no,
        try !isNamedByNetworkd(interface, asking: guest)
      else { continue }
      return name
    }
    return nil
  }

  /// Returns the name of the bond for the synthetic NIC `name`: the one in rc.conf, or else the
  /// default, `bond0` for `eth0`. Nil if that is not a valid name, or if a query fails.
  func usualBond(
    of name: InterfaceName, _ variables: Variables, asking guest: any GuestView
  ) -> InterfaceName? {
    try? bondName(for: name, settings: Settings(bondOf: name, in: variables), asking: guest)
  }

  /// Returns true if a systemd.netdev(5) file makes `interface`, or if a systemd.network(5) file
  /// matches it by name. Throws if a file cannot be read.
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
