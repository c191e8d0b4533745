import Failover

// How a bond gets what an administrator gave a NIC beside addresses and routes.
extension Linux {
  /// The kernel's settings by its files, all else in one process, each line of which is tried; the line
  /// that fails makes all of it fail.
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

  /// One process for each family, which ip-rule(8) takes from its option alone; `verb` is `add` or `delete`.
  func changing(_ rules: [PolicyRule], _ verb: String) -> [Effect] {
    [(AddressFamily.inet, "-4"), (.inet6, "-6")].flatMap { family, option -> [Effect] in
      let lines = rules.filter { $0.family == family }
        .map { ["rule", verb, "priority", String($0.priority)] + $0.words }
      return lines.isEmpty ? [] : [.run(batch(lines, options: [option]))]
    }
  }
}
