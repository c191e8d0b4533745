// What follows to the bond beside addresses and routes: an interface's settings, rules that are about it,
// tunnels that leave by it.
extension BondingTakeover {
  /// Of the NIC whose configuration wins, and the neighbours of the other one.
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

  /// Before the bond has addresses, so that nobody is answered as by a new interface.
  var giveSettings: [Step] {
    guard takeover.originalBond == nil else { return [] }
    return settings.steps(giving: bond, because: "\(bond) is what \(takeover.configured) was")
  }

  /// What the synthetic NIC loses when it goes down, or when its last IPv4 address goes (fib_disable_ip in
  /// net/ipv4/fib_frontend.c), it needs again when the takeover is taken back.
  var settingsAgain: [Action] {
    let lost = takeover.network.linkSettings[synthetic]?.lostWhenDown ?? LinkSettings()
    return lost.isEmpty ? [] : [.giveSettings(lost, to: synthetic)]
  }

  /// The rules of both NICs.
  private var rules: [PolicyRule] {
    takeover.network.rules.filter { rule in
      rule.names(synthetic) || rulesVF.map { rule.names($0) } == true
    }
  }

  /// The VF that they are about; a run that was cut short may have had another one than is there now.
  private var rulesVF: InterfaceName? { takeover.rulesVF ?? (vf == bond ? nil : vf) }

  /// The same for the bond, unless somebody has made them already.
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

  /// Beside the old ones: until the move those are asked.
  var addRules: [Step] {
    guard !movedRules.isEmpty else { return [] }
    return [
      Step(
        .addRules(movedRules), undo: [.removeRules(movedRules)],
        because: "what comes and goes by \(bond) needs the same tables")
    ]
  }

  /// Nothing comes or goes by the NICs themselves any more.
  var removeRules: [Step] {
    guard !rules.isEmpty else { return [] }
    return [
      Step(
        .removeRules(rules), undo: [.addRules(rules)], because: "\(bond) has them")
    ]
  }

  /// A kernel that cannot change a tunnel's interface leaves it where it is, and the log says so.
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
  /// The steps that give all of it to `name`. A setting that `name` cannot have is no reason to have no
  /// bond, unless traffic depends on it.
  func steps(giving name: InterfaceName, because reason: String) -> [Step] {
    [(lostWhenDown, Step.Failure.undo), (others, .goOn)].filter { !$0.0.isEmpty }
      .map { Step(.giveSettings($0.0, to: name), because: reason, onFailure: $0.1) }
  }
}
