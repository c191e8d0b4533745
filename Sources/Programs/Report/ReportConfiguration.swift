import Failover

extension Report {
  /// Returns the section of the report with the variables of rc.conf that concern the network, each
  /// with the file that sets it. Without rc.conf files, the section says so. `options` are passed
  /// to `hyperv_vfctl rcconf`.
  func configuration(_ options: [String]) -> ReportSection {
    let title = "configuration"
    let files = Self.files.filter { (try? guest.beginning(of: $0, count: 1)) != nil }
    guard !files.isEmpty else {
      let none = ReportSection.Piece(heading: "(no file of rc.conf is there)", lines: [])
      return ReportSection(title: title, limit: 200, pieces: [none])
    }
    var piece = ReportCollector(guest: slowGuest).piece(
      of: Command(installation.sibling(Program.vfctl.rawValue), ["rcconf"] + options + files),
      called: (["hyperv_vfctl rcconf"] + options + files).joined(separator: " "))
    piece.heading += " | grep network"
    piece.lines = piece.lines.filter(Self.concernsNetwork)
    return ReportSection(title: title, limit: 12_000, pieces: [piece])
  }

  private static let files = [
    "/etc/rc.conf", "/etc/rc.conf.local", "/etc/rc.conf.d/netif", "/etc/rc.conf.d/hyperv_vf",
    "/usr/local/etc/rc.conf.d/netif", "/usr/local/etc/rc.conf.d/hyperv_vf",
  ]

  private static let names = [
    "hyperv_vf", "ifconfig_", "ipv4_", "ipv6_", "cloned_interfaces", "vlans_", "create_args_",
    "defaultrouter", "gateway_", "route_", "static_", "dhclient_", "background_dhclient",
    "synchronous_dhclient", "rtsold", "dhcp6c", "dhcpcd", "network_interfaces", "pf_", "firewall_",
    "ipfilter_", "wpa_supplicant", "hyperv_vfctl: ", "(",
  ]

  private static func concernsNetwork(_ line: [UInt8]) -> Bool {
    names.contains { line.starts(with: $0.utf8) }
  }
}
