import Failover

/// The words after `route(8)`: `-n add -inet -net 198.51.100.0/24 192.0.2.9`.
private struct RouteWords {
  var verb = ""
  var operands: [String] = []
  var family = AddressFamily.inet
  /// True if the second operand is an interface.
  var isDirect = false
  /// The number of the routing table; nil for table 0.
  var fib: Int?

  init(_ arguments: [String]) {
    var rest = arguments[...]
    while let word = rest.popFirst() {
      switch word {
      case "-inet6", "-6": family = .inet6
      case "-fib": fib = rest.popFirst().flatMap { Int($0) }.flatMap { $0 == 0 ? nil : $0 }
      case "-ifp", "-ifa", "-mtu", "-weight", "-expire": rest = rest.dropFirst()
      case "-iface", "-interface": isDirect = true
      case _ where word.hasPrefix("-"): break
      case _ where verb.isEmpty: verb = word
      default: operands.append(word)
      }
    }
  }

  /// The text that route(8) prints: `net 198.51.100.0: gateway 192.0.2.9`.
  var said: String {
    let isNet = operands[0] == "default" || operands[0].contains("/")
    return "\(isNet ? "net" : "host") \(operands[0].prefix { $0 != "/" })"
      + (operands.count > 1 ? ": gateway \(operands[1])" : "")
  }
}

extension SimulatedMachine {
  /// Runs route(8). The gateway decides on the interface: `-ifp` and `-ifa` change nothing.
  mutating func releaseRoute(_ arguments: [String]) -> ToolAnswer {
    let words = RouteWords(arguments)
    if let fib = words.fib, !hasTable(fib) {
      return .refuses("route: fib number \(fib) is ignored: Invalid argument")
    }
    switch (words.verb, words.operands.count) {
    case ("add", 2...), ("change", 2...): return set(words)
    case ("delete", 1...), ("del", 1...): return delete(words)
    default: return .refuses("usage: route [-46dnqtv] command [[modifiers] args]", status: 64)
    }
  }

  /// Returns true if the kernel has a routing table with this number.
  func hasTable(_ fib: Int) -> Bool { fib < (sysctl["net.fibs"].flatMap { Int($0) } ?? 1) }

  private mutating func set(_ words: RouteWords) -> ToolAnswer {
    guard let route = route(words) else {
      return refusal(words, "Network is unreachable", "message indicates error: ")
    }
    let same = routes.indices.first { has(routes[$0], words) }
    if words.verb == "change" {
      guard let same else { return refusal(words, "not in table") }
      kernel.offLink.remove(routes[same])
      routes[same] = route
    } else {
      // A route to the same destination by another interface or gateway is a second route.
      guard !routes.contains(route) else { return refusal(words, "route already in table") }
      routes.append(route)
    }
    if !isOnLink(route) { kernel.offLink.insert(route) }
    return ToolAnswer(output: "\(words.verb) \(words.said)\n", changes: true)
  }

  private func route(_ words: RouteWords) -> Route? {
    let hop = words.operands[1]
    if words.isDirect {
      return kernel.order.firstIndex(of: hop).map {
        Route(dest: words.operands[0], gateway: "link#\($0 + 1)", netif: hop, fib: words.fib)
      }
    }
    guard let gateway = IPAddress(hop), gateway.family == words.family else { return nil }
    return interface(leadingTo: gateway, in: words.fib).map {
      Route(dest: words.operands[0], gateway: hop, netif: $0, fib: words.fib)
    }
  }

  private mutating func delete(_ words: RouteWords) -> ToolAnswer {
    let found = routes.filter { has($0, words) }
    guard !found.isEmpty else { return refusal(words, "not in table") }
    let hop = words.operands.dropFirst().first
    let gone = found.filter { hop == nil || hop == $0.gateway || hop == $0.netif }
    routes.removeAll { gone.contains($0) }
    return ToolAnswer(output: "delete \(words.said)\n", changes: true)
  }

  private func has(_ route: Route, _ words: RouteWords) -> Bool {
    route.dest == words.operands[0] && route.family == words.family && route.fib == words.fib
  }

  private func refusal(
    _ words: RouteWords, _ reason: String, _ prefix: String = ""
  ) -> ToolAnswer {
    ToolAnswer(
      status: 1, output: "\(words.verb) \(words.said) fib \(words.fib ?? 0): \(reason)\n",
      errorOutput: "route: \(prefix)\(reason)\n", changes: true)
  }
}
