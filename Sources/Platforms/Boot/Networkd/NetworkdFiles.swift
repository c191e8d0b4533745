import Failover

/// Computes the files of systemd.netdev(5), systemd.network(5) and systemd.link(5) with which
/// networkd makes a bond at boot.
struct NetworkdFiles {
  let request: BondAtBoot
  let guest: any GuestView

  /// The changes of the files for the bond, its configuration and its members. Without changes if a
  /// file makes the NIC a member of the bond already. Throws if a file cannot be read or is not
  /// UTF-8.
  var files: BootFiles {
    get throws(GuestError) {
      let networks = try NetworkdFolders(guest: guest).networks
      let link = try NetworkdLink(nic: request.nic, guest)
      if networks.contains(where: { isMember($0, link) }) { return BootFiles([]) }
      let present = try present(networks, link)
      let bond = NetworkdBond(
        request: request, link: link, lease: leaseState(of: request.synthetic, guest))
      let new = NetworkdLink(bond: request.bond, request.nic.hardwareAddress)
      let prefix = Self.prefix(before: networks.filter { $0.matches(link) || $0.matches(new) })
      let parts = NetworkdParts(
        request: request, present: present, mtu: mtu(present?.whole, bond.lease), prefix: prefix)
      var changes: [FileChange] = []
      for (name, text) in parts.files { changes.append(try change(name, text)) }
      let configuration = try configuration(present, bond, networks, prefix)
      changes.append(try change(configuration.name, configuration.text))
      for other in networks where other.name != configuration.name {
        let text = bond.naming(other.text)
        if text != other.text { changes.append(try change(other.name, text.text)) }
        for dropIn in other.dropIns {
          let text = bond.naming(dropIn.text)
          guard text != dropIn.text else { continue }
          changes.append(try change("\(other.name).d/\(dropIn.path.lastPathComponent)", text.text))
        }
      }
      var found = BootFiles(changes, advice: try advice(present))
      found.otherBond = try NetworkdFolders(guest: guest).devices.first { device in
        device.text.value(of: "Name", in: "NetDev") == request.bond.text
          && !changes.contains { $0.path.lastPathComponent == device.name }
      }?.path
      return found
    }
  }

  private func change(_ name: String, _ text: String) throws(GuestError) -> FileChange {
    try guest.change("\(NetworkdFolders.own)/\(name)", to: text)
  }

  private func isMember(_ file: NetworkdFile, _ link: NetworkdLink) -> Bool {
    file.matches(link) && file.whole.value(of: "Bond", in: "Network") == request.bond.text
  }

  /// Returns the `.network` file that networkd uses for the NIC `link`. If networkd has not stored
  /// which it is, returns the first of `networks` that matches the NIC; nil if none does. Throws if
  /// a file cannot be read.
  private func present(
    _ networks: [NetworkdFile], _ link: NetworkdLink
  ) throws(GuestError) -> NetworkdFile? {
    let state = try linkState(of: request.synthetic, guest)
    if let path = state?["NETWORK_FILE"],
      let found = networks.first(where: { $0.name == path.lastPathComponent })
    {
      return found
    }
    return networks.first { $0.matches(link) }
  }

  /// Returns a beginning for the names of new files, such as `05-hyperv-vf-`, with which they sort
  /// before all of `files`, if possible. networkd uses the first file that matches an interface.
  private static func prefix(before files: [NetworkdFile]) -> String {
    let prefixes = ["05-hyperv-vf-", "00-hyperv-vf-", "-hyperv-vf-"]
    return prefixes.first { prefix in
      files.allSatisfy { NetworkdFolders.isBefore(prefix, $0.name) }
    } ?? "-hyperv-vf-"
  }

  /// Returns the name and the text of the file that configures the bond. `present` is the file of
  /// the NIC, nil if there is none; then the text has the present addresses, routes and DHCP of the
  /// NIC. `prefix` begins a new file's name.
  ///
  /// A file for this NIC alone is changed for the bond under its own name in /etc. There it hides a
  /// file of netplan or of a package with the same name, and its drop-ins stay in effect. If the
  /// file is for other interfaces too, or if another of `networks` would match the bond first, the
  /// bond gets a changed copy under a new name.
  private func configuration(
    _ present: NetworkdFile?, _ bond: NetworkdBond, _ networks: [NetworkdFile], _ prefix: String
  ) throws(GuestError) -> (name: String, text: String) {
    let copy = "\(prefix)\(request.bond).network"
    guard let present else {
      return (copy, "[Match]\nName=\(request.bond)\n" + fromState)
    }
    let new = NetworkdLink(bond: request.bond, request.nic.hardwareAddress)
    let isHidden = networks.contains { file in
      NetworkdFolders.isBefore(file.name, present.name) && file.matches(new)
    }
    let all = present.whole
    let isOwn =
      NetworkdMatch(present.text).isOnly(bond.link)
      && !present.dropIns.contains { $0.text.has("Match") || bond.naming($0.text) != $0.text }
    if isOwn, !isHidden { return (present.name, bond.text(of: present.text, in: all).text) }
    return (copy, bond.text(of: all, in: all).text)
  }

  /// Returns the MTU for the bond in bytes, as digits: `MTUBytes` in `all`, the configuration of
  /// the NIC, or else the present MTU of the NIC. Nil if the former is not set, and the latter is
  /// 1500, unknown, or the one in `lease`.
  private func mtu(_ all: SectionedText?, _ lease: KeyedValues<String, String>?) -> String? {
    if let own = all?.value(of: "MTUBytes", in: "Link"), !own.isEmpty { return own }
    let live = request.mtu.map { "\($0)" }
    return live == lease?["MTU"] ? nil : live
  }
}

extension NetworkdFile {
  /// Returns true if the `[Match]` sections of the file and of its drop-ins match the interface
  /// `link`.
  func matches(_ link: NetworkdLink) -> Bool { NetworkdMatch(whole).isFor(link) }
}

extension NetworkdFiles {
  /// Returns hints for the user about `present`, the file of the NIC: a setting that depends on the
  /// interface's name, and the text with which netplan itself would make the bond. Empty if there
  /// are none, or if `present` is nil. Throws if a folder of netplan cannot be read.
  private func advice(_ present: NetworkdFile?) throws(GuestError) -> [String] {
    guard let present else { return [] }
    var lines: [String] = []
    let tokens =
      present.whole.values(of: "Token", in: "IPv6AcceptRA")
      + present.whole.values(of: "IPv6Token", in: "Network")
    if tokens.contains(where: { $0.hasPrefix("prefixstable") }) {
      lines.append(
        "\(present.path): Token=prefixstable makes IPv6 addresses out of the interface's name; those of "
          + "\(request.bond) will be others than those of \(request.synthetic)")
    }
    if present.path.hasPrefix("/run/systemd/network/10-netplan-") {
      lines += try NetplanAdvice(request, guest).lines
    }
    return lines
  }

  /// The lines of a `.network` file that give the bond the present addresses, routes and DHCP of
  /// the NIC, beginning with `[Network]`. Used if no file of networkd is for the NIC.
  private var fromState: String {
    let dhcp = (request.leases(.inet), request.leases(.inet6))
    let lease = dhcp == (true, true) ? "yes" : dhcp.0 ? "ipv4" : dhcp.1 ? "ipv6" : "no"
    let both = AddressFamily.allCases
    return "\n[Network]\nDHCP=\(lease)\nIgnoreCarrierLoss=\(NetworkdBond.carrierLoss)\n"
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
