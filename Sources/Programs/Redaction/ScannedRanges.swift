import Failover
import RCConf

extension IdentifierScanner {
  /// True if four numbers with `separator` between them are an address even directly before or
  /// behind a letter, as in `x203.0.113.4`. A version, such as `v1.2.3.4`, begins with a small
  /// number.
  static func isSure(_ values: [UInt8], _ separator: UInt8) -> Bool {
    separator == UInt8(ascii: ".") && values.count == 4 && values[0] > 99
  }

  /// True if an IPv4 address begins at `index`, directly behind a letter.
  func isGlued(_ index: Int) -> Bool {
    guard index > 0, byte(index - 1) > 0x40, (0x30...0x39).contains(byte(index)) else {
      return false
    }
    let dot = UInt8(ascii: ".")
    let (values, stop) = octets(dot, from: index)
    return Self.isSure(values, dot) && byte(stop) != dot
  }

  /// Reads the end of a range behind the address that was read last: `-9` in `10.1.2.4-9`, as
  /// rc.conf(5) writes it. Nil if there is none. The range of the result leaves the `-` out.
  func lastOctet(of address: UInt128) -> Identifier? {
    let (values, stop) = octets(UInt8(ascii: "."), from: place + 1)
    guard byte(place) == UInt8(ascii: "-"), values.count == 1, !isAlphanumeric(byte(stop)),
      byte(stop) != UInt8(ascii: "-")
    else { return nil }
    return Identifier(
      range: (place + 1)..<stop,
      notation: .lastOctet(address & ~0xff | UInt128(values[0])))
  }

  /// Reads an IPv6 address with a range in one of its groups at the current position, such as
  /// `2001:db8:1-f::4/64`; nil if there is none.
  func inet6Range() -> Identifier? {
    let dash = end(from: place, isInet6Byte)
    guard byte(dash) == UInt8(ascii: "-") else { return nil }
    let group = end(from: dash + 1) { hexValue($0) != nil }
    let stop = end(from: group, isInet6Byte)
    guard group > dash + 1, let first = inet6(Array(line[place..<dash]) + line[group..<stop], stop)
    else { return nil }
    return Identifier(
      range: place..<stop,
      notation: .inet6Range(first, length: length(behind: stop, of: 128)))
  }

  /// Reads the first groups of an IPv6 address at the current position, if the line sets a variable
  /// `ipv6_prefix_*`; nil if not.
  func prefix() -> Identifier? {
    guard line.firstIndex(ofBytes: Array("ipv6_prefix_".utf8)) == 0 else { return nil }
    let stop = end(from: place, isInet6Byte)
    let address = inet6(Array(line[place..<stop]) + Array("::".utf8), stop)
    return address.map {
      Identifier(range: place..<stop, notation: .inet6($0, length: 64, hasQuad: false))
    }
  }

  private func isInet6Byte(_ byte: UInt8) -> Bool {
    hexValue(byte) != nil || byte == UInt8(ascii: ":")
  }

  /// Returns the address that `text` says; nil if it says none, or if it has no colon between two
  /// groups. `stop` is the index behind it.
  private func inet6(_ text: [UInt8], _ stop: Int) -> UInt128? {
    guard !isAlphanumeric(byte(stop)), text.dropLast(2).contains(UInt8(ascii: ":")) else {
      return nil
    }
    return IPAddress(String(decoding: text, as: UTF8.self))?.number
  }
}

extension IPAddress {
  /// The bytes of the address as one number, most significant first: 0x0a010204 for 10.1.2.4.
  var number: UInt128 { UInt128(octets: bytes) }
}

extension UInt128 {
  /// Creates the number that `octets`, at most 16 bytes, make up, the most significant byte first.
  init(octets: [UInt8]) { self = octets.reduce(0) { $0 << 8 | UInt128($1) } }

  /// Returns the last `count` bytes of the number, the most significant first.
  func octets(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: self >> (8 * UInt128(count - 1 - $0))) }
  }
}
