/// An address of an interface, with the length of its prefix: `192.0.2.50/24`.
package struct InterfaceAddress: Hashable, Sendable, CustomStringConvertible {
  /// The address. A link-local one has a zone, as in `fe80::1%hn0`, if the system shows it.
  package var address: IPAddress
  /// The length of the network prefix, in bits.
  package var prefixLength: Int
  /// The broadcast address; nil for IPv6, or if the system shows none.
  package var broadcast: IPAddress?
  /// True if the address comes from router advertisements (SLAAC). A takeover does not move such an
  /// address; the bond makes its own.
  package var isAutoconfigured = false
  /// Other attributes, as the words with which ip-address(8) shows and accepts them on Linux, such
  /// as `scope link` or `metric 50`. Empty on FreeBSD.
  package var attributes: [String] = []

  /// The address `address` with a prefix of `prefixLength` bits.
  package init(
    _ address: IPAddress, prefixLength: Int, broadcast: IPAddress? = nil,
    isAutoconfigured: Bool = false
  ) {
    self.address = address
    self.prefixLength = prefixLength
    self.broadcast = broadcast
    self.isAutoconfigured = isAutoconfigured
  }

  /// Parses `192.0.2.50/24`. Without `/24`, the prefix is the whole address, 32 or 128 bits. Nil if
  /// the address or the length is invalid.
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

  /// The address and its prefix length: `192.0.2.50/24`.
  package var description: String { "\(address)/\(prefixLength)" }

  /// True if `other` is in the network of this address: both have the same family and prefix.
  package func reaches(_ other: IPAddress) -> Bool {
    guard other.family == family else { return false }
    let whole = prefixLength / 8
    let rest = UInt8(truncatingIfNeeded: 0xff00 >> (prefixLength % 8))
    guard address.bytes.prefix(whole) == other.bytes.prefix(whole) else { return false }
    return prefixLength % 8 == 0 || (address.bytes[whole] ^ other.bytes[whole]) & rest == 0
  }
}

extension InterfaceAddress {
  /// The last address of the network: `192.0.2.255` for `192.0.2.50/24`. For IPv4 this is the usual
  /// broadcast address. Never nil.
  package var lastOfNetwork: IPAddress? {
    let bytes = address.bytes.enumerated().map { index, byte in
      let hostBits = min(8, max(0, (index + 1) * 8 - prefixLength))
      return byte | UInt8(truncatingIfNeeded: (1 << hostBits) - 1)
    }
    return IPAddress(bytes: bytes)
  }

  /// The first address of the network: `192.0.2.0` for `192.0.2.50/24`. In a routing table it names
  /// the network. Never nil.
  package var firstOfNetwork: IPAddress? {
    let bytes = address.bytes.enumerated().map { index, byte in
      let hostBits = min(8, max(0, (index + 1) * 8 - prefixLength))
      return byte & UInt8(truncatingIfNeeded: 0xff << hostBits)
    }
    return IPAddress(bytes: bytes)
  }
}

extension InterfaceAddress {
  /// The prefix length for an IPv4 netmask: 24 for `255.255.255.0` or `0xffffff00`. Nil for any
  /// other text, such as `255.0.255.0`, which has a gap.
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
