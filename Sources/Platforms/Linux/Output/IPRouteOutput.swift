import Failover

/// The parsed output of one ip(8) process that an `IPRouteQuery` has started: addresses, routes and
/// other settings of some interfaces.
struct IPRouteAnswer: Hashable {
  /// The addresses of each queried interface, in the order of the kernel. An interface without
  /// addresses has no entry.
  var addresses: KeyedValues<InterfaceName, [InterfaceAddress]> = [:]
  /// The first IPv4 address with a limited lifetime of each interface that has one.
  var leased: KeyedValues<InterfaceName, IPAddress> = [:]
  /// The routes through the queried interfaces, of all tables. Routes that the kernel makes for an
  /// address, and those from routers, are left out.
  var routes: [Route] = []
  /// True if a route through one of the interfaces has a next-hop object (ip-nexthop(8)).
  var hasNextHopObjects = false
  /// The settings of each interface other than addresses and routes; empty if they were not
  /// queried.
  var links: KeyedValues<InterfaceName, IPLinkSettings> = [:]
  /// All IPv4 routing rules but the three default ones; empty if they were not queried.
  var rules: [PolicyRule] = []
}

/// A query to ip(8): the addresses of some interfaces, the routes through them, and their settings.
///
/// The routes of all interfaces are queried, because ip(8) hides a route with several next hops if
/// one interface is given. `root 0.0.0.0/0` and `root ::/0` select the family. A route
/// `default dev eth0` could be of either, so the line of a link separates the IPv4 routes from the
/// IPv6 routes in the output. A second such line begins the settings.
struct IPRouteQuery {
  private let interfaces: [InterfaceName]
  private let asksForSettings: Bool

  /// A query about `interfaces`. All of them must exist, since ip(8) stops at the first one that
  /// does not. `withSettings` is false for a kernel without support for rules or tokens, where
  /// ip(8) would fail: then only addresses and routes are queried.
  init(about interfaces: [InterfaceName], withSettings: Bool = true) {
    self.interfaces = interfaces
    asksForSettings = withSettings
  }

  /// The command that makes the query: `ip -oneline -batch -`, with one line of input for each
  /// question.
  var command: Command {
    let addresses = interfaces.map { "address show dev \($0)\n" }.joined()
    let mark = interfaces.first.map { "link show dev \($0)\n" } ?? ""
    return Command(
      Linux.ip, ["-oneline", "-batch", "-"],
      input: addresses + "route show table all root 0.0.0.0/0\n" + mark
        + "route show table all root ::/0\n"
        + (asksForSettings ? IPSettingsLines(about: interfaces).question : ""))
  }

  /// Returns the parsed output `text` of `command` (iproute2, print_addrinfo and print_route).
  /// Leaves out routes that the kernel makes for an address, and those from routers.
  ///
  /// Throws if a line about one of the interfaces has an unknown form, because a route could be
  /// lost.
  func answer(from text: String) throws(GuestError) -> IPRouteAnswer {
    var answer = IPRouteAnswer()
    var settings = IPSettingsLines(about: interfaces)
    var marks = 0
    for line in text.lines {
      let words = line.words
      if isMark(words) { marks += 1 }
      if marks < 2 {
        try read(words, String(line), marks == 0 ? .inet : .inet6, into: &answer)
      } else {
        settings.read(words)
      }
    }
    answer.routes = answer.routes.filter { !isConnected($0, answer) }.map { $0.withoutKernelWord }
    answer.links = settings.links
    answer.rules = settings.rules
    return answer
  }

  private func read(
    _ words: [String], _ line: String, _ family: AddressFamily, into answer: inout IPRouteAnswer
  ) throws(GuestError) {
    switch try kind(of: words, line) {
    case .address(let name):
      let read = IPAddressLine(words, on: name)
      guard let address = read.address else {
        throw .notUnderstood(by: Linux.ip, line: line)
      }
      answer.addresses[name, default: []].append(address)
      if read.isDynamic, address.family == .inet, answer.leased[name] == nil {
        answer.leased[name] = address.address
      }
    case .route(let name):
      if words.contains("nhid") { answer.hasNextHopObjects = true }
      switch IPRouteLine(words, family, through: name).reading {
      case .notUnderstood: throw .notUnderstood(by: Linux.ip, line: line)
      case .leftOut: break
      case .route(let route):
        try checkBatch(route.hops.map { $0.interface })
        answer.routes.append(route)
      }
    case .other: break
    }
  }

  /// Returns true if `words` are the line of a link, which separates the parts of the output:
  /// `2: eth0: <BROADCAST,...` or `5: eth0.5@eth0: <...`.
  private func isMark(_ words: [String]) -> Bool {
    guard let first = words.first, words.count > 2 else { return false }
    return first.hasSuffix(":") && words[1].hasSuffix(":") && Int(first.dropLast()) != nil
  }

  private enum Kind {
    case address(InterfaceName), route(InterfaceName), other
  }

  private func kind(of words: [String], _ line: String) throws(GuestError) -> Kind {
    if let first = words.first, first.hasSuffix(":"), Int(first.dropLast()) != nil, words.count > 2
    {
      if words[1].hasSuffix(":") { return .other }
      guard let name = interfaces.first(where: { $0.text == words[1] }) else {
        throw .notUnderstood(by: Linux.ip, line: line)
      }
      return .address(name)
    }
    // Any next hop of a route may use one of the interfaces.
    let devices = zip(words, words.dropFirst()).filter { $0.0 == "dev" }.map { $0.1 }
    guard let name = interfaces.first(where: { devices.contains($0.text) }) else { return .other }
    return .route(name)
  }

  /// Returns true if the kernel made `route` for an address in `answer`, and will make it again on
  /// the interface that gets the address.
  ///
  /// False if that address has `noprefixroute`: then another program made the route.
  private func isConnected(_ route: Route, _ answer: IPRouteAnswer) -> Bool {
    guard route.isKernelMade else { return false }
    guard let network = InterfaceAddress(route.destination) else { return true }
    if network.address.isLinkLocal, network.family == .inet6 { return true }
    return !(answer.addresses[route.interface] ?? []).contains {
      $0.attributes.contains("noprefixroute") && $0.prefixLength == network.prefixLength
        && $0.reaches(network.address)
    }
  }
}
