import Failover

// Addresses and routes in words of ip(8), and their transfer.
extension Linux {
  /// The ip(8) command of a transfer, one process for all lines: adds addresses to the new
  /// interface, removes them from the old one, then moves VLANs, then adds routes.
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

  /// The ip(8) command that prepares a transfer. The command gives the new interface all addresses,
  /// and copies of the routes that come before the routes of the old interface.
  ///
  /// The routes to the networks of the addresses are copied too, since the kernel puts its own
  /// routes to these networks behind those of the synthetic NIC. `move` removes the copies and adds
  /// the permanent routes.
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

  /// The route to the network of an address, as the kernel makes it.
  private func network(of entry: InterfaceAddress, through name: InterfaceName) -> Route? {
    guard entry.prefixLength < entry.family.bits, !entry.attributes.contains("noprefixroute"),
      let first = entry.firstOfNetwork
    else { return nil }
    let metric = entry.attributes.firstIndex(of: "metric").map { entry.attributes[$0...].prefix(2) }
    return Route(
      to: "\(first)/\(entry.prefixLength)", family: entry.family, through: name,
      attributes: ["scope", "link"] + (metric ?? []))
  }

  /// The lines that remove the copies of routes that `preassign` has added, and the remaining IPv4
  /// routes of the old interface, which the kernel removes when it goes down. If these routes still
  /// existed, an undo could not put them first.
  private func removingPreassigned(_ transfer: ConfigurationTransfer) -> [[String]] {
    let all = ["table", "all"]
    return [
      ["route", "flush", "dev", transfer.to.text, "proto", Self.preassignedProtocol] + all,
      ["route", "flush", "dev", transfer.from.text] + all,
    ]
  }

  /// The routing protocol that marks the copies of `preassign`: a number that
  /// /etc/iproute2/rt_protos does not use.
  private static let preassignedProtocol = "221"

  /// The path of the setting with which the kernel ignores IPv4 routes of the interface `name`
  /// while it has no carrier (4.2; Documentation/networking/ip-sysctl.rst).
  static func waiting(_ name: String) -> String {
    "/proc/sys/net/ipv4/conf/\(name)/ignore_routes_with_linkdown"
  }

  /// The line that adds the address `entry` to an interface. It sets no lifetime, since a later
  /// lease would not refresh it.
  func adding(_ entry: InterfaceAddress, to name: InterfaceName) -> [String] {
    let broadcast = entry.broadcast.map { ["broadcast", "\($0)"] } ?? []
    // The address belongs to this guest already, so duplicates need not be detected.
    let detection = entry.family == .inet6 ? ["nodad"] : []
    return ["address", "replace", "\(entry.address.withoutZone)/\(entry.prefixLength)"] + broadcast
      + entry.attributes + detection + ["dev", name.text]
  }

  /// The lines that remove addresses from the interface that loses them. Removes all of its IPv4
  /// addresses, including those that appeared since the observation: an interface that goes down
  /// keeps its addresses, and a member of a bond must not answer for them.
  private func removing(_ transfer: ConfigurationTransfer) -> [[String]] {
    guard !transfer.isUndo else {
      return transfer.removed.map { removing($0, from: transfer.from) }
    }
    let others = transfer.removed.filter { $0.family != .inet }
    return [["address", "flush", "dev", transfer.from.text, "to", "0.0.0.0/0"]]
      + others.map { removing($0, from: transfer.from) }
  }

  /// The line that removes the address `entry` from an interface. `flush to` instead of `del`:
  /// `flush` succeeds even if the address is gone, such as the second address of a network after
  /// the first (promote_secondaries 0).
  func removing(_ entry: InterfaceAddress, from name: InterfaceName) -> [String] {
    [
      "address", "flush", "dev", name.text, "to",
      "\(entry.address.withoutZone)/\(entry.family.bits)",
    ]
  }

  /// The routes with networks on the link first, since next hops are reached through them.
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
    let way =
      route.hops.isEmpty
      ? via(route.gateway, route.family) + ["dev", route.interface.text] + route.attributes
      : route.attributes + route.hops.flatMap { hop($0, of: route.family) }
    return ["route", "replace", destination] + way
  }

  /// The words of one next hop of several: `nexthop via 192.0.2.1 dev bond0 weight 1`.
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
  /// The words of a route without its protocol.
  fileprivate var withoutProtocol: [String] {
    guard let index = firstIndex(of: "proto") else { return self }
    return Array(self[..<index] + dropFirst(index + 2))
  }
}
