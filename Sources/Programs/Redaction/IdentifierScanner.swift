import Failover
import RCConf

/// Finds the IP addresses, hardware addresses, other identifiers and words in a line of any text.
struct IdentifierScanner {
  let line: [UInt8]
  /// The index of the byte that is read next.
  private(set) var place = 0
  private var found: [Identifier] = []

  private init(_ line: [UInt8]) { self.line = line }

  /// Returns the identifiers of a line from left to right. They do not overlap. A run of letters
  /// and digits that is no address or UUID is returned as a `.word`. Empty if the line has no
  /// letters, digits or colons.
  static func identifiers(in line: [UInt8]) -> [Identifier] {
    var scanner = IdentifierScanner(line)
    scanner.scan()
    return scanner.found
  }

  private mutating func scan() {
    while place < line.count {
      // An identifier does not begin in the middle of a word, except an address behind letters.
      guard place == 0 || !isAlphanumeric(line[place - 1]) || isGlued(place),
        let next = identifier()
      else {
        place += 1
        continue
      }
      found.append(next)
      place = max(next.range.upperBound, place + 1)
      if case .inet(let address, _, UInt8(ascii: ".")) = next.notation,
        let last = lastOctet(of: address)
      {
        found.append(last)
        place = last.range.upperBound
      }
    }
  }

  private func identifier() -> Identifier? {
    guard isAlphanumeric(line[place]) || line[place] == UInt8(ascii: ":") else { return nil }
    return uuid() ?? byteChain() ?? reversed() ?? prefix() ?? inet6Range() ?? inet6() ?? inet()
      ?? shortInet() ?? word()
  }

  /// Returns the byte at `index`; 0 if the line has no such byte.
  func byte(_ index: Int) -> UInt8 { index < line.count && index >= 0 ? line[index] : 0 }

  /// Returns the index behind the longest run of bytes, from `start` on, for which `holds` is true;
  /// `start` if it is false for the first byte.
  func end(from start: Int, _ holds: (UInt8) -> Bool) -> Int {
    var end = start
    while end < line.count, holds(line[end]) { end += 1 }
    return end
  }

  private func word() -> Identifier {
    let whole = place..<max(end(from: place, isAlphanumeric), place + 1)
    let stop = whole.dropFirst().first { isGlued($0) } ?? whole.upperBound
    return Identifier(range: place..<stop, notation: .word)
  }
}

extension IdentifierScanner {
  private func uuid() -> Identifier? {
    var index = place
    for (number, count) in [8, 4, 4, 4, 12].enumerated() {
      guard end(from: index, { hexValue($0) != nil }) == index + count else { return nil }
      index += count
      if number < 4 {
        guard byte(index) == UInt8(ascii: "-") else { return nil }
        index += 1
      }
    }
    guard !isAlphanumeric(byte(index)) else { return nil }
    return Identifier(range: place..<index, notation: .uuid)
  }

  /// Reads six or more bytes in hexadecimal at the current position: `00:15:5d:4a:0b:01`,
  /// `0:15:5d:4a:b:1`, `00-15-5D-4A-0B-01`, `0015.5d4a.0b01`. Nil if there are none.
  private func byteChain() -> Identifier? {
    chain(":", 1) ?? chain("-", 1) ?? chain(".", 2) ?? chain("-", 2) ?? chain(":", 2)
      ?? chain(":", 3)
  }

  private func chain(_ character: Unicode.Scalar, _ width: Int) -> Identifier? {
    let separator = UInt8(ascii: character)
    var bytes: [UInt8] = []
    var digits = 2
    var index = place
    while true {
      let stop = end(from: index) { hexValue($0) != nil }
      let count = stop - index
      let isShort = width == 1 && count == 1 && separator == UInt8(ascii: ":")
      guard count == 2 * width || isShort else { return nil }
      if isShort { digits = 1 }
      bytes += Self.values(line[index..<stop])
      index = stop
      guard byte(index) == separator, hexValue(byte(index + 1)) != nil else { break }
      index += 1
    }
    let isWhole =
      !isAlphanumeric(byte(index)) && byte(index) != separator || isEnd(index, separator)
    // Eight groups are an IPv6 address if one of them has a single digit.
    let isInet6 = separator == UInt8(ascii: ":") && bytes.count == 8 && digits == 1
    // Two numbers of six digits may be a range of users or a time.
    let isNumber = width == 3 && line[place..<index].allSatisfy { $0 < 0x41 }
    guard isWhole, !isInet6, !isNumber, width == 1 ? bytes.count >= 6 : bytes.count == 6 else {
      return nil
    }
    return Identifier(
      range: place..<index,
      notation: .bytes(bytes, separator: separator, width: width, digits: digits))
  }

  /// True if the separator at `index`, after bytes in hexadecimal, is punctuation of the sentence:
  /// the last `:` in `00:15:5d:4a:0b:01: no answer`.
  private func isEnd(_ index: Int, _ separator: UInt8) -> Bool {
    byte(index) == separator && !isAlphanumeric(byte(index + 1)) && byte(index + 1) != separator
  }

  private static func values(_ digits: ArraySlice<UInt8>) -> [UInt8] {
    let values = digits.compactMap { hexValue($0) }
    guard values.count % 2 == 0 else { return values }
    return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
  }
}

extension IdentifierScanner {
  /// Reads an address in the form of a reverse DNS query at the current position:
  /// `4.2.1.10.in-addr.arpa` for 10.1.2.4, or the `ip6.arpa` form for IPv6. Nil if there is none.
  /// The range of the result leaves the suffix out.
  private func reversed() -> Identifier? {
    let stop = end(from: place) {
      isAlphanumeric($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
    }
    let text = lowercased(line[place..<stop])
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    if let value = reversedValue(parts, of: 4, "in-addr", radix: 10) {
      let count = parts[..<4].map { $0.count + 1 }.reduce(-1, +)
      return Identifier(range: place..<(place + count), notation: .reversedInet(value))
    }
    guard let value = reversedValue(parts, of: 32, "ip6", radix: 16) else { return nil }
    return Identifier(range: place..<(place + 63), notation: .reversedInet6(value))
  }

  private func reversedValue(
    _ parts: [ArraySlice<UInt8>], of count: Int, _ suffix: String, radix: UInt8
  ) -> UInt128? {
    guard parts.count > count, parts[count].elementsEqual(suffix.utf8) else { return nil }
    var value: UInt128 = 0
    for part in parts[..<count].reversed() {
      guard let number = UInt8(String(decoding: part, as: UTF8.self), radix: Int(radix)),
        radix == 10 || part.count == 1
      else { return nil }
      value = value << (radix == 10 ? 8 : 4) | UInt128(number)
    }
    return value
  }

  /// Reads an IPv6 address at the current position, with or without a dotted quad at its end; nil
  /// if there is none. A `.` or `:` of the sentence after the address is left out.
  private func inet6() -> Identifier? {
    var stop = end(from: place) {
      hexValue($0) != nil || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
    }
    guard line[place..<stop].filter({ $0 == UInt8(ascii: ":") }).count > 1 else { return nil }
    guard !isAlphanumeric(byte(stop)) else { return nil }
    while stop > place + 1 {
      let text = line[place..<stop]
      if let address = IPAddress(String(decoding: text, as: UTF8.self)) {
        let notation = Notation.inet6(
          address.number, length: length(behind: stop, of: 128),
          hasQuad: text.contains(UInt8(ascii: ".")))
        return Identifier(range: place..<stop, notation: notation)
      }
      // `fe80::1.53` and `fe80::1:` have a port or punctuation after the address.
      guard
        let cut = text.lastIndex(where: { $0 == UInt8(ascii: ".") })
          ?? (text.last == UInt8(ascii: ":") ? stop - 1 : nil)
      else { return nil }
      stop = cut
    }
    return nil
  }
}

extension IdentifierScanner {
  /// Reads at most four decimal numbers from 0 to 255 at `start`, with `separator` between them.
  /// Returns the numbers, empty if there are none, and the index behind the last one.
  func octets(_ separator: UInt8, from start: Int) -> (values: [UInt8], end: Int) {
    var values: [UInt8] = []
    var index = start
    var stop = start
    while values.count < 4 {
      let next = end(from: index) { (0x30...0x39).contains($0) }
      guard (1...3).contains(next - index),
        let value = UInt8(String(decoding: line[index..<next], as: UTF8.self))
      else { break }
      values.append(value)
      stop = next
      guard byte(stop) == separator else { break }
      index = stop + 1
    }
    return (values, stop)
  }

  private func inet() -> Identifier? {
    for separator in [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_")] {
      let (values, stop) = octets(separator, from: place)
      guard values.count == 4, !isAlphanumeric(byte(stop)) || Self.isSure(values, separator)
      else { continue }
      return Identifier(
        range: place..<stop,
        notation: .inet(
          UInt128(octets: values), length: length(behind: stop, of: 32), separator: separator))
    }
    return nil
  }

  /// Reads a network in the short form of netstat(1) and pf.conf(5) at the current position, such
  /// as `10.1.2/24`; nil if there is none.
  private func shortInet() -> Identifier? {
    let (values, stop) = octets(UInt8(ascii: "."), from: place)
    guard (1...3).contains(values.count), byte(stop) == UInt8(ascii: "/"),
      let length = length(behind: stop, of: 32), length <= 8 * values.count, length >= 8,
      byte(place - 1) != UInt8(ascii: "/")
    else { return nil }
    let whole = values + [UInt8](repeating: 0, count: 4 - values.count)
    return Identifier(
      range: place..<stop,
      notation: .shortInet(UInt128(octets: whole), length: length, octets: values.count))
  }

  /// Returns the prefix length after an address that ends before `index`: `/24`,
  /// `netmask 0xffffff00`, `netmask 255.255.255.0`, `prefixlen 64`. Nil if there is none, or if it
  /// is more than `width`, the bits of an address (32 or 128).
  func length(behind index: Int, of width: Int) -> Int? {
    if byte(index) == UInt8(ascii: "/") {
      let stop = end(from: index + 1) { (0x30...0x39).contains($0) }
      let text = String(decoding: line[(index + 1)..<stop], as: UTF8.self)
      return Int(text).flatMap { $0 <= width ? $0 : nil }
    }
    let words = String(decoding: line[index...].prefix(60), as: UTF8.self).words
    guard words.count > 1,
      let place = words.firstIndex(where: { $0 == "netmask" || $0 == "prefixlen" }),
      place < 3, place + 1 < words.count
    else { return nil }
    // A value of rc.conf may end with a quote, which is left out.
    return Self.length(words[place + 1][...].words(between: ByteSet("\"'")).first ?? "")
  }

  private static func length(_ word: String) -> Int? {
    if let length = Int(word) { return (0...128).contains(length) ? length : nil }
    let hex = word.removing(prefix: "0x").flatMap { UInt32($0, radix: 16) }
    let quad = IPAddress(word).flatMap { UInt32(exactly: $0.number) }
    return (hex ?? quad).map { $0.nonzeroBitCount }
  }
}
