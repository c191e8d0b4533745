/// The configuration of a NIC in rc.conf, translated into addresses, routes and an MTU for Linux,
/// whose tools do not know the words of ifconfig(8) and route(8).
package struct TranslatedConfiguration: Hashable, Sendable {
  /// The addresses that rc.conf sets, including aliases, in the order of rc.conf.
  package var addresses: [InterfaceAddress] = []
  /// Those of `addresses` whose host part is to be made from the hardware address (`eui64`).
  package var fromHardware: [InterfaceAddress] = []
  /// All static routes of rc.conf, as if each used this NIC. The bond gets those whose next hops
  /// are in one of its networks.
  package var routes: [Route] = []
  /// The MTU that rc.conf sets, in bytes; nil if it sets none.
  package var mtu: Int?
  /// Other words of ifconfig(8) in rc.conf, such as `promisc`. Each entry becomes one command,
  /// whose failure undoes the takeover.
  package var words: [[String]] = []
  /// Words of ifconfig(8) whose failure is ignored: offloads such as `-tso`, which a NIC may not
  /// support.
  package var optionalWords: [String] = []

  /// An empty configuration.
  package init() {}

  /// Returns `addresses` for a NIC with this hardware address: the host part of those in
  /// `fromHardware` is made from it. If `hardwareAddress` is nil, returns them unchanged.
  func addresses(with hardwareAddress: HardwareAddress?) -> [InterfaceAddress] {
    addresses.map { entry in
      guard fromHardware.contains(entry), let hardwareAddress else { return entry }
      return entry.withHostPart(of: hardwareAddress)
    }
  }
}

extension InterfaceAddress {
  /// The IPv6 address with the same first 64 bits, and a host part made from the hardware address
  /// (EUI-64; RFC 4291, appendix A). An IPv4 address is returned unchanged.
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
