import Failover

// What an administrator gave a NIC beside addresses and routes.
extension Linux {
  /// Fills in what of it belongs to `givers`, and which rules are about them or `getter`. `answer` is what
  /// ip(8) told of them.
  func observeSettings(
    of givers: [InterfaceName], to getter: InterfaceName, _ answer: IPRouteAnswer,
    into network: inout NetworkState, asking guest: any GuestView
  ) throws(GuestError) {
    for name in givers {
      guard let interface = network.interface(name), var link = answer.links[name] else { continue }
      link.settings.note = interface.note
      link.settings.multicastGroups = try groups(of: name, asking: guest)
      // Of the VF only where it is the one that is configured.
      if name == givers.first || network.interface(givers[0])?.addresses(.inet).isEmpty == true {
        link.settings.kernel = try kernelSettings(of: name, asking: guest)
      }
      network.linkSettings[name] = link.settings
      network.leftBehind += try leftBehind(of: name, link, asking: guest)
    }
    network.rules = try rules(about: givers + [getter], answer, network.hasIPv6, asking: guest)
    network.tunnels = try tunnels(over: givers, asking: guest)
    for tunnel in network.tunnels where tunnel.isMulticast {
      network.leftBehind.append(.multicastTunnel(tunnel.name))
    }
  }

  /// Those of IPv6 are a question of their own: who has any has others too, or tables for them.
  private func rules(
    about names: [InterfaceName], _ answer: IPRouteAnswer, _ hasIPv6: Bool,
    asking guest: any GuestView
  ) throws(GuestError) -> [PolicyRule] {
    var all = answer.rules
    if hasIPv6, !answer.rules.isEmpty || answer.hasIPv6Tables {
      all += try rules(.inet6, asking: guest)
    }
    let found = all.filter { rule in names.contains { rule.names($0) } }
    if let odd = found.first(where: { $0.words.contains { $0.hasPrefix("[") } }) {
      throw .notUnderstood(by: Self.ip, line: odd.words.joined(separator: " "))
    }
    return found
  }

  /// All rules.
  func rules(
    _ family: AddressFamily, asking guest: any GuestView
  ) throws(GuestError) -> [PolicyRule] {
    let option = family == .inet ? "-4" : "-6"
    let text = try guest.output(of: Command(Self.ip, [option, "-oneline", "rule", "show"]))
    return text.lines.compactMap { PolicyRuleLine($0.words, family)?.rule }
  }

  /// Groups that somebody asked for (SIOCADDMULTI), by proc(5): `3    eth0            1     1     01005e0000fb`:
  /// index, name, users, whether for good.
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

  /// Folders with one of their own for each interface.
  private static let settingFolders = ["ipv4/conf", "ipv6/conf", "ipv4/neigh", "ipv6/neigh"]
    .map { "/proc/sys/net/\($0)" }
  /// Those that a takeover sets by itself, or that are no setting: `mtu` is the NIC's own, and
  /// `stable_secret` cannot be read unless it is set.
  private static let ownSettings: Set = [
    "accept_dad", "accept_ra", "disable_ipv6", "mtu", "stable_secret", "mc_forwarding",
    "ignore_routes_with_linkdown",
  ]

  /// What differs from a new interface's.
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

  /// One read(2) gives all of a setting.
  private func setting(
    _ path: String, asking guest: any GuestView
  ) throws(GuestError) -> String? {
    try guest.beginning(of: path, count: 256)?.trimmedText
  }

  private static let tc = "/sbin/tc"

  /// What tc(8) or XDP has on a NIC. tc is asked only where something of its was ever loaded.
  private func leftBehind(
    of name: InterfaceName, _ link: IPLinkSettings, asking guest: any GuestView
  ) throws(GuestError) -> [LeftBehind] {
    var found: [LeftBehind] = link.hasPacketProgram ? [.packetProgram(name)] : []
    // Its socket for wpa_cli(8), by the interface's name.
    if try guest.names(in: "/run/wpa_supplicant")?.contains(name.text) == true {
      found.append(.authentication(name))
    }
    let usual = try guest.line(of: "/proc/sys/net/core/default_qdisc") ?? "pfifo_fast"
    let kinds: Set = [usual, "mq", "noqueue", "noop", "pfifo_fast", ""]
    if !kinds.contains(link.queueing) { found.append(.queueing(name, kind: link.queueing)) }
    guard try guest.names(in: "/sys/module/sch_ingress") != nil, guest.isExecutable(Self.tc) else {
      return found
    }
    let query = Command(Self.tc, ["qdisc", "show", "dev", name.text])
    // That tc fails is no reason to have no bond: it only tells what is to be named.
    let hasFilters = try guest.run(query).output.lines.contains {
      $0.hasPrefix("qdisc clsact ") || $0.hasPrefix("qdisc ingress ")
    }
    return found + (hasFilters ? [.filters(name)] : [])
  }
}

extension IPRouteAnswer {
  /// Whether a table of IPv6 beside the usual ones leads through one of the interfaces.
  fileprivate var hasIPv6Tables: Bool {
    routes.contains { $0.family == .inet6 && $0.attributes.contains("table") }
  }
}
