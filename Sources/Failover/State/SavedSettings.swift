import RCConf

/// The settings of a pair that a takeover changes, other than addresses and routes: routing rules,
/// tunnels, permanent neighbours and the like (Linux). They are saved because an undo, or the next
/// run after a killed one, can no longer observe them.
package struct SavedSettings: Hashable, Sendable {
  /// The routing rules that name one of the two NICs; empty if there are none.
  package var rules: [PolicyRule] = []
  /// The VF that `rules` name by iif or oif; nil if they do not name the VF.
  package var vf: InterfaceName?
  /// The settings that the synthetic NIC loses when it is set down, such as permanent neighbours;
  /// empty if it has none.
  package var lost = LinkSettings()
  /// The tunnels that send through one of the two NICs; empty if there are none.
  package var tunnels: [Tunnel] = []

  /// Settings that are all empty.
  init() {}

  /// The settings of the pair as they are before `takeover`.
  init(before takeover: Takeover) {
    let names = [takeover.synthetic] + (takeover.network.vf.map { [$0] } ?? [])
    rules = takeover.network.rules.filter { rule in names.contains { rule.names($0) } }
    vf = takeover.network.vf.flatMap { vf in rules.contains { $0.names(vf) } ? vf : nil }
    lost = takeover.network.linkSettings[takeover.synthetic]?.lostWhenDown ?? LinkSettings()
    tunnels = takeover.network.tunnels.filter { names.contains($0.underlay) }
  }

  /// The settings with the interface `new` in place of `old` in the rules and tunnels.
  func moved(from old: InterfaceName, to new: InterfaceName) -> SavedSettings {
    var copy = self
    copy.rules = rules.map { $0.moved(from: old, to: new) }
    for index in tunnels.indices where tunnels[index].underlay == old {
      copy.tunnels[index].underlay = new
    }
    return copy
  }

  /// The settings as variables of the state file (`SavedState`), each with name and value; empty if
  /// there are no settings.
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

  /// Reads the settings from the variables of a state file. A variable that is missing or invalid
  /// gives an empty setting.
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
  /// The rule as a line of the state file (`SavedState`): `inet 1000 from all iif eth0 lookup 200`.
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
  /// The tunnel as a line of the state file (`SavedState`): name, kind, the interface that it sends
  /// through, and `multicast` or `-`. Example: `vx0 vxlan eth0 multicast`.
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
  /// Replaces the observed rules, tunnels and lost settings of the takeover by the saved ones,
  /// since a killed run may have moved some of them to the bond already.
  mutating func resumeSettings(from saved: SavedSettings) {
    network.rules = saved.rules
    network.tunnels = saved.tunnels
    rulesVF = saved.vf
    var settings = network.linkSettings[synthetic] ?? LinkSettings()
    settings.lostWhenDown = saved.lost
    network.linkSettings[synthetic] = settings.isEmpty ? nil : settings
  }
}
