/// A route: an entry of a routing table.
package struct Route: Hashable, Sendable {
  /// The network or host that the route leads to, as the system writes it: `default`,
  /// `198.51.100.0/24`.
  package var destination: String
  /// The address family of the destination.
  package var family: AddressFamily
  /// The next hop, an address of a router. Nil for a route to a network on the link, and for a
  /// route with several next hops.
  package var gateway: IPAddress?
  /// The interface that the packets leave through.
  package var interface: InterfaceName
  /// Other attributes, as words that the system's route command prints and accepts. On Linux words
  /// of ip-route(8): `metric 100`, `proto static`, `table 200`. On FreeBSD `-fib` and the number of
  /// the FIB, or empty for FIB 0.
  package var attributes: [String]
  /// All next hops if the route has several; else empty. If there are several, `gateway` is nil,
  /// and `interface` is the interface of at least one of them.
  package var hops: [Hop] = []

  /// One of the next hops of a route that has several.
  package struct Hop: Hashable, Sendable {
    /// The address of the router; nil if the destination is on the link of `interface`.
    package var gateway: IPAddress?
    /// The interface through which the packets go to this next hop.
    package var interface: InterfaceName
    /// The attributes of the next hop, as words of ip-route(8): `weight 1`, `onlink`.
    package var attributes: [String]

    /// The next hop `gateway`, reached through `interface`.
    package init(
      via gateway: IPAddress?, through interface: InterfaceName, attributes: [String] = []
    ) {
      self.gateway = gateway
      self.interface = interface
      self.attributes = attributes
    }
  }

  /// The route to `destination` through `interface`. `gateway` is the next hop; nil for a network
  /// on the link.
  package init(
    to destination: String, family: AddressFamily, via gateway: IPAddress? = nil,
    through interface: InterfaceName, attributes: [String] = []
  ) {
    self.destination = destination
    self.family = family
    self.gateway = gateway
    self.interface = interface
    self.attributes = attributes
  }

  /// The same route through the interface `other` in place of `interface`; next hops through other
  /// interfaces stay. The zone of `gateway` changes too: `fe80::1%hn0` becomes `fe80::1%lagg0`.
  package func moved(to other: InterfaceName) -> Route {
    var copy = self
    copy.interface = other
    if gateway?.zone == interface.text { copy.gateway?.zone = other.text }
    for index in hops.indices where hops[index].interface == interface {
      copy.hops[index].interface = other
    }
    return copy
  }

  /// True if the destination is on the link, so that the route needs no next hop.
  package var isOnLink: Bool { nextHops.isEmpty }

  /// The addresses of the next hops that are reached through `interface`; empty for a destination
  /// on the link.
  package var nextHops: [IPAddress] {
    hops.isEmpty
      ? [gateway].compactMap { $0 }
      : hops.filter { $0.interface == interface }.compactMap { $0.gateway }
  }
}

extension Route {
  /// True if both routes have the same destination, family and table, so that setting one replaces
  /// the other.
  package func canReplace(_ other: Route) -> Bool {
    destination == other.destination && family == other.family && table == other.table
  }

  /// The routing table of the route: on Linux its name or number, on FreeBSD the number of its FIB.
  /// Nil for the main table and for FIB 0.
  var table: String? {
    zip(attributes, attributes.dropFirst()).first { $0.0 == "table" || $0.0 == "-fib" }?.1
  }
}
