import Failover

// The effects that give the settings of a NIC to its bond.
extension Linux {
  /// Returns the effects that give `settings` to the interface `name`; empty if there are no
  /// settings. The description and the kernel settings are written to files. One ip(8) process sets
  /// all others: it tries every line, and fails if one of the lines fails.
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

  /// Returns the effects that add or delete routing rules; `verb` is `add` or `delete`. There is
  /// one ip(8) process for IPv4 and one for IPv6, since ip-rule(8) takes the family from an option.
  /// Empty if `rules` is empty.
  func changing(_ rules: [PolicyRule], _ verb: String) -> [Effect] {
    [(AddressFamily.inet, "-4"), (.inet6, "-6")].flatMap { family, option -> [Effect] in
      let lines = rules.filter { $0.family == family }
        .map { ["rule", verb, "priority", String($0.priority)] + $0.words }
      return lines.isEmpty ? [] : [.run(batch(lines, options: [option]))]
    }
  }
}
