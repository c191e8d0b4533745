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
  /// (`metric 100`, `proto static`, `table 200`), on FreeBSD nothing.
  package var attributes: [String]

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
    return copy
  }
}
