/// An IPv4 neighbour, an entry of the ARP table.
package struct Neighbor: Hashable, Sendable {
  /// The IPv4 address of the neighbour.
  package var address: IPAddress
  /// The hardware address of the neighbour.
  package var hardwareAddress: HardwareAddress

  /// The neighbour `address` at `hardwareAddress`.
  package init(_ address: IPAddress, at hardwareAddress: HardwareAddress) {
    self.address = address
    self.hardwareAddress = hardwareAddress
  }
}
