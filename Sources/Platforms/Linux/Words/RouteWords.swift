import Failover
import RCConf

/// Parses the static routes of rc.conf(5), which are words of route(8).
enum RouteWords {
  /// Returns the routes of `defaultrouter`, `static_routes` and `route_NAME`, and of the variables
  /// for IPv6; empty if rc.conf has none.
  ///
  /// A route in rc.conf need not name its NIC; such a route gets the NIC `name`. Routes that name
  /// another interface are left out. Throws at a word without an equivalent on Linux.
  static func routes(
    in variables: Variables, through name: InterfaceName
  ) throws(ConfigError) -> [Route] {
    var routes: [Route] = []
    for (variable, family) in [
      ("defaultrouter", AddressFamily.inet), ("ipv6_defaultrouter", .inet6),
    ] {
      if let route = try defaultRoute(variables[variable], family, name) { routes.append(route) }
    }
    for (list, prefix, family) in [
      ("static_routes", "route_", AddressFamily.inet),
      ("ipv6_static_routes", "ipv6_route_", .inet6),
    ] {
      for word in try variables[list]?.words() ?? [] {
        // `NAME:IF` is for that interface only.
        let (part, owner) = word.cut(at: UInt8(ascii: ":"))
        guard owner == nil || owner?.elementsEqual(name.text) == true,
          let variable = variables["\(prefix)\(part)"]
        else { continue }
        var reader = RouteReader(family, variable)
        if let route = try reader.route(through: name) { routes.append(route) }
      }
    }
    return routes
  }

  private static func defaultRoute(
    _ variable: Variable?, _ family: AddressFamily, _ name: InterfaceName
  ) throws(ConfigError) -> Route? {
    guard let variable else { return nil }
    let text = try variable.text()
    // `-interface IF` may follow the address. NO is the default of /etc/defaults/rc.conf.
    guard !text.isEmpty, text.asciiUppercased != "NO" else { return nil }
    guard let gateway = IPAddress(text), gateway.family == family else {
      throw variable.isNot("the address of a router")
    }
    guard gateway.zone == nil || gateway.zone == name.text else { return nil }
    return Route(to: "default", family: family, via: gateway.withoutZone, through: name)
  }
}

/// Parses one variable of rc.conf with the words of one route: `-net 198.51.100.0/24 192.0.2.1`.
private struct RouteReader {
  private var family: AddressFamily
  private let variable: Variable
  private var destination: String?
  private var isHost = false
  private var length: Int?
  private var gateway: IPAddress?
  private var link: String?
  private var attributes: [String] = []

  init(_ family: AddressFamily, _ variable: Variable) {
    self.family = family
    self.variable = variable
  }

  /// Returns the route, through the interface `name`; nil if its words name another interface.
  /// Throws at a word without an equivalent on Linux, or if the destination or the gateway is
  /// missing.
  mutating func route(through name: InterfaceName) throws(ConfigError) -> Route? {
    var rest = try variable.words()[...]
    while let word = rest.popFirst() { try take(word, &rest) }
    guard let destination, gateway != nil || link != nil else {
      throw variable.isNot("a destination and a gateway")
    }
    guard link == nil || link == name.text, gateway?.zone == nil || gateway?.zone == name.text
    else { return nil }
    let network = try self.network(destination)
    return Route(
      to: network, family: family, via: gateway?.withoutZone, through: name,
      attributes: attributes + (gateway == nil && family == .inet ? ["scope", "link"] : []))
  }

  private mutating func take(
    _ word: String, _ rest: inout ArraySlice<String>
  ) throws(ConfigError) {
    switch word {
    case "-inet": family = .inet
    case "-inet6": family = .inet6
    case "-net", "-static": break
    case "-host": isHost = true
    case "-netmask":
      guard let mask = rest.popFirst().flatMap(InterfaceAddress.prefixLength(ofMask:)) else {
        throw refused(word)
      }
      length = mask
    case "-prefixlen":
      guard let count = rest.popFirst().flatMap({ Int($0) }) else { throw refused(word) }
      length = count
    case "-mtu":
      guard let size = rest.popFirst().flatMap({ UInt16($0) }) else { throw refused(word) }
      attributes += ["mtu", String(size)]
    case "-interface", "-iface", "-ifp":
      // After `-interface` comes an interface in place of the gateway.
      guard let name = rest.popFirst(), InterfaceName(name) != nil else { throw refused(word) }
      link = name
    case _ where word.hasPrefix("-"): throw refused(word)
    case _ where destination == nil: destination = word
    case _ where gateway == nil:
      guard let address = IPAddress(word), address.family == family else { throw refused(word) }
      gateway = address
    default: throw refused(word)
    }
  }

  /// Returns the destination `text` as ip-route(8) prints it: `198.51.100.0/24`, `192.0.2.7` for a
  /// host, or `default`. Throws if `text` is invalid, or if it is an IPv4 network without a length.
  private func network(_ text: String) throws(ConfigError) -> String {
    if text == "default" { return text }
    guard var entry = InterfaceAddress(text), entry.family == family else { throw refused(text) }
    let hasLength = text.contains("/") || length != nil
    guard hasLength || isHost || family == .inet6 else {
      // route(8) guesses the length from class and trailing zeros.
      throw refused(text, "a network with its length")
    }
    if let length { entry.prefixLength = length }
    guard (0...family.bits).contains(entry.prefixLength) else { throw refused(text) }
    if entry.prefixLength == 0 { return "default" }
    let bare = entry.prefixLength == family.bits
    return bare ? "\(entry.address)" : "\(entry.firstOfNetwork)/\(entry.prefixLength)"
  }

  private func refused(
    _ word: String, _ expected: String = "a word of route(8) that Linux can have"
  ) -> ConfigError {
    ConfigError(
      .invalid(value: word, expected: expected), variable: variable.name, at: variable.location)
  }
}

extension InterfaceAddress {
  /// The first address of the network, without host bits: the kernel refuses a route to a network
  /// with host bits.
  fileprivate var firstOfNetwork: IPAddress {
    let bytes = address.bytes.enumerated().map { index, byte in
      let bits = min(8, max(0, prefixLength - index * 8))
      return byte & UInt8(truncatingIfNeeded: 0xff00 >> bits)
    }
    return IPAddress(bytes: bytes) ?? address
  }
}
