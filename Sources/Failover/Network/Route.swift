/// An entry of a routing table that the programs may have to put back.
package struct Route: Hashable, Sendable {
  /// Where it leads: a network in the system's own spelling (`default`, `198.51.100.0/24`).
  package var destination: String
  /// Which family it is of.
  package var family: AddressFamily
  /// The next hop; nil for a network on the link itself.
  package var gateway: IPAddress?
  /// The interface that it leaves by.
  package var interface: InterfaceName
  /// What else the system shows of it and takes back as it is: on Linux the words of ip-route(8)
  /// (`metric 100`, `proto static`, `table 200`), on FreeBSD `-fib` and the number of its FIB, where that
  /// is not 0.
  package var attributes: [String]
  /// Where several next hops share the traffic, all of them; `gateway` is nil then, and `interface`
  /// is one that at least one of them leaves by.
  package var hops: [Hop] = []

  /// One of several next hops.
  package struct Hop: Hashable, Sendable {
    /// Its address; nil for the link itself.
    package var gateway: IPAddress?
    /// The interface that leads to it.
    package var interface: InterfaceName
    /// What else belongs to it: on Linux `weight 1`, `onlink`.
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

  /// The same route through another interface; a zone that named the old one names the new one.
  package func moved(to other: InterfaceName) -> Route {
    var copy = self
    copy.interface = other
    if gateway?.zone == interface.text { copy.gateway?.zone = other.text }
    for index in hops.indices where hops[index].interface == interface {
      copy.hops[index].interface = other
    }
    return copy
  }

  /// True for a route to a network on the link itself: it has no next hop.
  package var isOnLink: Bool { nextHops.isEmpty }

  /// The addresses of the next hops on its interface.
  package var nextHops: [IPAddress] {
    hops.isEmpty
      ? [gateway].compactMap { $0 }
      : hops.filter { $0.interface == interface }.compactMap { $0.gateway }
  }
}

extension Route {
  /// True if both routes have the same destination, family and table: then one of them is enough.
  package func stands(for other: Route) -> Bool {
    destination == other.destination && family == other.family && table == other.table
  }

  /// Linux's `table`, or FreeBSD's FIB; nil: the main one.
  var table: String? {
    zip(attributes, attributes.dropFirst()).first { $0.0 == "table" || $0.0 == "-fib" }?.1
  }
}
