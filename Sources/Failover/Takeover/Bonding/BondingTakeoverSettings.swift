// What the bond gets in addition to addresses and routes: settings, routing rules and tunnels.
extension BondingTakeover {
  /// The settings for the bond: those of the NIC whose configuration the bond gets, and the
  /// neighbours, proxied addresses and multicast groups of the other NIC.
  private var settings: LinkSettings {
    var settings = takeover.network.linkSettings[takeover.configured] ?? LinkSettings()
    let other = takeover.configured == synthetic ? vf : synthetic
    guard other != bond, let more = takeover.network.linkSettings[other] else { return settings }
    settings.neighbors += more.neighbors.filter { !settings.neighbors.contains($0) }
    settings.proxied += more.proxied.filter { !settings.proxied.contains($0) }
    settings.multicastGroups += more.multicastGroups.filter {
      !settings.multicastGroups.contains($0)
    }
    return settings
  }

  /// The steps that give a new bond the settings of the NIC, such as permanent neighbours, before
  /// the bond has addresses and answers. Empty if there are no such settings, or if the bond
  /// existed before.
  var applySettings: [Step] {
    guard takeover.originalBond == nil else { return [] }
    return settings.steps(giving: bond, because: takeover.configured + " has these settings")
  }

  /// The action with which an undo restores the settings that the synthetic NIC loses when it goes
  /// down, or when its last IPv4 address is removed (fib_disable_ip in net/ipv4/fib_frontend.c).
  /// Empty if it had no such settings.
  var restoreSettings: [Action] {
    let lost = takeover.network.linkSettings[synthetic]?.lostWhenDown ?? LinkSettings()
    return lost.isEmpty ? [] : [.applySettings(lost, to: synthetic)]
  }

  /// The steps that give the VLANs their own settings again, such as `rp_filter`, since a VLAN moves
  /// by being made again. Empty if they have none.
  var configureVLANs: [Step] {
    settingsOfVLANs.flatMap { name, settings in
      settings.steps(giving: name, because: name + " was made again")
    }
  }

  /// The actions with which an undo does the same, after it has made the VLANs again on the NIC.
  var configureVLANsAgain: [Action] {
    settingsOfVLANs.map { .applySettings($0.1, to: $0.0) }
  }

  private var settingsOfVLANs: [(InterfaceName, LinkSettings)] {
    takeover.network.vlans.compactMap { vlan in
      let name = vlan.interface.name
      guard let settings = takeover.network.linkSettings[name], !settings.isEmpty else {
        return nil
      }
      return (name, settings)
    }
  }

  /// The routing rules (ip-rule(8)) that name the synthetic NIC or the VF:
  /// `from all iif eth0 lookup 200`. Empty if there are none.
  private var rules: [PolicyRule] {
    takeover.network.rules.filter { rule in
      rule.names(synthetic) || rulesVF.map { rule.names($0) } == true
    }
  }

  /// The VF that the routing rules may name. After a killed run it is the VF in the rules which
  /// that run saved, and may differ from the present VF. Nil if there is no VF.
  private var rulesVF: InterfaceName? { takeover.rulesVF ?? (vf == bond ? nil : vf) }

  /// The routing rules in `rules`, changed to name the bond. Without those that exist already;
  /// empty if none is left.
  private var movedRules: [PolicyRule] {
    var found = takeover.isResumed ? [] : takeover.network.rules
    let present = found.count
    for rule in rules {
      var rule = rule.moved(from: synthetic, to: bond)
      if let vf = rulesVF { rule = rule.moved(from: vf, to: bond) }
      if !found.contains(rule) { found.append(rule) }
    }
    return Array(found[present...])
  }

  /// The step that adds routing rules for the bond. The rules for the NICs stay until the addresses
  /// have moved. Empty if there are no rules to add.
  var addRules: [Step] {
    guard !movedRules.isEmpty else { return [] }
    return [
      Step(
        .addRules(movedRules), undo: [.removeRules(movedRules)],
        because: "the packets of " + bond + " need the same routing tables")
    ]
  }

  /// The step that removes the routing rules for the NICs, which match nothing any more. Empty if
  /// there are none.
  var removeRules: [Step] {
    guard !rules.isEmpty else { return [] }
    return [
      Step(
        .removeRules(rules), undo: [.addRules(rules)], because: bond + " has these rules now")
    ]
  }

  /// The steps that make each tunnel on the NICs, such as a vxlan, send through the bond. If the
  /// kernel cannot change a tunnel, the tunnel stays as it is and a warning names it. Empty if
  /// there are no tunnels.
  var moveTunnels: [Step] {
    takeover.network.tunnels.filter { $0.underlay != bond }.map { tunnel in
      var moved = tunnel
      moved.underlay = bond
      return Step(
        .moveTunnel(tunnel, to: bond), undo: [.moveTunnel(moved, to: tunnel.underlay)],
        because: "the tunnel " + tunnel.name + " has to send through " + bond,
        onFailure: .goOn)
    }
  }
}

extension LinkSettings {
  /// The steps that give these settings to the interface `name`; empty if there are none. If a
  /// setting on which traffic depends (`lostWhenDown`) fails, the plan is undone. If another
  /// setting fails, the plan continues without it. A dry run shows `reason`.
  func steps(giving name: InterfaceName, because reason: String) -> [Step] {
    [(lostWhenDown, Step.Failure.undo), (others, .goOn)].filter { !$0.0.isEmpty }
      .map { Step(.applySettings($0.0, to: name), because: reason, onFailure: $0.1) }
  }
}
