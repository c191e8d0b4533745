/// Expands address ranges in aliases of rc.conf, `192.0.2.61-63/32` and `2001:db8::1-3/64`, into
/// single addresses, as `ifalias_expand_addr` of network.subr does.
enum AddressRange {
  /// Returns the aliases that `alias` stands for, one for each address of its range. An alias is an
  /// array of words: the family, the address and more words of ifconfig(8).
  ///
  /// Returns only `alias` if it has no range. Empty if network.subr ignores the alias, as for the
  /// range `63-61`. A range is cut off after `limit` + 2 addresses.
  static func expanding(
    _ alias: [String], for purpose: Aliases.Purpose, limit: Int
  ) -> [[String]] {
    let text = alias.joined(separator: " ")
    guard hasHyphenBehindDigit(text), alias.count > 1 else { return [alias] }
    guard !hasTwoHyphens(text) else { return [] }
    let more = Array(alias.dropFirst(2))
    let isIPv6 = alias[0] == AddressFamily.inet6.rawValue
    // An explicit mask takes precedence over the length.
    let hasMask = more.contains(isIPv6 ? "prefixlen" : "netmask")
    let all = isIPv6 ? inet6(alias[1], purpose, limit) : inet(alias[1], purpose, limit)
    return all.map { address in
      let bare = hasMask ? String(address.cut(at: UInt8(ascii: "/")).head) : address
      return [alias[0], bare] + more
    }
  }

  /// True if the text has a hexadecimal digit followed by `-`, which network.subr takes for a
  /// range.
  private static func hasHyphenBehindDigit(_ text: String) -> Bool {
    zip(text.utf8, text.utf8.dropFirst()).contains {
      ($0.isASCIIDigit || (0x61...0x66).contains($0 | 0x20)) && $1 == UInt8(ascii: "-")
    }
  }

  private static func hasTwoHyphens(_ text: String) -> Bool {
    zip(text.utf8, text.utf8.dropFirst()).contains { $0 == UInt8(ascii: "-") && $1 == $0 }
  }

  private static func inet(_ text: String, _ purpose: Aliases.Purpose, _ limit: Int) -> [String] {
    let (address, length) = split(text, UInt8(ascii: "/"))
    let parts = address[...].fields(separatedBy: UInt8(ascii: ".")).map { String($0) }
    guard let index = parts.firstIndex(where: { $0.contains("-") }) else { return [text] }
    let (low, high) = split(parts[index], UInt8(ascii: "-"))
    guard let low = Int(low), let high = high.flatMap({ Int($0) }), low <= high else { return [] }
    return (low...min(high, low + limit + 1)).map { number in
      var parts = parts
      parts[index] = String(number)
      let own = number == low ? (purpose == .adding ? length ?? "32" : nil) : "32"
      return parts.joined(separator: ".") + (own.map { "/\($0)" } ?? "")
    }
  }

  /// The addresses of the IPv6 range in `text`, each with a prefix length if `purpose` is
  /// `.adding`. The range is in one group: `2001:db8::9-b` has `2001:db8::0009` to
  /// `2001:db8::000b`. Empty if there is no valid range.
  private static func inet6(_ text: String, _ purpose: Aliases.Purpose, _ limit: Int) -> [String] {
    let (address, length) = split(text, UInt8(ascii: "/"))
    let groups = address[...].fields(separatedBy: UInt8(ascii: ":")).map { String($0) }
    // network.subr passes a range in a dotted quad to its IPv4 half, which drops it.
    guard let index = groups.firstIndex(where: { $0.contains("-") }), !groups[index].contains(".")
    else { return [] }
    let (low, high) = split(groups[index], UInt8(ascii: "-"))
    guard let low = Int(low, radix: 16), let high = high.flatMap({ Int($0, radix: 16) }),
      low <= high
    else { return [] }
    let suffix = purpose == .adding ? "/\(length ?? "64")" : ""
    return (low...min(high, low + limit + 1)).map { number in
      var groups = groups
      let digits = String(number, radix: 16)
      groups[index] = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      return groups.joined(separator: ":") + suffix
    }
  }

  /// The text before the first `separator`, and the text after it; nil for the latter if there is
  /// no separator.
  private static func split(_ text: String, _ separator: UInt8) -> (String, String?) {
    let (head, tail) = text.cut(at: separator)
    return (String(head), tail.map { String($0) })
  }
}
