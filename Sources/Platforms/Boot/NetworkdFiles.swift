import Failover

/// systemd.netdev(5) and systemd.network(5).
///
/// The names sort before those of installers and of netplan, of which the first that matches counts.
struct NetworkdFiles {
  let request: BondAtBoot
  let guest: any GuestView

  private static var folder: String { "/etc/systemd/network/05-hyperv-vf-" }

  /// The bond, its configuration, and its first member.
  var files: [FileChange] {
    get throws(GuestError) {
      let size = request.mtu.map { "MTUBytes=\($0)\n" } ?? ""
      let address = request.nic.hardwareAddress.map { "MACAddress=\($0)\n" } ?? ""
      let device = """
        [NetDev]
        Name=\(request.bond)
        Kind=bond
        \(address)\(size)
        [Bond]
        Mode=active-backup
        MIIMonitorSec=\(request.monitoring)ms

        """
      let member = """
        [Match]
        Name=\(request.synthetic)
        \(size.isEmpty ? "" : "\n[Link]\n\(size)")
        [Network]
        Bond=\(request.bond)

        """
      return [
        try guest.change("\(Self.folder)\(request.bond).netdev", to: device),
        try guest.change("\(Self.folder)\(request.synthetic).network", to: member),
        try guest.change(
          "\(Self.folder)\(request.bond).network",
          to: "[Match]\nName=\(request.bond)\n" + (try present ?? fromState)),
      ]
    }
  }

  /// What networkd has for the synthetic NIC now: the file that it matched and what was dropped in.
  private var present: String? {
    get throws(GuestError) {
      guard let state = try linkState(of: request.synthetic, guest),
        let file = state["NETWORK_FILE"]
      else { return nil }
      let dropIns = (state["NETWORK_FILE_DROPINS"] ?? "").split(separator: ":").map(String.init)
      var text = ""
      for path in [file] + dropIns {
        guard let bytes = try guest.contents(of: path) else { continue }
        // Its name, and its address, are the bond's own.
        text += IniSections(String(decoding: bytes, as: UTF8.self))
          .text(where: { $0 != "Match" }, without: ["MACAddress", "MTUBytes", "Bond"])
      }
      return text
    }
  }

  private var fromState: String {
    let dhcp = (request.leases(.inet), request.leases(.inet6))
    let lease = dhcp == (true, true) ? "yes" : dhcp.0 ? "ipv4" : dhcp.1 ? "ipv6" : "no"
    let both = AddressFamily.allCases
    return "\n[Network]\nDHCP=\(lease)\n"
      + (request.nic.acceptsRouterAdvertisements ? "" : "IPv6AcceptRA=no\n")
      + both.flatMap(request.addresses).map { "Address=\($0)\n" }.joined()
      + both.flatMap(request.routes).map(section).joined()
  }

  private func section(_ route: Route) -> String {
    let destination = route.destination == "default" ? "" : "Destination=\(route.destination)\n"
    let gateway = route.gateway.map { "Gateway=\($0.withoutZone)\n" } ?? ""
    return "\n[Route]\n\(destination)\(gateway)"
  }
}

/// What networkd keeps of a link, by key; nil where it leaves the link alone (sd-network(3)).
func linkState(
  of name: InterfaceName, _ guest: any GuestView
) throws(GuestError) -> [String: String]? {
  guard let number = try guest.line(of: "\(Linux.net)/\(name)/ifindex"),
    let text = try guest.line(of: "/run/systemd/netif/links/\(number)")
  else { return nil }
  var state: [String: String] = [:]
  for line in text.lines {
    let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
    if parts.count == 2 { state[parts[0]] = parts[1] }
  }
  return state["ADMIN_STATE"] == "unmanaged" ? nil : state
}
