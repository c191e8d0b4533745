import Failover

extension RulesLanguage {
  /// The lines of `text` that are about `name`, and not about `bond` as well.
  ///
  /// About both is a line that names both, a pattern that fits both (`eth+` does not fit bond0), and a
  /// line that stands there a second time with the other name.
  package func lines(
    naming name: InterfaceName, withoutNaming bond: InterfaceName, in text: String
  ) -> [RulesLine] {
    let lines = lines(of: text)
    let written = Set(lines.map { $0.tokens })
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
    case .pf, .ipfw: return !Self.otherNames.contains(before)
    case .nft:
      let isTable = tokens[0].text == "table" && index < 3
      return !isTable && !Self.otherNames.contains(before)
    }
  }

  /// Whether a word stands for the interface: its name, or a pattern in the language's way.
  private func fits(_ word: String, _ name: InterfaceName) -> Bool {
    if word == name.text { return true }
    switch self {
    case .nft, .ipfw: return word.last == "*" && name.text.hasPrefix(word.dropLast())
    case .iptables: return word.last == "+" && name.text.hasPrefix(word.dropLast())
    // The group that ifconfig(8) puts every interface of a driver in.
    case .pf: return word == name.text.prefix { $0.isLetter }
    case .sysctl: return false
    }
  }

  private static let iptablesOptions: Set = [
    "-i", "-o", "--in-interface", "--out-interface", "--physdev-in", "--physdev-out",
  ]

  /// Words behind which something else is named.
  private static let otherNames: Set = [
    "label", "anchor", "table", "tag", "tagged", "queue", "chain", "set", "map", "jump", "goto",
    "comment", "prefix", "define", "flowtable", "counter", "quota",
  ]
}
