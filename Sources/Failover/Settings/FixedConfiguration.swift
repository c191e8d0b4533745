/// What rc.conf fixes for a NIC, in network terms: for a system whose own tools do not know the words
/// of ifconfig(8) and route(8).
package struct FixedConfiguration: Hashable, Sendable {
  /// Addresses, the aliases among them, in the order of rc.conf.
  package var addresses: [InterfaceAddress] = []
  /// Of these, the ones whose host part the hardware address gives (eui64).
  package var fromHardware: Set<InterfaceAddress> = []
  /// Routes, as if all left by the NIC; which of them do is seen by their next hops.
  package var routes: [Route] = []
  /// The size of its packets.
  package var mtu: Int?
  /// Words of ifconfig(8) that are about anything else, one command each.
  package var words: [[String]] = []
  /// Words that a NIC need not know: offloads.
  package var wishes: [String] = []

  /// Nothing is fixed.
  package init() {}

  /// The addresses for a NIC with that hardware address.
  func addresses(with hardwareAddress: HardwareAddress?) -> [InterfaceAddress] {
    addresses.map { entry in
      guard fromHardware.contains(entry), let hardwareAddress else { return entry }
      return entry.withHostPart(of: hardwareAddress)
    }
  }
}

extension InterfaceAddress {
  /// The same network, and the host part that RFC 4291 (appendix A) makes of a hardware address.
  fileprivate func withHostPart(of hardware: HardwareAddress) -> InterfaceAddress {
    let parts = hardware.bytes
    guard family == .inet6, parts.count == 6 else { return self }
    let host = [parts[0] ^ 2, parts[1], parts[2], 0xff, 0xfe, parts[3], parts[4], parts[5]]
    guard let address = IPAddress(bytes: address.bytes.prefix(8) + host) else { return self }
    var copy = self
    copy.address = address
    return copy
  }
}
