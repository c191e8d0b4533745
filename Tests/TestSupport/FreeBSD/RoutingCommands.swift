import Failover

extension SimulatedMachine {
  /// Runs route(8) with `add`, `change` or `delete`.
  mutating func route(_ arguments: [String]) -> ToolAnswer {
    let words = arguments.filter { !Self.routeOptions.contains($0) }
    let (verb, rest) = (words.first ?? "", Array(words.dropFirst()))
    switch (verb, rest.count) {
    case ("add", 2...), ("change", 2...): return setRoute(verb, to: rest[0], via: rest[1])
    case ("delete", 1...), ("del", 1...):
      guard routes.contains(where: { $0.dest == rest[0] }) else {
        return .refuses("route: writing to routing socket: No such process")
      }
      routes.removeAll { $0.dest == rest[0] }
      return .done
    default: return .refuses("usage: route [-46dnqtv] command [[modifiers] args]", status: 64)
    }
  }

  private mutating func setRoute(
    _ verb: String, to destination: String, via gateway: String
  ) -> ToolAnswer {
    guard let name = interface(reaching: gateway) else {
      return .refuses("route: writing to routing socket: Network is unreachable")
    }
    if verb == "add", routes.contains(where: { $0.dest == destination }) {
      return .refuses("route: writing to routing socket: File exists")
    }
    routes.removeAll { $0.dest == destination }
    routes.append(Route(dest: destination, gateway: gateway, netif: name))
    var answer = ToolAnswer.done
    answer.output = "\(verb) net \(destination): gateway \(gateway)\n"
    return answer
  }

  /// Returns the interface that reaches a gateway. A lagg comes before its ports.
  private func interface(reaching gateway: String) -> String? {
    guard let hop = IPAddress(gateway) else { return nil }
    let order = names.filter { $0.hasPrefix("lagg") } + names.filter { !$0.hasPrefix("lagg") }
    return order.first { reaches(hop, from: $0) }
  }

  private func reaches(_ hop: IPAddress, from name: String) -> Bool {
    if let nic = nics[name], nic.vlan != nil, nic.vlandev == nil { return false }
    return nics[name]?[hop.family].contains { $0.entry?.reaches(hop) == true } == true
  }

  /// Removes the routes whose gateway no address of their interface reaches any more.
  mutating func dropUnreachableRoutes() {
    routes = routes.filter { route in
      IPAddress(route.gateway).map { reaches($0, from: route.netif) } == true
    }
  }

  /// Runs `netstat -rnW`, which prints the routes and the networks of the interfaces.
  func netstat() -> ToolAnswer {
    .says("Routing tables\n" + table(.inet, "Internet") + table(.inet6, "Internet6"))
  }

  private func table(_ family: AddressFamily, _ title: String) -> String {
    let remote = routes.filter { $0.gateway.contains(":") == (family == .inet6) }
      .map { Self.row($0.dest, $0.gateway, "UGS", $0.netif) }
    let local = names.flatMap { name in
      (nics[name]?[family] ?? []).map { Self.row($0.network, "link#1", "U", name) }
    }
    let head = "\n\(title):\nDestination        Gateway            Flags     Netif Expire\n"
    return head + (remote + local).joined()
  }

  private static func row(_ destination: String, _ hop: String, _ flags: String, _ name: String)
    -> String
  {
    let padded = { (text: String, width: Int) in
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    let gap = String(repeating: " ", count: max(0, 8 - name.count))
    return "\(padded(destination, 18)) \(padded(hop, 18)) \(padded(flags, 7)) \(gap)\(name)\n"
  }

  private static let routeOptions: Set = [
    "-n", "-q", "-v", "-d", "-t", "-inet", "-inet6", "-4", "-6", "-net", "-host", "-static",
  ]
}

extension SimulatedNIC.Address {
  /// The network of the address, in the form in which a route names it.
  fileprivate var network: String {
    guard let address = entry?.address else { return "" }
    let bytes = address.bytes.enumerated().map { index, byte in
      byte & ~UInt8(truncatingIfNeeded: (1 << min(8, max(0, (index + 1) * 8 - len))) - 1)
    }
    return "\(IPAddress(bytes: bytes) ?? address)/\(len)"
  }
}
