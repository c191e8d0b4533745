import RCConf

/// The settings of a synthetic NIC, other than addresses and routes, that a takeover removes from
/// it. They are saved because the next run, or an undo, can no longer observe them.
package struct SavedSettings: Hashable, Sendable {
  /// Routing rules for one of the two NICs.
  package var rules: [PolicyRule] = []
  /// The VF that the rules name by iif or oif; nil if they name none.
  package var vf: InterfaceName?
  /// The settings that the synthetic NIC loses when it is set down.
  package var lost = LinkSettings()
  /// Tunnels that send through one of the two NICs.
  package var tunnels: [Tunnel] = []

  /// No settings.
  init() {}

  /// The settings before a takeover.
  init(before takeover: Takeover) {
    let names = [takeover.synthetic] + (takeover.network.vf.map { [$0] } ?? [])
    rules = takeover.network.rules.filter { rule in names.contains { rule.names($0) } }
    vf = takeover.network.vf.flatMap { vf in rules.contains { $0.names(vf) } ? vf : nil }
    lost = takeover.network.linkSettings[takeover.synthetic]?.lostWhenDown ?? LinkSettings()
    tunnels = takeover.network.tunnels.filter { names.contains($0.underlay) }
  }

  /// The same settings, with `new` in place of `old` in the rules and tunnels.
  func moved(from old: InterfaceName, to new: InterfaceName) -> SavedSettings {
    var copy = self
    copy.rules = rules.map { $0.moved(from: old, to: new) }
    for index in tunnels.indices where tunnels[index].underlay == old {
      copy.tunnels[index].underlay = new
    }
    return copy
  }

  /// The variables for a state file; none if there are no settings.
  var saved: [(String, String)] {
    let flags =
      (lost.isPromiscuous ? ["promisc"] : []) + (lost.takesAllMulticast ? ["allmulticast"] : [])
    let lines = [
      ("rules", rules.map { $0.saved }), ("rules_vf", vf.map { [$0.text] } ?? []),
      ("neighbors", lost.neighbors.map { "\($0.address) \($0.hardwareAddress)" }),
      ("proxied", lost.proxied.map { "\($0)" }), ("flags", flags),
      ("tunnels", tunnels.map { $0.saved }),
      ("forwarding", tunnels.flatMap { $0.savedForwarding }),
    ]
    return lines.filter { !$0.1.isEmpty }.map { ($0.0, $0.1.joined(separator: "\n")) }
  }

  /// Reads the variables of a state file.
  init(_ variables: Variables) {
    rules = variables.lines("rules", PolicyRule.init(saved:)) ?? []
    vf = variables.plain("rules_vf").flatMap(InterfaceName.init)
    lost.neighbors = variables.lines("neighbors", Neighbor.init(saved:)) ?? []
    lost.proxied = variables.lines("proxied") { IPAddress($0) } ?? []
    let flags = variables.lines("flags") { $0 } ?? []
    lost.isPromiscuous = flags.contains("promisc")
    lost.takesAllMulticast = flags.contains("allmulticast")
    tunnels = variables.lines("tunnels", Tunnel.init(saved:)) ?? []
    for entry in variables.lines("forwarding", { $0.afterName }) ?? [] {
      for index in tunnels.indices where tunnels[index].name == entry.name {
        tunnels[index].forwarding.append(entry.rest.words)
      }
    }
  }
}

extension PolicyRule {
  /// `inet 1000 from all iif eth0 lookup 200`
  fileprivate var saved: String {
    ([family.rawValue, String(priority)] + words).joined(separator: " ")
  }

  fileprivate init?(saved text: String) {
    let all = text.words
    guard all.count > 2, let family = AddressFamily(rawValue: all[0]), let priority = Int(all[1])
    else { return nil }
    self.init(family, priority: priority, Array(all.dropFirst(2)))
  }
}

extension Neighbor {
  fileprivate init?(saved text: String) {
    let words = text.words
    guard words.count == 2, let address = IPAddress(words[0]),
      let hardwareAddress = HardwareAddress(words[1])
    else { return nil }
    self.init(address, at: hardwareAddress)
  }
}

extension Tunnel {
  /// `vx0 vxlan eth0 multicast`
  fileprivate var saved: String {
    [name.text, kind, underlay.text, isMulticast ? "multicast" : "-"].joined(separator: " ")
  }

  fileprivate var savedForwarding: [String] {
    forwarding.map { "\(name) \($0.joined(separator: " "))" }
  }

  fileprivate init?(saved text: String) {
    let words = text.words
    guard words.count == 4, let name = InterfaceName(words[0]),
      let underlay = InterfaceName(words[2])
    else { return nil }
    self.init(name, kind: words[1], over: underlay)
    isMulticast = words[3] == "multicast"
  }
}

extension Takeover {
  /// Sets the settings to the saved ones. These include rules and tunnels that the killed run has
  /// moved to the bond already.
  mutating func resumeSettings(from saved: SavedSettings) {
    network.rules = saved.rules
    network.tunnels = saved.tunnels
    rulesVF = saved.vf
    var settings = network.linkSettings[synthetic] ?? LinkSettings()
    settings.lostWhenDown = saved.lost
    network.linkSettings[synthetic] = settings.isEmpty ? nil : settings
  }
}
