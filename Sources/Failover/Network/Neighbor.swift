/// An IPv4 neighbour, an entry of the ARP table.
package struct Neighbor: Hashable, Sendable {
  /// Its IPv4 address.
  package var address: IPAddress
  /// Its hardware address.
  package var hardwareAddress: HardwareAddress

  /// The neighbour `address` at `hardwareAddress`.
  package init(_ address: IPAddress, at hardwareAddress: HardwareAddress) {
    self.address = address
    self.hardwareAddress = hardwareAddress
  }
}
