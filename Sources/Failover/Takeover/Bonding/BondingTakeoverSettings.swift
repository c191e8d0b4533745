// What the bond gets in addition to addresses and routes: settings, routing rules and tunnels.
extension BondingTakeover {
  /// The settings of the NIC whose configuration the bond gets, with the neighbours and multicast
  /// groups of the other NIC.
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

  /// The steps that give the settings to the bond, before it has addresses and answers.
  var applySettings: [Step] {
    guard takeover.originalBond == nil else { return [] }
    return settings.steps(giving: bond, because: "\(bond) is what \(takeover.configured) was")
  }

  /// The actions that restore the settings in an undo. The synthetic NIC loses them when it goes
  /// down, or when its last IPv4 address is removed (fib_disable_ip in net/ipv4/fib_frontend.c).
  var restoreSettings: [Action] {
    let lost = takeover.network.linkSettings[synthetic]?.lostWhenDown ?? LinkSettings()
    return lost.isEmpty ? [] : [.applySettings(lost, to: synthetic)]
  }

  /// The routing rules of both NICs.
  private var rules: [PolicyRule] {
    takeover.network.rules.filter { rule in
      rule.names(synthetic) || rulesVF.map { rule.names($0) } == true
    }
  }

  /// The VF that the rules name. A killed run may have had another VF than the present one.
  private var rulesVF: InterfaceName? { takeover.rulesVF ?? (vf == bond ? nil : vf) }

  /// The rules of both NICs, changed to name the bond, without those that exist already.
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

  /// The step that adds the rules for the bond. The old rules remain until the move.
  var addRules: [Step] {
    guard !movedRules.isEmpty else { return [] }
    return [
      Step(
        .addRules(movedRules), undo: [.removeRules(movedRules)],
        because: "what comes and goes by \(bond) needs the same tables")
    ]
  }

  /// The step that removes the rules for the NICs, which match nothing any more.
  var removeRules: [Step] {
    guard !rules.isEmpty else { return [] }
    return [
      Step(
        .removeRules(rules), undo: [.addRules(rules)], because: "\(bond) has them")
    ]
  }

  /// The steps that move tunnels. If the kernel cannot change the interface of a tunnel, the tunnel
  /// stays and a warning names it.
  var moveTunnels: [Step] {
    takeover.network.tunnels.filter { $0.underlay != bond }.map { tunnel in
      var moved = tunnel
      moved.underlay = bond
      return Step(
        .moveTunnel(tunnel, to: bond), undo: [.moveTunnel(moved, to: tunnel.underlay)],
        because: "the packets of \(tunnel.name) leave by \(bond)",
        onFailure: .goOn)
    }
  }
}

extension LinkSettings {
  /// The steps that give all settings to `name`. If `name` cannot have a setting, the plan
  /// continues without it. Only a setting on which traffic depends (`lostWhenDown`) makes the plan
  /// fail.
  func steps(giving name: InterfaceName, because reason: String) -> [Step] {
    [(lostWhenDown, Step.Failure.undo), (others, .goOn)].filter { !$0.0.isEmpty }
      .map { Step(.applySettings($0.0, to: name), because: reason, onFailure: $0.1) }
  }
}
