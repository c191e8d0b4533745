import RCConf

/// The aliases that rc.conf has for an interface: its additional addresses (`ifalias` of
/// network.subr).
package struct Aliases: Hashable, Sendable {
  /// Whether the aliases are to be added or removed. network.subr expands a range such as
  /// `192.0.2.61-62/24` differently for each.
  package enum Purpose: Hashable, Sendable {
    /// The aliases are to be added. The first address of an IPv4 range keeps its prefix length, and
    /// the others get /32: `192.0.2.61/24`, `192.0.2.62/32`. All addresses of an IPv6 range keep
    /// it.
    case adding
    /// The aliases are to be removed. The first address of an IPv4 range gets no prefix length, and
    /// the others get /32: `192.0.2.61`, `192.0.2.62/32`. IPv6 addresses get none.
    case removing
  }

  /// One entry for each alias, with its words for ifconfig(8): `["inet", "192.0.2.61/32"]`. Ranges
  /// are expanded. Empty if rc.conf has no alias.
  package let words: [[String]]

  /// Reads the aliases of one family from `ifconfig_IF_aliases`, then `ifconfig_IF_aliasN` in the
  /// order of N, then `ipv6_ifconfig_IF_aliasN` (only IPv6, and only for adding), then
  /// `ipv4_addrs_IF` (only IPv4).
  ///
  /// Throws if a value is not UTF-8.
  package init(
    of interface: InterfaceName, _ family: AddressFamily, for purpose: Purpose,
    in variables: Variables
  ) throws(ConfigError) {
    let name = interface.variablePart
    var all = try variables["ifconfig_\(name)_aliases"]?.words() ?? []
    all += try Self.numbered(name, family, purpose, in: variables)
    if family == .inet6, purpose == .adding {
      all += try Self.legacy(name, in: variables)
    }
    for word in try variables["ipv4_addrs_\(name)"]?.words() ?? [] { all += ["inet", word] }
    let limit =
      variables["netif_ipexpand_max"].flatMap { try? $0.text() }.flatMap { Int($0) } ?? 2048
    words = Self.groups(of: all).filter { $0.first == family.rawValue && $0.count > 1 }
      .flatMap { AddressRange.expanding($0, for: purpose, limit: limit) }
  }

  /// The words of all `ifconfig_IF_aliasN` of one family, joined in the order of N. An empty value
  /// ends the list. A value without a family counts as IPv4 for adding and is ignored for removing,
  /// as in network.subr. Throws if a value is not UTF-8.
  private static func numbered(
    _ name: String, _ family: AddressFamily, _ purpose: Purpose, in variables: Variables
  ) throws(ConfigError) -> [String] {
    var all: [String] = []
    for variable in inOrder("ifconfig_\(name)_alias", in: variables) {
      let words = try variable.words()
      guard let first = words.first else { break }
      if first == family.rawValue {
        all += words
      } else if !["inet", "inet6", "link", "ether"].contains(first), family == .inet,
        purpose == .adding
      {
        all += ["inet"] + words
      }
    }
    return all
  }

  /// The words of all `ipv6_ifconfig_IF_aliasN`, joined in the order of N, each value with the word
  /// `inet6` before it. An empty value ends the list. Throws if a value is not UTF-8.
  private static func legacy(_ name: String, in variables: Variables) throws(ConfigError)
    -> [String]
  {
    var all: [String] = []
    for variable in inOrder("ipv6_ifconfig_\(name)_alias", in: variables) {
      let words = try variable.words()
      if words.isEmpty { break }
      all += ["inet6"] + words
    }
    return all
  }

  /// The variables whose names are `prefix` and a number, sorted by that number; empty if there are
  /// none.
  private static func inOrder(_ prefix: String, in variables: Variables) -> [Variable] {
    let all = variables.named(prefix: prefix)
    // Skip the rest: most machines have no such variable.
    if all.isEmpty { return [] }
    return all.compactMap { variable in
      let digits = variable.name.utf8.dropFirst(prefix.utf8.count).prefix { $0.isASCIIDigit }
      return Int(Substring(digits)).map { (number: $0, variable: variable) }
    }
    .sorted { $0.number < $1.number }
    .map { $0.variable }
  }

  /// The words divided into aliases. Each word `inet`, `inet6`, `link` or `ether` begins a new one,
  /// and so does the first word.
  private static func groups(of words: [String]) -> [[String]] {
    var groups: [[String]] = []
    for word in words {
      if ["inet", "inet6", "link", "ether"].contains(word) || groups.isEmpty {
        groups.append([word])
      } else {
        groups[groups.count - 1].append(word)
      }
    }
    return groups
  }
}
