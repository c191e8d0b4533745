import Failover

/// A parsed line of `ip -oneline route show`:
///
/// `198.51.100.0/24 via 203.0.113.1 dev eth0 proto static onlink mtu lock 1400`
///
/// or with several next hops:
///
/// `default proto static \ nexthop via 192.0.2.1 dev eth0 weight 1 \ nexthop dev eth1 weight 2`
struct IPRouteLine {
  /// The result of parsing a line.
  enum Reading {
    /// The line has an unknown form.
    case notUnderstood
    /// A route that no takeover has to move: the kernel makes it again, a router announces it
    /// again, or it has no interface (`unreachable`).
    case leftOut
    /// A route that a takeover may have to move.
    case route(Route)
  }

  private(set) var reading = Reading.notUnderstood

  /// The types of routes without an interface. ip(8) shows `dev lo` for such a route of IPv6.
  private static let rejecting = ["unreachable", "prohibit", "blackhole", "throw"]
  /// The types of routes that the kernel makes for each address, and that can be set by hand too.
  private static let special = ["local", "broadcast", "multicast", "anycast"]
  /// Words for the state of a route, which ip-route(8) prints but does not accept. They are
  /// skipped.
  private static let states = [
    "linkdown", "dead", "pervasive", "unresolved", "offload", "trap", "rt_offload", "rt_trap",
    "rt_offload_failed",
  ]
  private static let flags = ["onlink", "fastopen_no_cookie"]
  /// Words of a route with a value after them, such as `metric 100`. ip-route(8) accepts both as it
  /// prints them, except that it takes `expires` without a unit.
  private static let values = [
    "from", "tos", "dsfield", "table", "proto", "scope", "src", "metric", "pref", "mtu", "advmss",
    "window", "rtt", "rttvar", "rto_min", "ssthresh", "cwnd", "initcwnd", "initrwnd", "reordering",
    "quickack", "hoplimit", "features", "congctl", "realm", "realms", "expires",
  ]

  init(_ words: [String], _ family: AddressFamily, through name: InterfaceName) {
    guard let first = words.first else { return }
    let type = Self.special.contains(first) ? [first] : []
    let words = Array(words.dropFirst(type.count))
    if Self.rejecting.contains(first) || (!type.isEmpty && words.isMadeByKernel) {
      reading = .leftOut
      return
    }
    guard let destination = words.first,
      destination == "default" || InterfaceAddress(destination)?.family == family
    else {
      return
    }
    // `-oneline` prints a backslash in place of a line break, with or without a blank before it.
    let parts = words.map { $0.hasSuffix("\\") ? String($0.dropLast()) : $0 }
      .filter { !$0.isEmpty }.split(separator: "nexthop", omittingEmptySubsequences: false)
    var found = Route(
      to: destination, family: family, through: name,
      attributes: type.isEmpty ? [] : [Route.typeWord] + type)
    var rest = parts.first?.dropFirst() ?? []
    while let word = rest.popFirst() {
      guard Self.read(word, &rest, into: &found) else { return }
    }
    for part in parts.dropFirst() {
      guard let hop = Self.hop(part) else { return }
      found.hops.append(hop)
    }
    if family == .inet, found.gateway == nil, found.hops.isEmpty,
      !found.attributes.contains("scope")
    {
      // ip-route(8) does not show scope global, and assumes scope link for a route without a next
      // hop.
      found.attributes += ["scope", "global"]
    }
    reading = found.isLearnt ? .leftOut : .route(found)
  }

  /// Adds `word`, with its value from the beginning of `rest`, to `route`. Returns false if the
  /// word is unknown, or if its value is missing or invalid.
  private static func read(
    _ word: String, _ rest: inout ArraySlice<String>, into route: inout Route
  ) -> Bool {
    switch word {
    case "dev": return rest.popFirst() == route.interface.text
    case "via":
      route.gateway = gateway(&rest)
      return route.gateway != nil
    // The next-hop object disappears with its interface. `via`, or `nexthop` for each member of a
    // group, says the same.
    case "nhid": return rest.popFirst() != nil
    case _ where states.contains(word): return true
    case _ where flags.contains(word):
      route.attributes.append(word)
      return true
    case _ where values.contains(word):
      guard let value = value(of: word, &rest) else { return false }
      route.attributes += [word] + value
      return true
    default: return false
    }
  }

  /// Returns one of several next hops of a route, from `words`, which follow `nexthop`. Nil if a
  /// word is unknown, a value is invalid, or there is no interface.
  private static func hop(_ words: ArraySlice<String>) -> Route.Hop? {
    var address: IPAddress?
    var name: InterfaceName?
    var attributes: [String] = []
    var rest = words
    while let word = rest.popFirst() {
      switch word {
      case "via":
        address = gateway(&rest)
        guard address != nil else { return nil }
      case "dev": name = rest.popFirst().flatMap(InterfaceName.init)
      case "weight", "realm", "realms":
        guard let value = rest.popFirst() else { return nil }
        attributes += [word, value]
      case "onlink": attributes.append(word)
      case _ where states.contains(word): break
      default: return nil
      }
    }
    return name.map { Route.Hop(via: address, through: $0, attributes: attributes) }
  }

  private static func gateway(_ rest: inout ArraySlice<String>) -> IPAddress? {
    if rest.first == "inet6" { rest.removeFirst() }
    return rest.popFirst().flatMap(IPAddress.init)
  }

  private static func value(of word: String, _ rest: inout ArraySlice<String>) -> [String]? {
    guard let value = rest.popFirst() else { return nil }
    // `mtu lock 1400`
    if value == "lock" { return rest.popFirst().map { [value, $0] } }
    // `expires 299sec` is accepted only without the unit.
    if word == "expires" { return value.hasSuffix("sec") ? [String(value.dropLast(3))] : nil }
    return [value]
  }
}

extension [String] {
  /// True for the words of a route that the kernel has made: they have `proto kernel`.
  fileprivate var isMadeByKernel: Bool {
    zip(self, dropFirst()).contains { $0 == ("proto", "kernel") }
  }
}

extension Route {
  /// The first of two attributes for the type of a route, such as `local`. ip-route(8) has the type
  /// before the destination, without this word.
  static let typeWord = "type"

  /// The protocol that has set the route, as the word after `proto` in ip-route(8): `static`. Nil
  /// if ip(8) shows none: then the route was set by hand (`boot`).
  var origin: String? {
    zip(attributes, attributes.dropFirst()).first { $0.0 == "proto" }?.1
  }

  var isKernelMade: Bool { origin == "kernel" }

  /// True if a router has announced the route (`proto ra`, `proto redirect`). Such a route is not
  /// moved: the bond learns it itself.
  var isLearnt: Bool { origin == "ra" || origin == "redirect" }

  /// The route without the words `proto kernel`, since not the kernel but these programs add the
  /// route on another interface. Any other route is unchanged.
  var withoutKernelWord: Route {
    guard isKernelMade, let index = attributes.firstIndex(of: "proto") else { return self }
    var copy = self
    copy.attributes.removeSubrange(index...(index + 1))
    return copy
  }
}
