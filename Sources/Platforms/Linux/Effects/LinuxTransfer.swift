import Failover

// Addresses and routes in words of ip(8), and their transfer.
extension Linux {
  /// Returns the command that carries out a transfer, one ip(8) process for all lines. The lines
  /// add addresses to the new interface, remove them from the old one, move VLANs, and then add
  /// routes.
  ///
  /// Each line also succeeds if its work is done already, as after a killed run or in an undo.
  func move(_ transfer: ConfigurationTransfer) -> Command {
    let vlans = transfer.vlans.flatMap { vlan in
      vlanLines(vlan, on: transfer.to)
        + vlan.interface.addresses.map { adding($0, to: vlan.interface.name) }
    }
    let lines =
      transfer.added.map { adding($0, to: transfer.to) } + removing(transfer) + vlans
      + inOrder(transfer.routes).map(replacing)
      + (transfer.replacesPreassigned ? removingPreassigned(transfer) : [])
    return batch(lines, options: transfer.isUndo ? ["-force"] : [])
  }

  func batch(_ lines: [[String]], options: [String] = []) -> Command {
    let input = lines.map { $0.joined(separator: " ") + "\n" }.joined()
    return Command(Self.ip, options + ["-batch", "-"], input: input)
  }

  /// Returns the ip(8) command that prepares a transfer, while the new interface has no carrier: it
  /// gives the new interface all addresses, the neighbours, and copies of the routes. In the
  /// routing tables, the copies come before the routes of the old interface. `move` later removes
  /// the copies and adds the permanent routes.
  ///
  /// The networks of the addresses get copies of their routes as well: those that the kernel makes
  /// come after the routes of the old interface.
  func preassign(_ transfer: ConfigurationTransfer) -> Command {
    let networks = transfer.added.compactMap { network(of: $0, through: transfer.to) }
    var copies: [Route] = []
    for var route in networks + inOrder(transfer.routes) {
      route.attributes = route.attributes.withoutProtocol + ["proto", Self.preassignedProtocol]
      // Addresses may share a network, and two programs may have set the same route.
      if !copies.contains(route) { copies.append(route) }
    }
    let neighbors = transfer.neighbors.map {
      ["neighbour", "replace", "\($0.address)", "lladdr", "\($0.hardwareAddress)"]
        + ["nud", "stale", "dev", transfer.to.text]
    }
    return batch(
      transfer.added.map { adding($0, to: transfer.to) }
        + copies.map { ["route", "prepend"] + replacing($0).dropFirst(2) } + neighbors)
  }

  /// Returns the route to the network of the address `entry`, like the one that the kernel makes
  /// when the interface `name` gets this address. Nil if the kernel makes none: for /32 and /128,
  /// and for an address with `noprefixroute`. Nil also for an address with a peer, whose network is
  /// that of the peer.
  private func network(of entry: InterfaceAddress, through name: InterfaceName) -> Route? {
    guard entry.prefixLength < entry.family.bits, !entry.attributes.contains("noprefixroute"),
      entry.attributes.first != InterfaceAddress.peerWord,
      let first = entry.firstOfNetwork
    else { return nil }
    let metric = entry.attributes.firstIndex(of: "metric").map { entry.attributes[$0...].prefix(2) }
    return Route(
      to: "\(first)/\(entry.prefixLength)", family: entry.family, through: name,
      attributes: ["scope", "link"] + (metric ?? []))
  }

  /// Returns the ip(8) lines that remove the copies of routes that `preassign` has added, and the
  /// remaining routes of the old interface. The kernel would remove the latter only when the old
  /// interface goes down; while they exist, an undo could not put its own routes first.
  private func removingPreassigned(_ transfer: ConfigurationTransfer) -> [[String]] {
    let all = ["table", "all"]
    return [
      ["route", "flush", "dev", transfer.to.text, "proto", Self.preassignedProtocol] + all,
      ["route", "flush", "dev", transfer.from.text] + all,
    ]
  }

  /// The number of the routing protocol that marks the copies of routes that `preassign` adds.
  /// /etc/iproute2/rt_protos gives this number to no protocol.
  private static let preassignedProtocol = "221"

  /// Returns the path of a setting of the interface `name`. With the value 1, the kernel ignores
  /// IPv4 routes through the interface while it has no carrier (since Linux 4.2;
  /// Documentation/networking/ip-sysctl.rst).
  static func ignoreLinkdownPath(of name: String) -> String {
    "/proc/sys/net/ipv4/conf/\(name)/ignore_routes_with_linkdown"
  }

  /// Returns the words of an ip(8) command that adds the address `entry` to the interface `name`,
  /// or changes it if it exists. The lifetime of a lease is left out, since a later lease would not
  /// refresh it.
  func adding(_ entry: InterfaceAddress, to name: InterfaceName) -> [String] {
    let broadcast = entry.broadcast.map { ["broadcast", "\($0)"] } ?? []
    // The address belongs to this guest already, so duplicates need not be detected.
    let detection = entry.family == .inet6 ? ["nodad"] : []
    // The length of the prefix is that of the peer, and ip-address(8) wants it there.
    let length = entry.attributes.first == InterfaceAddress.peerWord ? "" : "/\(entry.prefixLength)"
    return ["address", "replace", "\(entry.address.withoutZone)" + length] + broadcast
      + entry.attributes(on: name) + detection + ["dev", name.text]
  }

  /// Returns the ip(8) lines that remove the addresses of a transfer from the old interface. Except
  /// in an undo, they remove every IPv4 address of that interface, including those that appeared
  /// since the observation: an interface that goes down keeps its addresses, and a member of a bond
  /// must not answer for them.
  private func removing(_ transfer: ConfigurationTransfer) -> [[String]] {
    guard !transfer.isUndo else {
      return transfer.removed.map { removing($0, from: transfer.from) }
    }
    let others = transfer.removed.filter { $0.family != .inet }
    return [["address", "flush", "dev", transfer.from.text, "to", "0.0.0.0/0"]]
      + others.map { removing($0, from: transfer.from) }
  }

  /// Returns the words of an ip(8) command that removes the address `entry` from the interface
  /// `name`. The command is `flush` and not `del`, because `flush` succeeds even if the address is
  /// gone. The kernel may remove the second address of a network together with the first
  /// (promote_secondaries 0).
  func removing(_ entry: InterfaceAddress, from name: InterfaceName) -> [String] {
    [
      "address", "flush", "dev", name.text, "to",
      "\(entry.address.withoutZone)/\(entry.family.bits)",
    ]
  }

  /// Returns `routes` in an order in which they can be added: first those to networks on the link,
  /// since the next hops of the others are in these networks.
  func inOrder(_ routes: [Route]) -> [Route] {
    routes.filter { $0.isOnLink } + routes.filter { !$0.isOnLink }
  }

  func removing(_ route: Route) -> [String] {
    let hop = route.gateway.map { ["via", "\($0.withoutZone)"] } ?? []
    return (route.family == .inet ? ["route"] : ["-6", "route"])
      + ["delete", route.destination] + hop + ["dev", route.interface.text]
  }

  func replacing(_ route: Route) -> [String] {
    var destination = route.destination
    // ip-route(8) takes the family of a bare `default` from the next hop, or else IPv4.
    if destination == "default", route.gateway?.family != route.family {
      destination = route.family == .inet ? "0.0.0.0/0" : "::/0"
    }
    let hasType = route.attributes.first == Route.typeWord
    let type = hasType ? Array(route.attributes[1..<2]) : []
    let attributes = Array(route.attributes.dropFirst(2 * type.count))
    let way =
      route.hops.isEmpty
      ? via(route.gateway, route.family) + ["dev", route.interface.text] + attributes
      : attributes + route.hops.flatMap { hop($0, of: route.family) }
    return ["route", "replace"] + type + [destination] + way
  }

  /// Returns the words of ip-route(8) for `hop`, one of several next hops of a route:
  /// `nexthop via 192.0.2.1 dev bond0 weight 1`. `family` is that of the route.
  private func hop(_ hop: Route.Hop, of family: AddressFamily) -> [String] {
    ["nexthop"] + via(hop.gateway, family) + ["dev", hop.interface.text] + hop.attributes
  }

  private func via(_ gateway: IPAddress?, _ family: AddressFamily) -> [String] {
    guard let gateway else { return [] }
    return ["via"] + (gateway.family == family ? [] : [gateway.family.rawValue])
      + ["\(gateway.withoutZone)"]
  }
}

extension [String] {
  /// These attributes of a route without `proto` and its value; unchanged if there is no `proto`.
  fileprivate var withoutProtocol: [String] {
    guard let index = firstIndex(of: "proto") else { return self }
    return Array(self[..<index] + dropFirst(index + 2))
  }
}
