import Failover

extension Linux {
  /// Observes the addresses and default routes of the guest in /proc/net, without a child process:
  /// `fib_trie` has the IPv4 addresses, `if_inet6` the IPv6 addresses, `route` and `ipv6_route` the
  /// main tables. Nil if `fib_trie` or `route` is missing, or is 64 KiB long or longer. `seen` is
  /// not used.
  package func holdings(
    of bond: InterfaceName, seen: Interface?, asking guest: any GuestView
  ) throws(GuestError) -> Holdings? {
    guard let trie = try whole("fib_trie", guest), let inet = try whole("route", guest) else {
      return nil
    }
    let inet6 = try whole("if_inet6", guest) ?? ""
    let routes6 = try whole("ipv6_route", guest) ?? ""
    return Holdings(
      addresses: localAddresses(inTrie: trie) + addresses(of: bond, inIPv6List: inet6),
      defaultRoutes: defaultRoutes(inList: inet) + defaultRoutes(inIPv6List: routes6))
  }

  /// Empty: `holdings` runs no command. It reads files in /proc/net.
  package var holdingsQueries: [Command] { [] }

  private func whole(
    _ file: String, _ guest: any GuestView
  ) throws(GuestError) -> String? {
    let limit = 65_536
    guard let bytes = try guest.beginning(of: "/proc/net/\(file)", count: limit),
      bytes.count < limit
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// The local IPv4 addresses in /proc/net/fib_trie: `|-- 192.0.2.50`, and below it `/32 host LOCAL`
/// (net/ipv4/fib_trie.c).
func localAddresses(inTrie text: String) -> [IPAddress] {
  var found: [IPAddress] = []
  var last: IPAddress?
  for line in text.lines {
    let words = line.words
    if words.first == "|--", words.count > 1 { last = IPAddress(words[1]) }
    if words.starts(with: ["/32", "host", "LOCAL"]), let address = last, !found.contains(address) {
      found.append(address)
    }
  }
  return found
}

/// The addresses of an interface in /proc/net/if_inet6: `20010db8000000000000000000000050 03 40 00
/// 80 bond0` (net/ipv6/addrconf.c).
func addresses(of name: InterfaceName, inIPv6List text: String) -> [IPAddress] {
  text.lines.map { $0.words }.filter {
    $0.count > 5 && $0[5] == name.text && $0[0].utf8.count == 32
  }
  .compactMap { words in
    let digits = Array(words[0])
    let bytes = (0..<16).map { UInt8(String(digits[(2 * $0)..<(2 * $0 + 2)]), radix: 16) }
    let whole = bytes.compactMap { $0 }
    return whole.count == 16 ? IPAddress(bytes: whole) : nil
  }
}

/// The default routes in /proc/net/route: `bond0 00000000 010200C0 0003 0 0 100 00000000 ...`
/// (net/ipv4/fib_trie.c).
func defaultRoutes(inList text: String) -> [Route] {
  text.lines.map { $0.words }
    .filter { $0.count > 7 && $0[1] == "00000000" && $0[7] == "00000000" }
    .compactMap { words in
      InterfaceName(words[0]).map { Route(to: "default", family: .inet, through: $0) }
    }
}

/// The default routes in /proc/net/ipv6_route, which has in each line: destination and length,
/// source and length, next hop, metric, counts, flags, interface (net/ipv6/route.c). A route
/// through `lo` only rejects packets.
func defaultRoutes(inIPv6List text: String) -> [Route] {
  text.lines.map { $0.words }
    .filter { $0.count > 9 && $0[1] == "00" && $0[9] != "lo" && $0[0].allSatisfy { $0 == "0" } }
    .compactMap { words in
      InterfaceName(words[9]).map { Route(to: "default", family: .inet6, through: $0) }
    }
}
