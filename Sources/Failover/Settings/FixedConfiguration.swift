/// The configuration of a NIC in rc.conf as addresses, routes and an MTU. For Linux, whose tools do
/// not know the words of ifconfig(8) and route(8).
package struct FixedConfiguration: Hashable, Sendable {
  /// The addresses, including aliases, in the order of rc.conf.
  package var addresses: [InterfaceAddress] = []
  /// The addresses whose host part comes from the hardware address (eui64).
  package var fromHardware: [InterfaceAddress] = []
  /// All static routes of rc.conf, as if each used this NIC. The bond gets those whose next hops
  /// are in one of its networks.
  package var routes: [Route] = []
  /// The MTU, in bytes; nil if not set.
  package var mtu: Int?
  /// Other words of rc.conf, in the form of ifconfig(8). Each entry becomes one command.
  package var words: [[String]] = []
  /// Words of ifconfig(8) whose failure is ignored, such as offloads, which a NIC may not support.
  package var optionalWords: [String] = []

  /// An empty configuration.
  package init() {}

  /// `addresses` for a NIC with this hardware address, which becomes the host part of those that
  /// are in `fromHardware`.
  func addresses(with hardwareAddress: HardwareAddress?) -> [InterfaceAddress] {
    addresses.map { entry in
      guard fromHardware.contains(entry), let hardwareAddress else { return entry }
      return entry.withHostPart(of: hardwareAddress)
    }
  }
}

extension InterfaceAddress {
  /// An address in the same network, with the host part that belongs to a hardware address (EUI-64;
  /// RFC 4291, appendix A).
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
