/// The configuration in rc.conf in network terms, for a system whose tools do not know the words of
/// ifconfig(8) and route(8).
package struct FixedConfiguration: Hashable, Sendable {
  /// The addresses, including aliases, in the order of rc.conf.
  package var addresses: [InterfaceAddress] = []
  /// The addresses whose host part comes from the hardware address (eui64).
  package var fromHardware: [InterfaceAddress] = []
  /// The routes, as if all used the NIC. Their next hops show which of them do.
  package var routes: [Route] = []
  /// The MTU, in bytes; nil if not set.
  package var mtu: Int?
  /// Other words of ifconfig(8), one command each.
  package var words: [[String]] = []
  /// Optional words, such as offloads, which a NIC may not support.
  package var optionalWords: [String] = []

  /// An empty configuration.
  package init() {}

  /// The addresses, for a NIC with that hardware address.
  func addresses(with hardwareAddress: HardwareAddress?) -> [InterfaceAddress] {
    addresses.map { entry in
      guard fromHardware.contains(entry), let hardwareAddress else { return entry }
      return entry.withHostPart(of: hardwareAddress)
    }
  }
}

extension InterfaceAddress {
  /// The same network with the host part for a hardware address (RFC 4291, appendix A).
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
