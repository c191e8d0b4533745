import Failover

// Settings of a NIC other than addresses and routes.
extension Linux {
  /// Adds to `network` the settings of `configuredNICs` and of the VLANs in it, the routing rules
  /// that name these NICs or `getter`, and the tunnels through the NICs. `getter` is the interface that will get the
  /// settings. `answer` is the output of ip(8) about the NICs. Settings that cannot move are added
  /// to `network.unmovedSettings`. Throws if a query fails.
  func observeSettings(
    of configuredNICs: [InterfaceName], to getter: InterfaceName, _ answer: IPRouteAnswer,
    into network: inout NetworkState, asking guest: any GuestView
  ) throws(GuestError) {
    let vlans = network.vlans.map { $0.interface }
    for interface in configuredNICs.compactMap({ network.interface($0) }) + vlans {
      let name = interface.name
      guard var link = answer.links[name] else { continue }
      link.settings.note = interface.note
      link.settings.multicastGroups = try groups(of: name, asking: guest)
      // The kernel settings of the VF count only if the VF is the NIC that has the configuration.
      if name == configuredNICs.first || vlans.contains(where: { $0.name == name })
        || network.interface(configuredNICs[0])?.addresses(.inet).isEmpty == true
      {
        link.settings.kernel = try kernelSettings(of: name, asking: guest)
      }
      network.linkSettings[name] = link.settings
      network.unmovedSettings += try unmovedSettings(of: name, link, asking: guest)
    }
    network.rules = try rules(
      about: configuredNICs + [getter], answer, network.hasIPv6, asking: guest)
    network.tunnels = try tunnels(over: configuredNICs, asking: guest)
    for tunnel in network.tunnels where tunnel.isMulticast {
      network.unmovedSettings.append(.multicastTunnel(tunnel.name))
    }
  }

  /// Returns the routing rules that name one of the interfaces `names`; empty if none does. IPv4
  /// rules come from `answer`. IPv6 rules need another query, which is made only if there are IPv4
  /// rules, or if the interfaces have IPv6 addresses or routes. Throws if the query fails, or if a
  /// rule has a word of unknown form.
  private func rules(
    about names: [InterfaceName], _ answer: IPRouteAnswer, _ hasIPv6: Bool,
    asking guest: any GuestView
  ) throws(GuestError) -> [PolicyRule] {
    var all = answer.rules
    if hasIPv6, !answer.rules.isEmpty || answer.usesIPv6 {
      all += try rules(.inet6, asking: guest)
    }
    let found = all.filter { rule in names.contains { rule.names($0) } }
    if let odd = found.first(where: { $0.words.contains { $0.hasPrefix("[") } }) {
      throw .notUnderstood(by: Self.ip, line: odd.words.joined(separator: " "))
    }
    return found
  }

  /// Returns all routing rules of a family in the kernel, including the default ones. Throws if
  /// ip(8) fails.
  func rules(
    _ family: AddressFamily, asking guest: any GuestView
  ) throws(GuestError) -> [PolicyRule] {
    let option = family == .inet ? "-4" : "-6"
    let text = try guest.output(of: Command(Self.ip, [option, "-oneline", "rule", "show"]))
    return text.lines.compactMap { PolicyRuleLine($0.words, family)?.rule }
  }

  /// Returns the multicast groups that were joined by hand on the interface `name` (SIOCADDMULTI),
  /// from /proc/net/dev_mcast (proc(5)); empty if there are none. Throws if the file cannot be
  /// read. A line of this file has index, name, users, static, address:
  /// `3    eth0    1     1     01005e0000fb`.
  private func groups(
    of name: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> [HardwareAddress] {
    (try guest.line(of: "/proc/net/dev_mcast") ?? "").lines.map { $0.words }
      .filter { $0.count == 5 && $0[1] == name.text && $0[3] != "0" && $0[4].utf8.count == 12 }
      .compactMap { words in
        let digits = Array(words[4])
        let pairs = stride(from: 0, to: 12, by: 2).map { String(digits[$0..<($0 + 2)]) }
        return HardwareAddress(pairs.joined(separator: ":"))
      }
  }

  /// The folders of kernel settings with a subfolder for each interface: `/proc/sys/net/ipv4/conf`.
  private static let settingFolders = ["ipv4/conf", "ipv6/conf", "ipv4/neigh", "ipv6/neigh"]
    .map { "/proc/sys/net/\($0)" }
  /// The names of files with kernel settings that the bond does not get from the NIC. A takeover
  /// sets some of them itself; `mtu` belongs to the NIC; `stable_secret` can only be read if it is
  /// set; `mc_forwarding` is no setting.
  private static let ownSettings = [
    "accept_dad", "accept_ra", "disable_ipv6", "mtu", "stable_secret", "mc_forwarding",
    "ignore_routes_with_linkdown",
  ]

  /// Returns the settings of the NIC `name` in /proc/sys/net, such as `rp_filter`, that differ from
  /// those of a new interface (folder `default`); empty if none does. Throws if a file cannot be
  /// read.
  private func kernelSettings(
    of name: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> [KernelSetting] {
    var found: [KernelSetting] = []
    for folder in Self.settingFolders {
      for file in try guest.names(in: "\(folder)/\(name)") ?? []
      where !Self.ownSettings.contains(file) {
        guard let value = try setting("\(folder)/\(name)/\(file)", asking: guest),
          let usual = try setting("\(folder)/default/\(file)", asking: guest), value != usual
        else { continue }
        found.append(KernelSetting(folder, file, value))
      }
    }
    return found
  }

  /// Returns the contents of the file of a kernel setting, without the line end, by one read(2);
  /// nil if there is no such file. Throws if it cannot be read.
  private func setting(
    _ path: String, asking guest: any GuestView
  ) throws(GuestError) -> String? {
    try guest.beginning(of: path, count: 256)?.trimmedText
  }

  private static let tc = "/sbin/tc"

  /// Returns the settings of the NIC `name` that do not move to the bond: an XDP program, 802.1X by
  /// wpa_supplicant(8), a queueing discipline, and filters of tc(8). Empty if there are none.
  /// `link` has the settings that ip(8) shows. Runs tc only if its module sch_ingress is loaded.
  /// Throws if a query fails.
  private func unmovedSettings(
    of name: InterfaceName, _ link: IPLinkSettings, asking guest: any GuestView
  ) throws(GuestError) -> [UnmovedSetting] {
    var found: [UnmovedSetting] = link.hasPacketProgram ? [.packetProgram(name)] : []
    // The socket for wpa_cli(8) has the interface's name.
    if try guest.names(in: "/run/wpa_supplicant")?.contains(name.text) == true {
      found.append(.authentication(name))
    }
    let usual = try guest.line(of: "/proc/sys/net/core/default_qdisc") ?? "pfifo_fast"
    let kinds = [usual, "mq", "noqueue", "noop", "pfifo_fast", ""]
    if !kinds.contains(link.queueing) { found.append(.queueing(name, kind: link.queueing)) }
    guard try guest.names(in: "/sys/module/sch_ingress") != nil, guest.isExecutable(Self.tc) else {
      return found
    }
    let query = Command(Self.tc, ["qdisc", "show", "dev", name.text])
    // A failing tc does not prevent a bond, since its output is only for warnings.
    let hasFilters = try guest.run(query).output.lines.contains {
      $0.hasPrefix("qdisc clsact ") || $0.hasPrefix("qdisc ingress ")
    }
    return found + (hasFilters ? [.filters(name)] : [])
  }
}

extension IPRouteAnswer {
  /// True if one of the interfaces has an IPv6 route, or an IPv6 address other than the link-local
  /// one that every interface has.
  fileprivate var usesIPv6: Bool {
    routes.contains { $0.family == .inet6 }
      || addresses.keys.contains { name in
        (addresses[name] ?? []).contains { $0.family == .inet6 && !$0.address.isLinkLocal }
      }
  }
}
