/// A neighbour: the IPv4 or IPv6 address of a host on the link, and its hardware address
/// (ip-neighbour(8)).
package struct Neighbor: Hashable, Sendable {
  /// The IPv4 or IPv6 address of the neighbour.
  package var address: IPAddress
  /// The hardware address of the neighbour.
  package var hardwareAddress: HardwareAddress

  /// The neighbour with this IP address and this hardware address.
  package init(_ address: IPAddress, at hardwareAddress: HardwareAddress) {
    self.address = address
    self.hardwareAddress = hardwareAddress
  }
}
