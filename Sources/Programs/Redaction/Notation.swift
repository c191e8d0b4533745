/// A part of a line that may identify the machine, such as an address or a UUID.
struct Identifier: Hashable {
  /// The range of the identifier in the bytes of the line.
  var range: Range<Int>
  /// The kind of the identifier, its value and the way in which it is written.
  var notation: Notation
}

/// The kind of an address or identifier, its value, and the way in which it is written.
enum Notation: Hashable {
  /// An IPv4 address such as `10.1.2.4`, as a number. `length` is the prefix length, from the
  /// prefix or netmask after the address; nil if there is none. `separator` is the byte between the
  /// numbers: `.`, or the `-` or `_` of a name such as `ip-10-1-2-4`.
  case inet(UInt128, length: Int?, separator: UInt8)
  /// An IPv4 network in short form, such as `10.1.2/24`: the address 10.1.2.0 as a number, the
  /// prefix length, and how many octets are written, here 3.
  case shortInet(UInt128, length: Int, octets: Int)
  /// An IPv4 address, as a number, written as in a reverse DNS query: `4.2.1.10` before
  /// `.in-addr.arpa` for 10.1.2.4.
  case reversedInet(UInt128)
  /// The last IPv4 address of a range, as a number, of which only the last octet is written: `9` in
  /// `10.1.2.4-9`.
  case lastOctet(UInt128)
  /// An IPv6 address in any form of RFC 4291, as a number, without the zone. `length` is the prefix
  /// length after the address; nil if there is none. `hasQuad` is true if the last 32 bits are
  /// written as a dotted quad.
  case inet6(UInt128, length: Int?, hasQuad: Bool)
  /// The first address, as a number, of a range that rc.conf(5) writes within a group:
  /// `2001:db8:1-f::4`. `length` is the prefix length after the range; nil if there is none.
  case inet6Range(UInt128, length: Int?)
  /// An IPv6 address, as a number, written as in a reverse DNS query: 32 digits before `.ip6.arpa`,
  /// the last one first.
  case reversedInet6(UInt128)
  /// Bytes in hexadecimal with the same separator between them: a hardware address if there are
  /// six, else a DHCP identifier.
  ///
  /// `width` is the number of bytes between two separators: 1, or 2 for `0015.5d4a.0b01`. `digits`
  /// is the smallest number of digits of a byte: 1 if leading zeros are left out, else 2.
  case bytes([UInt8], separator: UInt8, width: Int, digits: Int)
  /// A UUID, such as `f8615163-df3e-46c5-913f-f2d2f965ed0e`. The case has no value; the digits are
  /// in the line.
  case uuid
  /// A run of letters and digits that is none of the other kinds. The rest of the report decides
  /// whether it is an identifier.
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

/// Returns the number that hexadecimal digits, at most 32, make up; nil if a byte is not one.
func hexNumber(_ digits: ArraySlice<UInt8>) -> UInt128? {
  var number: UInt128 = 0
  for digit in digits {
    guard let value = hexValue(digit) else { return nil }
    number = number << 4 | UInt128(value)
  }
  return number
}

/// Returns the two hexadecimal digits of a byte as ASCII: `0a` for 10, or `0A` if `uppercase`.
func hexDigits(_ byte: UInt8, uppercase: Bool = false) -> [UInt8] {
  [byte >> 4, byte & 15].map { $0 < 10 ? 0x30 + $0 : (uppercase ? 0x41 : 0x61) + $0 - 10 }
}

/// Returns the bytes with the ASCII letters in lower case.
func lowercased(_ bytes: some Sequence<UInt8>) -> [UInt8] {
  bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
}
