import Failover
import RCConf

/// The parsed output of one ip(8) process that an `IPStatusQuery` has started: links and addresses
/// of all interfaces, and default routes.
struct IPStatusAnswer: Hashable {
  /// The state of each interface: up or down, carrier, MTU, hardware address.
  var links: KeyedValues<InterfaceName, IPLinkLine> = [:]
  /// The addresses of each interface, in the order of the kernel. An interface without addresses
  /// has no entry.
  var addresses: KeyedValues<InterfaceName, [InterfaceAddress]> = [:]
  /// The default routes of the main table, of both families, including those from routers.
  var defaultRoutes: [Route] = []
}

/// A query to ip(8): the addresses and links of all interfaces, and the default routes of the main
/// table.
///
/// ip(8) reads the links for the addresses anyway. Their lines replace three files of each NIC in
/// sysfs. In the output, the lines of links separate the IPv4 routes from the IPv6 routes.
struct IPStatusQuery {
  /// The command that makes the query: `ip -oneline -batch -`, with four lines of input.
  var command: Command {
    Command(
      Linux.ip, ["-oneline", "-batch", "-"],
      input: "address show\nroute show exact 0.0.0.0/0\nlink show\nroute show exact ::/0\n")
  }

  /// Returns the parsed output `text` of `command`.
  ///
  /// Skips lines of unknown form, such as addresses of tunnels, which a pair cannot have.
  func answer(from text: String) -> IPStatusAnswer {
    var answer = IPStatusAnswer()
    var family = AddressFamily.inet
    for line in text.lines {
      let words = line.words
      if words.first == "default" {
        if let route = route(words, family) { answer.defaultRoutes.append(route) }
      } else if words.count > 2, words[1].utf8.last == UInt8(ascii: ":") {
        family = .inet6
        if let link = IPLinkLine(words) { answer.links[link.name] = link }
      } else if words.count > 2, let name = InterfaceName(words[1]),
        let address = IPAddressLine(words, on: name).address
      {
        answer.addresses[name, default: []].append(address)
      }
    }
    return answer
  }

  private func route(_ words: [String], _ family: AddressFamily) -> Route? {
    guard let name = value("dev", in: words).flatMap(InterfaceName.init) else { return nil }
    return Route(
      to: "default", family: family, via: value("via", in: words).flatMap(IPAddress.init),
      through: name)
  }
}

/// A parsed line of `ip -oneline link show`:
///
///     2: eth0: <BROADCAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP ...\    link/ether 00:15:...
struct IPLinkLine: Hashable {
  let name: InterfaceName
  let isUp: Bool
  /// True if the interface is up and has a carrier (`LOWER_UP`).
  let hasCarrier: Bool
  let mtu: Int
  /// The hardware address; nil if the line has no Ethernet address (`link/ether`).
  let address: HardwareAddress?

  /// Parses `words`, those of one line, of which there must be at least three. Nil if the line has
  /// no interface name or no MTU.
  init?(_ words: [String]) {
    // A VLAN is shown as `eth0.10@eth0:`.
    let shown = words[1].utf8.prefix { $0 != UInt8(ascii: "@") && $0 != UInt8(ascii: ":") }
    guard let name = InterfaceName(String(Substring(shown))),
      let mtu = value("mtu", in: words).flatMap({ Int($0) })
    else { return nil }
    self.name = name
    self.mtu = mtu
    let flags = words[2].dropFirst().dropLast().words(between: ByteSet(","))
    isUp = flags.contains { $0 == "UP" }
    hasCarrier = flags.contains { $0 == "LOWER_UP" }
    address = value("link/ether", in: words).flatMap(HardwareAddress.init)
  }
}

/// Returns the word after the first `key` in `words`; nil if there is none.
private func value(_ key: String, in words: [String]) -> String? {
  guard let index = words.firstIndex(of: key), index + 1 < words.count else { return nil }
  return words[index + 1]
}
