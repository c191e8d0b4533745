import Failover

// Addresses and routes in the words of ip(8), and how they go from one interface to another.
extension Linux {
  /// All in one process: addresses first to the new interface, then off the old one, then the VLANs,
  /// then the routes.
  ///
  /// Every line may find its work done already, so that what a killed run left, and an undo after
  /// half a batch, work as well.
  func move(_ transfer: ConfigurationTransfer) -> Command {
    let vlans = transfer.vlans.flatMap { vlan in
      vlanLines(vlan, on: transfer.to)
        + vlan.interface.addresses.map { adding($0, to: vlan.interface.name) }
    }
    let lines =
      transfer.added.map { adding($0, to: transfer.to) } + removing(transfer) + vlans
      + inOrder(transfer.routes).map(replacing)
      + (transfer.replacesAdvance ? removingWhatWaited(transfer) : [])
    return batch(lines, options: transfer.isUndo ? ["-force"] : [])
  }

  func batch(_ lines: [[String]], options: [String] = []) -> Command {
    let input = lines.map { $0.joined(separator: " ") + "\n" }.joined()
    return Command(Self.ip, options + ["-batch", "-"], input: input)
  }

  /// All addresses, and a copy of each route in front of the one that is there.
  ///
  /// Such a copy of the network of each address too: the kernel puts its own behind the synthetic
  /// NIC's. The copies go with the move, which brings the lasting ones.
  func assignInAdvance(_ transfer: ConfigurationTransfer) -> Command {
    let networks = transfer.added.compactMap { network(of: $0, through: transfer.to) }
    var copies: [Route] = []
    for var route in networks + inOrder(transfer.routes) {
      route.attributes = route.attributes.withoutProtocol + ["proto", Self.waitingProtocol]
      // Addresses share a network, and two programs may have given the same route.
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

  /// The route to the network of an address, as the kernel makes one.
  private func network(of entry: InterfaceAddress, through name: InterfaceName) -> Route? {
    guard entry.prefixLength < entry.family.bits, !entry.attributes.contains("noprefixroute"),
      let first = entry.firstOfNetwork
    else { return nil }
    let metric = entry.attributes.firstIndex(of: "metric").map { entry.attributes[$0...].prefix(2) }
    return Route(
      to: "\(first)/\(entry.prefixLength)", family: entry.family, through: name,
      attributes: ["scope", "link"] + (metric ?? []))
  }

  /// The copies; and what is left of the first one's IPv4 routes, which end when it goes down: were
  /// they there still, an undo could not put them first again.
  private func removingWhatWaited(_ transfer: ConfigurationTransfer) -> [[String]] {
    let all = ["table", "all"]
    return [
      ["route", "flush", "dev", transfer.to.text, "proto", Self.waitingProtocol] + all,
      ["route", "flush", "dev", transfer.from.text] + all,
    ]
  }

  /// Marks routes that only wait: a number that /etc/iproute2/rt_protos gives to nobody.
  private static let waitingProtocol = "221"

  /// The file that has an interface's IPv4 routes count only while it has a carrier, where the kernel
  /// has one (4.2; Documentation/networking/ip-sysctl.rst).
  static func waiting(_ name: String) -> String {
    "/proc/sys/net/ipv4/conf/\(name)/ignore_routes_with_linkdown"
  }

  /// Without a lifetime: it is the guest's own now, and a lease that comes later does not refresh it.
  func adding(_ entry: InterfaceAddress, to name: InterfaceName) -> [String] {
    let broadcast = entry.broadcast.map { ["broadcast", "\($0)"] } ?? []
    // The address was this guest's already: nobody has to be asked.
    let detection = entry.family == .inet6 ? ["nodad"] : []
    return ["address", "replace", "\(entry.address.withoutZone)/\(entry.prefixLength)"] + broadcast
      + entry.attributes + detection + ["dev", name.text]
  }

  /// Off what becomes a member goes all of IPv4, also what came since it was looked at: going down
  /// keeps addresses, and nobody may answer for them there.
  private func removing(_ transfer: ConfigurationTransfer) -> [[String]] {
    guard !transfer.isUndo else {
      return transfer.removed.map { removing($0, from: transfer.from) }
    }
    let others = transfer.removed.filter { $0.family != .inet }
    return [["address", "flush", "dev", transfer.from.text, "to", "0.0.0.0/0"]]
      + others.map { removing($0, from: transfer.from) }
  }

  /// `flush to` and not `del`: it succeeds where the address has gone, as the second address of a
  /// network does with the first (promote_secondaries 0).
  func removing(_ entry: InterfaceAddress, from name: InterfaceName) -> [String] {
    [
      "address", "flush", "dev", name.text, "to",
      "\(entry.address.withoutZone)/\(entry.family.bits)",
    ]
  }

  /// Networks on the link first: through them next hops are reached.
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
    // ip-route(8) takes the family of a bare `default` from the next hop, or takes it for IPv4.
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
  /// The words of a route without who made it.
  fileprivate var withoutProtocol: [String] {
    guard let index = firstIndex(of: "proto") else { return self }
    return Array(self[..<index] + dropFirst(index + 2))
  }
}
