import Failover

/// Replaces the parts of a text that identify a machine by stand-ins.
///
/// A *stand-in* is a made-up address, name or identifier shown instead of a real one. It has the
/// same form as the real one, and it is the same in every place of the text.
struct Redaction {
  private var addresses = AddressStandIns()
  private var names = NameStandIns()
  private var identifiers: [[UInt8]] = []

  /// Finds the addresses and names in `lines`, the whole text, and chooses their stand-ins. `known`
  /// are further names of the machine, such as its host name.
  init(learning lines: [[UInt8]], names known: [String] = []) {
    for name in known { names.note(name) }
    for line in lines {
      names.note(line: line)
      for identifier in IdentifierScanner.identifiers(in: line) {
        addresses.note(identifier.notation)
        if identifier.notation == .word,
          let number = LabelledNumber.notation(line, identifier.range)
        {
          addresses.note(number)
        }
      }
    }
    addresses.settle()
  }

  /// Returns a line of the text with a stand-in in place of each address, name and identifier of
  /// the machine.
  mutating func redacted(_ line: [UInt8]) -> [UInt8] {
    let line = names.redacted(FreeText.redacted(line))
    var result: [UInt8] = []
    var place = 0
    for identifier in IdentifierScanner.identifiers(in: line) {
      result += line[place..<identifier.range.lowerBound]
      result += standIn(for: identifier.notation, written: Array(line[identifier.range]))
      place = identifier.range.upperBound
    }
    return result + line[place...]
  }

  private mutating func standIn(for notation: Notation, written: [UInt8]) -> [UInt8] {
    switch notation {
    case .inet(let address, let length, let separator):
      // `1-2-3-4` is replaced only if the report contains the address in another form too.
      guard separator == UInt8(ascii: ".") || addresses.has(inet: address) else { return written }
      return Self.decimal(addresses.standIn(inet: address, length: length), separator)
    case .shortInet(let address, let length, let octets):
      let bytes = addresses.standIn(inet: address, length: length).octets(4)
      return Self.decimal(bytes.prefix(octets), UInt8(ascii: "."))
    case .reversedInet(let address):
      let bytes = addresses.standIn(inet: address).octets(4)
      return Self.decimal(bytes.reversed(), UInt8(ascii: "."))
    case .lastOctet(let address):
      return Array(String(UInt8(truncatingIfNeeded: addresses.standIn(inet: address))).utf8)
    case .inet6(let address, let length, let hasQuad):
      return inet6(address, length, hasQuad)
    case .inet6Range(let first, let length):
      // The end of the range, `-f`, stays: one group alone tells no address.
      let end = written.drop { $0 != UInt8(ascii: "-") }.prefix { $0 != UInt8(ascii: ":") }
      return inet6(first, length, false) + end
    case .reversedInet6(let address):
      let digits = addresses.standIn(inet6: address, length: nil, hasQuad: false).octets(16)
        .flatMap { hexDigits($0) }
      return Array(digits.reversed().map { [$0] }.joined(separator: [UInt8(ascii: ".")]))
    case .bytes(let bytes, let separator, let width, let digits):
      return chain(bytes, separator, width, digits, written)
    case .uuid: return uuid(written)
    case .word: return word(written)
    }
  }

  private func inet6(_ address: UInt128, _ length: Int?, _ hasQuad: Bool) -> [UInt8] {
    let standIn = addresses.standIn(inet6: address, length: length, hasQuad: hasQuad)
    let text = IPAddress(bytes: standIn.octets(16))?.description ?? ""
    guard hasQuad, standIn >> 32 == 0xffff || standIn >> 32 == 0 || standIn >> 64 == 0x64_ff9b << 32
    else { return Array(text.utf8) }
    let head = standIn >> 32 == 0xffff ? "::ffff:" : standIn >> 32 == 0 ? "::" : "64:ff9b::"
    return Array(head.utf8) + Self.decimal(standIn & 0xffff_ffff, UInt8(ascii: "."))
  }

  private static func decimal(_ address: UInt128, _ separator: UInt8) -> [UInt8] {
    decimal(address.octets(4), separator)
  }

  private static func decimal(_ bytes: some Sequence<UInt8>, _ separator: UInt8) -> [UInt8] {
    Array(bytes.map { Array(String($0).utf8) }.joined(separator: [separator]))
  }
}

extension Redaction {
  /// Returns the stand-in for bytes in hexadecimal: a hardware address, or a longer identifier that
  /// may end with one. `separator`, `width` (bytes between two separators) and `digits` (smallest
  /// number of digits of a byte) keep the form of `written`, the text in the line.
  private mutating func chain(
    _ bytes: [UInt8], _ separator: UInt8, _ width: Int, _ digits: Int, _ written: [UInt8]
  ) -> [UInt8] {
    var standIn = bytes.count == 6 ? addresses.standIn(hardware: bytes) : identifier(bytes)
    let isKnown = addresses.hardwareAddresses.contains(bytes)
    // `1234-5678-9abc` is replaced only if the report contains this hardware address in another
    // form too.
    if width == 2, separator != UInt8(ascii: "."), !isKnown { standIn = bytes }
    guard standIn != bytes else { return written }
    let isUppercase = written.contains { (0x41...0x46).contains($0) }
    let groups = stride(from: 0, to: standIn.count, by: width).map { start in
      let group = standIn[start..<(start + width)].flatMap { hexDigits($0, uppercase: isUppercase) }
      return digits == 1 && group[0] == UInt8(ascii: "0") ? Array(group.dropFirst()) : Array(group)
    }
    return Array(groups.joined(separator: [separator]))
  }

  private mutating func identifier(_ bytes: [UInt8]) -> [UInt8] {
    // The type of an identifier is the same on many machines, so it stays (RFC 2132, 9.14; RFC
    // 8415, 11).
    let kind = Array(bytes.prefix(bytes.count > 9 ? 4 : 1))
    let end = Array(bytes.suffix(6))
    let standIn = addresses.hardwareAddresses.contains(end) ? addresses.standIn(hardware: end) : []
    let count = bytes.count - kind.count - standIn.count
    return kind + number(of: bytes, count: count) + standIn
  }

  /// Returns `count` bytes with a number in the last two: 1 for the first identifier that is given,
  /// 2 for the second. The same identifier always gets the same number.
  private mutating func number(of identifier: [UInt8], count: Int) -> [UInt8] {
    var index = identifiers.firstIndex(of: identifier) ?? identifiers.count
    if index == identifiers.count { identifiers.append(identifier) }
    index += 1
    var bytes = [UInt8](repeating: 0, count: count)
    for place in bytes.indices.suffix(2).reversed() {
      bytes[place] = UInt8(truncatingIfNeeded: index)
      index >>= 8
    }
    return bytes
  }

  private mutating func uuid(_ written: [UInt8]) -> [UInt8] {
    let canonical = lowercased(written)
    guard !KnownAddress.isWellKnown(uuid: canonical) else { return written }
    let number = number(of: canonical, count: 16).flatMap { hexDigits($0) }
    let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { Array(number[$0]) }
    return Array(parts.joined(separator: [UInt8(ascii: "-")]))
  }

  /// Returns the stand-in for a word: a hardware address without separators (`enx00155d4a0b01`), an
  /// IP address as one hexadecimal number (`0a010204`), or a long hexadecimal identifier. Returns
  /// the word itself if it is none of these.
  private mutating func word(_ written: [UInt8]) -> [UInt8] {
    guard written.count >= 8 else { return written }
    let isPrefixed = written.starts(with: [UInt8(ascii: "0"), UInt8(ascii: "x")])
    let digits = isPrefixed ? Array(written.dropFirst(2)) : written
    let prefix = isPrefixed ? Array(written.prefix(2)) : []
    if let whole = wholeNumber(lowercased(digits)) { return prefix + whole }
    let low = lowercased(written)
    for address in addresses.hardwareAddresses {
      let hex = address.flatMap { hexDigits($0) }
      guard let start = low.firstIndex(ofBytes: hex) else { continue }
      let standIn = addresses.standIn(hardware: address).flatMap { hexDigits($0) }
      // The other digits of an identifier may identify the machine too, so they become 0.
      let isIdentifier = low.count > 15 && low.allSatisfy { hexValue($0) != nil }
      guard isIdentifier else {
        return Array(written[..<start]) + standIn + Array(written[(start + 12)...])
      }
      return Array(repeating: UInt8(ascii: "0"), count: start) + standIn
        + Array(repeating: UInt8(ascii: "0"), count: low.count - start - 12)
    }
    let isHex = low.allSatisfy { hexValue($0) != nil }
    guard isHex,
      low.count >= 24 || low.count >= 16 && !String(decoding: low, as: UTF8.self).hasOnlyDigits
    else { return written }
    return number(of: low, count: low.count / 2).flatMap { hexDigits($0) }
      + (low.count % 2 == 1 ? [UInt8(ascii: "0")] : [])
  }

  /// Returns the stand-in for an IP address that is written as one hexadecimal number, in network
  /// byte order or reversed; nil if the digits are no address that the text also contains in
  /// another form.
  private func wholeNumber(_ digits: [UInt8]) -> [UInt8]? {
    guard digits.count == 8 || digits.count == 32,
      let number = hexNumber(digits[...])
    else { return nil }
    if digits.count == 32 {
      let standIn = addresses.standIn(inet6: number, length: nil, hasQuad: false)
      return standIn == number ? nil : standIn.octets(16).flatMap { hexDigits($0) }
    }
    if addresses.has(inet: number) {
      return addresses.standIn(inet: number).octets(4).flatMap { hexDigits($0) }
    }
    let swapped = UInt128(octets: number.octets(4).reversed())
    guard addresses.has(inet: swapped) else { return nil }
    return addresses.standIn(inet: swapped).octets(4).reversed().flatMap { hexDigits($0) }
  }
}

extension [UInt8] {
  /// Returns the index, from `start` on, at which the bytes of `part` first occur; nil if they do
  /// not occur.
  func firstIndex(ofBytes part: [UInt8], from start: Int = 0) -> Int? {
    guard !part.isEmpty, count >= part.count, start <= count - part.count else { return nil }
    return (start...(count - part.count)).first { self[$0..<($0 + part.count)].elementsEqual(part) }
  }
}
