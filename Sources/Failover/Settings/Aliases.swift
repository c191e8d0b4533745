import RCConf

/// The aliases of an interface in rc.conf (`ifalias` of network.subr). Each is the words of one
/// ifconfig(8) command, the family first.
package struct Aliases: Hashable, Sendable {
  /// What ifconfig(8) does with the aliases. A range is expanded differently for each.
  package enum Purpose: Hashable, Sendable {
    /// For adding the aliases: the first address of a range keeps its length, the others are /32
    /// or, for IPv6, have that length too.
    case adding
    /// For removing the aliases: the first address of an IPv4 range has no length, the others are
    /// /32; IPv6 addresses have no length.
    case removing
  }

  /// One entry for each alias, with ranges expanded: `["inet", "192.0.2.61/32"]`.
  package let words: [[String]]

  /// Reads `ifconfig_IF_aliases`, `ifconfig_IF_aliasN` in the order of N, the legacy
  /// `ipv6_ifconfig_IF_aliasN` for IPv6, and `ipv4_addrs_IF` for IPv4, in this order.
  ///
  /// Throws if a value is not text.
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
      .flatMap { AddressRange.written(out: $0, for: purpose, atMost: limit) }
  }

  /// The values of `ifconfig_IF_aliasN` of one family. An empty value ends the list. A value
  /// without a family counts as IPv4 for adding and is ignored for removing, as in network.subr.
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

  /// The values of `ipv6_ifconfig_IF_aliasN`, IPv6 addresses without the word for the family.
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

  /// The variables named `prefix` and a number, sorted by that number.
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

  /// The words, divided into groups that each begin with a word for a family (`inet`, `inet6`,
  /// `link`, `ether`).
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
