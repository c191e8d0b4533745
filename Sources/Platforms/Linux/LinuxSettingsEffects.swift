import Failover

// How a bond gets what an administrator gave a NIC beside addresses and routes.
extension Linux {
  /// The kernel's settings by its files, all else in one process, each line of which is tried.
  func giving(_ settings: LinkSettings, to name: InterfaceName) -> [Effect] {
    let note: [Effect] =
      settings.note.isEmpty ? [] : [.write(settings.note, to: "\(Self.net)/\(name)/ifalias")]
    let files: [Effect] = settings.kernel.map {
      .write($0.value, to: "\($0.folder)/\(name)/\($0.file)")
    }
    let lines = lines(settings, name.text)
    guard !lines.isEmpty else { return note + files }
    return note + files + [.run(batch(lines, options: ["-force"]))]
  }

  private func lines(_ settings: LinkSettings, _ name: String) -> [[String]] {
    let link =
      (settings.isPromiscuous ? ["promisc", "on"] : [])
      + (settings.takesAllMulticast ? ["allmulticast", "on"] : [])
      + (settings.queueLength.map { ["txqueuelen", String($0)] } ?? [])
    let neighbors = settings.neighbors.map {
      ["neighbour", "replace", "\($0.address.withoutZone)", "lladdr", "\($0.hardwareAddress)"]
        + ["nud", "permanent", "dev", name]
    }
    let proxied = settings.proxied.map {
      ["neighbour", "replace", "proxy", "\($0.withoutZone)", "dev", name]
    }
    return (link.isEmpty ? [] : [["link", "set", "dev", name] + link]) + neighbors + proxied
      + (settings.token.map { [["token", "set", "\($0)", "dev", name]] } ?? [])
      + settings.multicastGroups.map { ["maddress", "add", "\($0)", "dev", name] }
  }

  /// All in one process; `verb` is `add` or `delete`.
  func changing(_ rules: [PolicyRule], _ verb: String) -> Effect {
    .run(batch(rules.map { ["rule", verb, "priority", String($0.priority)] + words(of: $0) }))
  }

  /// ip-rule(8) takes the family from a prefix, and IPv4 where there is none.
  private func words(of rule: PolicyRule) -> [String] {
    guard rule.family == .inet6, let from = rule.words.firstIndex(of: "from"),
      from + 1 < rule.words.count, rule.words[from + 1] == "all"
    else { return rule.words }
    var words = rule.words
    words[from + 1] = "::/0"
    return words
  }
}
