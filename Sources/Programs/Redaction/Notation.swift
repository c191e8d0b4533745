/// What a line of a report holds that may tell whose machine it is.
struct Identifier: Hashable {
  /// Where it stands in the line, in bytes.
  var range: Range<Int>
  /// What it is, and how it is written.
  var notation: Notation
}

/// How an address or an identifier is written.
enum Notation: Hashable {
  /// `10.1.2.4`, with the prefix length or netmask behind it, if there is one. `separator`: `.`, or the
  /// `-` or `_` of a name like `ip-10-1-2-4`.
  case inet(UInt128, length: Int?, separator: UInt8)
  /// `10.1.2/24`: the first `octets` octets alone.
  case shortInet(UInt128, length: Int, octets: Int)
  /// `4.2.1.10.in-addr.arpa`, without the suffix.
  case reversedInet(UInt128)
  /// Any form of RFC 4291, without its zone. `hasQuad`: the last 32 bits are a dotted quad.
  case inet6(UInt128, length: Int?, hasQuad: Bool)
  /// `4.0.0.0.…ip6.arpa`, without the suffix.
  case reversedInet6(UInt128)
  /// Bytes in hexadecimal with the same separator between two: a hardware address if there are six, else
  /// a DHCP identifier. `width`: bytes between two separators, 1 or 2; `digits`: those of a byte's
  /// shortest form, 1 or 2.
  case bytes([UInt8], separator: UInt8, width: Int, digits: Int)
  /// `f8615163-df3e-46c5-913f-f2d2f965ed0e`
  case uuid
  /// Letters and digits: what they are depends on what else is in the report.
  case word
}

/// A letter or a digit of ASCII.
func isAlphanumeric(_ byte: UInt8) -> Bool {
  (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
}

/// The value of a hexadecimal digit; nil for any other byte.
func hexValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case 0x30...0x39: byte - 0x30
  case 0x41...0x46: byte - 0x41 + 10
  case 0x61...0x66: byte - 0x61 + 10
  default: nil
  }
}

/// The two digits of a byte, in lower case or in upper case.
func hexDigits(_ byte: UInt8, uppercase: Bool = false) -> [UInt8] {
  [byte >> 4, byte & 15].map { $0 < 10 ? 0x30 + $0 : (uppercase ? 0x41 : 0x61) + $0 - 10 }
}

/// ASCII's small letters for its capital ones.
func lowercased(_ bytes: some Sequence<UInt8>) -> [UInt8] {
  bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
}
