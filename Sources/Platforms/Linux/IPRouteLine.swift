import Failover

/// One line of a route.
///
/// `198.51.100.0/24 via 203.0.113.1 dev eth0 proto static onlink mtu lock 1400`
struct IPRouteLine {
  enum Reading {
    case notUnderstood
    /// One that comes by itself, or leads nowhere.
    case leftOut
    case route(Route)
  }

  private(set) var reading = Reading.notUnderstood

  private static let otherTypes: Set = [
    "local", "broadcast", "multicast", "anycast", "unreachable", "prohibit", "blackhole", "throw",
  ]
  /// States that are seen, and cannot be set.
  private static let states: Set = [
    "linkdown", "dead", "pervasive", "unresolved", "offload", "trap", "rt_offload", "rt_trap",
    "rt_offload_failed",
  ]
  private static let flags: Set = ["onlink", "fastopen_no_cookie"]
  /// Words with a value that ip-route(8) takes back as they are.
  private static let values: Set = [
    "from", "tos", "dsfield", "table", "proto", "scope", "src", "metric", "pref", "mtu", "advmss",
    "window", "rtt", "rttvar", "rto_min", "ssthresh", "cwnd", "initcwnd", "initrwnd", "reordering",
    "quickack", "hoplimit", "features", "congctl", "realm", "realms", "expires",
  ]

  init(_ words: [String], _ family: AddressFamily, through name: InterfaceName) {
    guard let destination = words.first else { return }
    if Self.otherTypes.contains(destination) {
      reading = .leftOut
      return
    }
    guard destination == "default" || InterfaceAddress(destination)?.family == family else {
      return
    }
    var found = Route(to: destination, family: family, through: name)
    var rest = words.dropFirst()
    while let word = rest.popFirst() {
      guard Self.read(word, &rest, into: &found) else { return }
    }
    if family == .inet, found.gateway == nil, !found.attributes.contains("scope") {
      // ip-route(8) shows no scope for global, and takes link where a route without a next hop has none.
      found.attributes += ["scope", "global"]
    }
    reading = found.isLearnt ? .leftOut : .route(found)
  }

  /// Takes in a word with what belongs to it; false where it is not understood.
  private static func read(
    _ word: String, _ rest: inout ArraySlice<String>, into route: inout Route
  ) -> Bool {
    switch word {
    case "dev": return rest.popFirst() == route.interface.text
    case "via":
      if rest.first == "inet6" { rest.removeFirst() }
      route.gateway = rest.popFirst().flatMap(IPAddress.init)
      return route.gateway != nil
    // The next hop's own object stays with its interface; `via` says the same.
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

  private static func value(of word: String, _ rest: inout ArraySlice<String>) -> [String]? {
    guard let value = rest.popFirst() else { return nil }
    // `mtu lock 1400`
    if value == "lock" { return rest.popFirst().map { [value, $0] } }
    // `expires 299sec` is taken back without the unit.
    if word == "expires" { return value.hasSuffix("sec") ? [String(value.dropLast(3))] : nil }
    return [value]
  }
}

extension Route {
  /// Who made it, as ip-route(8) names it; nil where that is left out: by hand (`boot`).
  var origin: String? {
    zip(attributes, attributes.dropFirst()).first { $0.0 == "proto" }?.1
  }

  var isKernelMade: Bool { origin == "kernel" }

  /// Learnt from routers, and again by the next interface.
  var isLearnt: Bool { origin == "ra" || origin == "redirect" }

  /// A kernel's route that is put back is somebody's.
  var withoutKernelWord: Route {
    guard isKernelMade, let index = attributes.firstIndex(of: "proto") else { return self }
    var copy = self
    copy.attributes.removeSubrange(index...(index + 1))
    return copy
  }
}
