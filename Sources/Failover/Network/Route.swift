/// An entry of a routing table.
package struct Route: Hashable, Sendable {
  /// The destination, in the system's notation (`default`, `198.51.100.0/24`).
  package var destination: String
  /// The family of the destination.
  package var family: AddressFamily
  /// The next hop; nil for a network on the link.
  package var gateway: IPAddress?
  /// The interface that the packets leave through.
  package var interface: InterfaceName
  /// Other attributes that the system shows and accepts unchanged: on Linux words of ip-route(8)
  /// (`metric 100`, `proto static`, `table 200`), on FreeBSD `-fib` and the number of the FIB, if
  /// that is not 0.
  package var attributes: [String]
  /// All next hops if there are several. Then `gateway` is nil, and `interface` is the interface of
  /// at least one of them.
  package var hops: [Hop] = []

  /// One of several next hops.
  package struct Hop: Hashable, Sendable {
    /// The address of the router; nil if the destination is on the link of `interface`.
    package var gateway: IPAddress?
    /// The interface that leads to the next hop.
    package var interface: InterfaceName
    /// The attributes of the next hop: on Linux `weight 1`, `onlink`.
    package var attributes: [String]

    /// The next hop `gateway` on `interface`.
    package init(
      via gateway: IPAddress?, through interface: InterfaceName, attributes: [String] = []
    ) {
      self.gateway = gateway
      self.interface = interface
      self.attributes = attributes
    }
  }

  /// The route to `destination`.
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

  /// The same route through another interface. A zone that names the old interface names the new
  /// one.
  package func moved(to other: InterfaceName) -> Route {
    var copy = self
    copy.interface = other
    if gateway?.zone == interface.text { copy.gateway?.zone = other.text }
    for index in hops.indices where hops[index].interface == interface {
      copy.hops[index].interface = other
    }
    return copy
  }

  /// True for a route to a network on the link, without a next hop.
  package var isOnLink: Bool { nextHops.isEmpty }

  /// The addresses of the next hops on `interface`.
  package var nextHops: [IPAddress] {
    hops.isEmpty
      ? [gateway].compactMap { $0 }
      : hops.filter { $0.interface == interface }.compactMap { $0.gateway }
  }
}

extension Route {
  /// True if both routes have the same destination, family and table, so that one can replace the
  /// other.
  package func stands(for other: Route) -> Bool {
    destination == other.destination && family == other.family && table == other.table
  }

  /// Linux's `table`, or the FIB of FreeBSD; nil for the main one.
  var table: String? {
    zip(attributes, attributes.dropFirst()).first { $0.0 == "table" || $0.0 == "-fib" }?.1
  }
}
