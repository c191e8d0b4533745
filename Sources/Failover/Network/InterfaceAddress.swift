/// An address of an interface, with its network.
package struct InterfaceAddress: Hashable, Sendable, CustomStringConvertible {
  /// The address. A link-local one has a zone if the system shows it.
  package var address: IPAddress
  /// The length of the prefix, in bits.
  package var prefixLength: Int
  /// The broadcast address; nil if none is shown.
  package var broadcast: IPAddress?
  /// True if the address comes from router advertisements (SLAAC). Such an address is not moved;
  /// the bond makes its own.
  package var isAutoconfigured = false
  /// Other attributes that the system shows and accepts unchanged: on Linux words of ip-address(8)
  /// (`scope link`, `metric 50`), on FreeBSD none.
  package var attributes: [String] = []

  /// The address `address`/`prefixLength`.
  package init(
    _ address: IPAddress, prefixLength: Int, broadcast: IPAddress? = nil,
    isAutoconfigured: Bool = false
  ) {
    self.address = address
    self.prefixLength = prefixLength
    self.broadcast = broadcast
    self.isAutoconfigured = isAutoconfigured
  }

  /// Parses `192.0.2.50/24`. Text without a length is a host address. Nil if either part is
  /// invalid.
  package init?(_ text: String) {
    let (first, digits) = text.cut(at: UInt8(ascii: "/"))
    guard let address = IPAddress(String(first)) else { return nil }
    guard let digits else {
      self.init(address, prefixLength: address.family.bits)
      return
    }
    guard digits.hasOnlyDigits, let length = Int(digits),
      (0...address.family.bits).contains(length)
    else { return nil }
    self.init(address, prefixLength: length)
  }

  /// The family of the address.
  package var family: AddressFamily { address.family }

  /// `192.0.2.50/24`.
  package var description: String { "\(address)/\(prefixLength)" }

  /// True if `other` is in the network of this address.
  package func reaches(_ other: IPAddress) -> Bool {
    guard other.family == family else { return false }
    let whole = prefixLength / 8
    let rest = UInt8(truncatingIfNeeded: 0xff00 >> (prefixLength % 8))
    guard address.bytes.prefix(whole) == other.bytes.prefix(whole) else { return false }
    return prefixLength % 8 == 0 || (address.bytes[whole] ^ other.bytes[whole]) & rest == 0
  }
}

extension InterfaceAddress {
  /// The last address of the network: the broadcast address of IPv4, unless another one was set.
  package var lastOfNetwork: IPAddress? {
    let bytes = address.bytes.enumerated().map { index, byte in
      let hostBits = min(8, max(0, (index + 1) * 8 - prefixLength))
      return byte | UInt8(truncatingIfNeeded: (1 << hostBits) - 1)
    }
    return IPAddress(bytes: bytes)
  }

  /// The first address of the network, which names the network in a routing table.
  package var firstOfNetwork: IPAddress? {
    let bytes = address.bytes.enumerated().map { index, byte in
      let hostBits = min(8, max(0, (index + 1) * 8 - prefixLength))
      return byte & UInt8(truncatingIfNeeded: 0xff << hostBits)
    }
    return IPAddress(bytes: bytes)
  }
}

extension InterfaceAddress {
  /// The length of a contiguous IPv4 mask, `255.255.255.0` or `0xffffff00`; nil for any other text.
  package static func prefixLength(ofMask text: String) -> Int? {
    let mask =
      if let digits = text.removing(prefix: "0x") {
        UInt32(digits, radix: 16)
      } else {
        IPAddress(text).flatMap {
          $0.family == .inet ? $0.bytes.reduce(0) { $0 << 8 | UInt32($1) } : nil
        }
      }
    guard let mask else { return nil }
    let length = (~mask).leadingZeroBitCount
    return length == mask.nonzeroBitCount ? length : nil
  }
}
