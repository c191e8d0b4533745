import Failover

extension RulesLanguage {
  /// Returns the lines of `text` that name the interface `name`, directly or by a pattern such as
  /// `eth+`, and do not name `bond`. Empty if there are none.
  ///
  /// A line is also left out if the text contains the same line with `bond` instead of `name`. In
  /// the configuration of a DHCP client, all lines are left out if one names `bond`.
  package func lines(
    naming name: InterfaceName, withoutNaming bond: InterfaceName, in text: String
  ) -> [RulesLine] {
    if let ofClients { return ofClients.lines(naming: name, withoutNaming: bond, in: text) }
    let lines = lines(of: text)
    let written = lines.map { $0.tokens }
    return lines.filter { line in
      let places = line.tokens.indices.filter { mentions(name, line.tokens, at: $0) }
      guard !places.isEmpty,
        !line.tokens.indices.contains(where: { mentions(bond, line.tokens, at: $0) })
      else { return false }
      var twin = line.tokens
      for place in places { twin[place].text = bond.text }
      return !written.contains(twin)
    }
  }

  private func mentions(_ name: InterfaceName, _ tokens: [RulesToken], at index: Int) -> Bool {
    let token = tokens[index]
    guard token.sigil == nil, fits(token.text, name) else { return false }
    let before = index > 0 ? tokens[index - 1].text : ""
    switch self {
    case .sysctl: return index == 3 && ["conf", "neigh"].contains(before)
    case .iptables: return Self.iptablesOptions.contains(before)
    case .dhclient, .dhcpcd: return false
    case .setting: return true
    case .pf, .ipfw: return !Self.otherNames.contains(before)
    case .nft:
      let isTable = tokens[0].text == "table" && index < 3
      return !isTable && !Self.otherNames.contains(before)
    }
  }

  /// True if `word` means the interface `name`: it is the name, a pattern that matches it, such as
  /// `hn*` for hn0, or, for pf, the group of its driver, `hn`.
  private func fits(_ word: String, _ name: InterfaceName) -> Bool {
    if word == name.text { return true }
    switch self {
    case .nft, .ipfw: return Self.matches(name, word, UInt8(ascii: "*"))
    case .iptables: return Self.matches(name, word, UInt8(ascii: "+"))
    // ifconfig(8) puts the interfaces of a driver into a group with the driver's name.
    case .pf: return word == Substring(name.text.utf8.prefix { $0.isASCIILetter })
    case .sysctl, .dhclient, .dhcpcd, .setting: return false
    }
  }

  /// True if `pattern` is a beginning of `name` followed by the character `wildcard`: `eth+` for
  /// eth0.
  private static func matches(_ name: InterfaceName, _ pattern: String, _ wildcard: UInt8) -> Bool {
    pattern.utf8.last == wildcard
      && name.text.utf8.starts(with: pattern.utf8.dropLast())
  }

  private static let iptablesOptions = [
    "-i", "-o", "--in-interface", "--out-interface", "--physdev-in", "--physdev-out",
  ]

  /// The words after which a name is not that of an interface: in `table eth0`, it is that of a
  /// table.
  private static let otherNames = [
    "label", "anchor", "table", "tag", "tagged", "queue", "chain", "set", "map", "jump", "goto",
    "comment", "prefix", "define", "flowtable", "counter", "quota",
  ]
}

extension ClientConfigurationText.Language {
  /// Returns the lines of `text`, a DHCP client's configuration file, in which a setting is for the
  /// interface `name`, such as `interface "eth0" {`. Empty if there are none, or if a line of the
  /// file names `bond`.
  fileprivate func lines(
    naming name: InterfaceName, withoutNaming bond: InterfaceName, in text: String
  ) -> [RulesLine] {
    let file = ClientConfigurationText(Array(text.utf8), self)
    guard file.places(naming: bond).isEmpty else { return [] }
    let lines = text[...].fields(separatedBy: 0x0A)
    return file.places(naming: name).map {
      RulesLine(number: $0.line, text: String(lines[$0.line - 1]), tokens: [])
    }
  }
}
