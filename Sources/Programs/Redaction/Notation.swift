/// A part of a line that may identify the machine.
struct Identifier: Hashable {
  /// The range of the identifier in the bytes of the line.
  var range: Range<Int>
  /// The value and the notation of the identifier.
  var notation: Notation
}

/// The notation of an address or identifier. The first value of an IP address is its number.
enum Notation: Hashable {
  /// `10.1.2.4`, with the prefix length or netmask after it; `length` is nil if there is none.
  ///
  /// `separator` is `.`, or the `-` or `_` of a name such as `ip-10-1-2-4`.
  case inet(UInt128, length: Int?, separator: UInt8)
  /// `10.1.2/24`, with only the first `octets` octets.
  case shortInet(UInt128, length: Int, octets: Int)
  /// `4.2.1.10.in-addr.arpa`, without the suffix.
  case reversedInet(UInt128)
  /// Any form of RFC 4291, without the zone. `hasQuad` is true if the last 32 bits are a dotted
  /// quad.
  case inet6(UInt128, length: Int?, hasQuad: Bool)
  /// `4.0.0.0.…ip6.arpa`, without the suffix.
  case reversedInet6(UInt128)
  /// Bytes in hexadecimal with the same separator between them: a hardware address if there are
  /// six, else a DHCP identifier.
  ///
  /// `width` is the number of bytes between two separators, 1 or 2. `digits` is the smallest number
  /// of digits of a byte: 1 if leading zeros are left out, else 2.
  case bytes([UInt8], separator: UInt8, width: Int, digits: Int)
  /// `f8615163-df3e-46c5-913f-f2d2f965ed0e`
  case uuid
  /// Letters and digits. The rest of the report decides whether they are an identifier.
  case word
}

/// True if the byte is an ASCII letter or digit.
func isAlphanumeric(_ byte: UInt8) -> Bool {
  (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
}

/// Returns the value of a hexadecimal digit; nil if the byte is not one.
func hexValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case 0x30...0x39: byte - 0x30
  case 0x41...0x46: byte - 0x41 + 10
  case 0x61...0x66: byte - 0x61 + 10
  default: nil
  }
}

/// Returns the two hexadecimal digits of a byte.
func hexDigits(_ byte: UInt8, uppercase: Bool = false) -> [UInt8] {
  [byte >> 4, byte & 15].map { $0 < 10 ? 0x30 + $0 : (uppercase ? 0x41 : 0x61) + $0 - 10 }
}

/// Returns the bytes with the ASCII letters in lower case.
func lowercased(_ bytes: some Sequence<UInt8>) -> [UInt8] {
  bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
}
