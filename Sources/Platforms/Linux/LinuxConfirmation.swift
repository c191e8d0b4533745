import Failover

extension Linux {
  /// Returns the IPv4 addresses of the guest, the IPv6 addresses of `bond`, and the default routes
  /// of the main tables. `seen` is not used. Nil if `fib_trie` or `route` is missing, or is 64 KiB
  /// long or longer. Throws if a file cannot be read.
  ///
  /// Reads files in /proc/net, without a child process: `fib_trie` has the IPv4 addresses,
  /// `if_inet6` the IPv6 addresses, `route` and `ipv6_route` the routes.
  package func observedBond(
    of bond: InterfaceName, seen: Interface?, asking guest: any GuestView
  ) throws(GuestError) -> ObservedBond? {
    guard let trie = try whole("fib_trie", guest), let inet = try whole("route", guest) else {
      return nil
    }
    let inet6 = try whole("if_inet6", guest) ?? ""
    let routes6 = try whole("ipv6_route", guest) ?? ""
    return ObservedBond(
      addresses: localAddresses(inTrie: trie) + addresses(of: bond, inIPv6List: inet6),
      defaultRoutes: defaultRoutes(inList: inet) + defaultRoutes(inIPv6List: routes6))
  }

  /// Always empty: `observedBond` runs no command, since it reads files in /proc/net.
  package var observedBondQueries: [Command] { [] }

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

/// Returns the IPv4 addresses of the guest, each once, from `text`, the contents of
/// /proc/net/fib_trie; empty if there are none. An address is a line `|-- 192.0.2.50` with a line
/// `/32 host LOCAL` below it (net/ipv4/fib_trie.c).
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

/// Returns the IPv6 addresses of the interface `name` from `text`, the contents of
/// /proc/net/if_inet6; empty if there are none. A line of this file (net/ipv6/addrconf.c):
///
/// `20010db8000000000000000000000050 03 40 00 80 bond0`
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

/// Returns the IPv4 default routes, without their next hops, from `text`, the contents of
/// /proc/net/route; empty if there are none. A line of this file (net/ipv4/fib_trie.c):
///
/// `bond0 00000000 010200C0 0003 0 0 100 00000000 ...`
func defaultRoutes(inList text: String) -> [Route] {
  text.lines.map { $0.words }
    .filter { $0.count > 7 && $0[1] == "00000000" && $0[7] == "00000000" }
    .compactMap { words in
      InterfaceName(words[0]).map { Route(to: "default", family: .inet, through: $0) }
    }
}

/// Returns the IPv6 default routes, without their next hops, from `text`, the contents of
/// /proc/net/ipv6_route; empty if there are none. Leaves out routes through `lo`, which only reject
/// packets.
///
/// Each line of this file has: destination and length, source and length, next hop, metric, counts,
/// flags, interface (net/ipv6/route.c).
func defaultRoutes(inIPv6List text: String) -> [Route] {
  text.lines.map { $0.words }
    .filter { $0.count > 9 && $0[1] == "00" && $0[9] != "lo" && $0[0].allSatisfy { $0 == "0" } }
    .compactMap { words in
      InterfaceName(words[9]).map { Route(to: "default", family: .inet6, through: $0) }
    }
}
