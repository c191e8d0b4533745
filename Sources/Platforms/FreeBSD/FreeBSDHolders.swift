import Failover

// Interfaces and programs that use a NIC of the pair already: another lagg, a bridge, netgraph(4),
// carp(4), a VLAN on the VF.

extension FreeBSD {
  /// Sets `obstacle` and `membership` of `network` from `text`, the output of `ifconfig -a`, and
  /// from ngctl(8). `obstacle` is the reason to refuse a takeover, if a NIC of the pair is used by
  /// another lagg, a bridge, netgraph(4), carp(4) or a VLAN on the VF. `membership` is the bridge in which the bond
  /// is to replace the synthetic NIC, if `hyperv_vf_bridge_IF` allows that. Throws if a query
  /// fails.
  func observeHolders(
    of synthetic: InterfaceName, _ bond: InterfaceName, _ settings: Settings, in text: String,
    into network: inout NetworkState, asking guest: any GuestView
  ) throws(GuestError) {
    let place =
      membership(of: synthetic, inListings: text) ?? membership(of: bond, inListings: text)
    if settings.movesBridge { network.membership = place }
    let nodes = try netgraphNodes(asking: guest)
    for name in [synthetic, network.vf].compactMap({ $0 }) where network.obstacle == nil {
      network.obstacle = holder(
        of: name, synthetic, bond, mayBeBridged: name == synthetic && settings.movesBridge,
        in: text,
        nodes)
    }
    if network.obstacle == nil, let vf = network.vf,
      let vlan = try vlans(fromIfconfig: text, on: vf).first
    {
      network.obstacle = .hasVLAN(vf, vlan.interface.name, pair: synthetic)
    }
    if network.obstacle == nil, let group = unknownGroup(of: synthetic, settings, in: text) {
      network.obstacle = .carp(synthetic, group: group)
    }
  }

  /// Returns the number (vhid) of a carp(4) group on the NIC `name` that forbids a takeover; nil if
  /// there is none. Without `hyperv_vf_bridge_IF="YES"`, every group forbids it, since the VF
  /// passes no frames of other hardware addresses. With it, only a group that rc.conf does not
  /// configure forbids the takeover, since the password of the group cannot be read. `text` is the
  /// output of `ifconfig -a`; a group has the line `carp: MASTER vhid 1 advbase 1 advskew 0`.
  private func unknownGroup(
    of name: InterfaceName, _ settings: Settings, in text: String
  ) -> Int? {
    let listing = listings(in: text).first { $0.name == name.text }
    let groups = (listing?.text.lines ?? []).map { $0.words }.filter { $0.first == "carp:" }
      .compactMap { words in ifconfigValue(after: "vhid", in: words).flatMap { Int($0) } }
    let given = settings.aliasesToAdd + [settings.arguments.words]
    return groups.first { group in
      !settings.movesBridge
        || !given.contains { ifconfigValue(after: "vhid", in: $0) == String(group) }
    }
  }

  private func holder(
    of name: InterfaceName, _ pair: InterfaceName, _ bond: InterfaceName, mayBeBridged: Bool,
    in text: String, _ nodes: String
  ) -> Refusal? {
    if let lagg = lagg(of: name, inListings: text), lagg != bond {
      return .held(name, by: lagg, pair: pair)
    }
    if !mayBeBridged, let bridge = bridge(of: name, inListings: text) {
      return .bridged(name, by: bridge, pair: pair)
    }
    return hooks(of: name, inNodes: nodes) > 0 ? .netgraph(name, pair: pair) : nil
  }

  /// The output of `ngctl list`, with one line for each node of netgraph(4):
  /// `Name: hn0 Type: ether ID: 00000002 Num hooks: 1`. Empty if the module ng_ether(4) is not
  /// loaded: ngctl(8) would load netgraph, and is not run. Throws if a command cannot be run.
  private func netgraphNodes(asking guest: any GuestView) throws(GuestError) -> String {
    guard guest.isExecutable(Self.kldstat), guest.isExecutable(Self.ngctl),
      try answer(to: Command(Self.kldstat, ["-q", "-m", "ng_ether"]), asking: guest) != nil
    else { return "" }
    return try answer(to: Command(Self.ngctl, ["list"]), asking: guest) ?? ""
  }

  static let kldstat = "/sbin/kldstat"
  static let ngctl = "/usr/sbin/ngctl"
}

/// The number of hooks, which are connections to other nodes, of the netgraph node of type ether
/// that belongs to the interface `name`; 0 if there is no such node. `text` is the output of
/// `ngctl list`. A node's name has `_` in place of characters that no node name can have
/// (ng_ether.c).
func hooks(of name: InterfaceName, inNodes text: String) -> Int {
  for line in text.lines {
    let words = line.words
    guard let start = words.firstIndex(of: "Name:"), start + 3 < words.count,
      words[start + 1] == name.variablePart || words[start + 1] == name.text,
      words[start + 3] == "ether", let hooks = words.last.flatMap({ Int($0) })
    else { continue }
    return hooks
  }
  return 0
}
