/// Where frames for an IPv4 address of a link go.
package struct Neighbor: Hashable, Sendable {
  /// Who is meant.
  package var address: IPAddress
  /// Where the frames go.
  package var hardwareAddress: HardwareAddress

  /// A neighbour that was found there.
  package init(_ address: IPAddress, at hardwareAddress: HardwareAddress) {
    self.address = address
    self.hardwareAddress = hardwareAddress
  }
}
