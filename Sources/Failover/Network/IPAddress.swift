/// An address family: IPv4 or IPv6. The raw value is the word for it in ifconfig(8) and ip(8).
package enum AddressFamily: String, Hashable, Sendable, CaseIterable {
  /// IPv4.
  case inet
  /// IPv6.
  case inet6

  /// The length of an address of this family, in bits: 32 or 128. It is also the prefix length of a
  /// single host.
  package var bits: Int { self == .inet ? 32 : 128 }
}

/// An IPv4 or IPv6 address, with its zone if it is a link-local one such as `fe80::1%hn0`.
package struct IPAddress: Hashable, Sendable, CustomStringConvertible {
  /// The family of the address.
  package var family: AddressFamily { bytes.count == 4 ? .inet : .inet6 }
  /// The 4 or 16 bytes of the address, in network order.
  package let bytes: [UInt8]
  /// The interface after `%`, as in `fe80::1%hn0` (RFC 4007); nil if there is none.
  package var zone: String?

  /// Parses an IPv4 address, `192.0.2.50`, or an IPv6 address in a form of RFC 4291 with an
  /// optional `%zone`. Nil for any other text.
  package init?(_ text: String) {
    let (first, zone) = text.cut(at: UInt8(ascii: "%"))
    if first.utf8.contains(UInt8(ascii: ":")) {
      guard let bytes = Self.inet6(first), zone?.isEmpty != true else { return nil }
      self.bytes = bytes
      self.zone = zone.map(String.init)
    } else {
      guard let bytes = Self.inet(first), zone == nil else { return nil }
      self.bytes = bytes
    }
  }

  /// The address with these bytes in network order; nil if there are not 4 or 16 of them.
  package init?(bytes: [UInt8]) {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    self.bytes = bytes
  }

  /// True for an address that is valid on one link only: one of fe80::/10 (RFC 4291) or of
  /// 169.254.0.0/16 (RFC 3927).
  package var isLinkLocal: Bool {
    family == .inet6
      ? bytes[0] == 0xfe && bytes[1] & 0xc0 == 0x80 : bytes[0] == 169 && bytes[1] == 254
  }

  /// True for an IPv6 address whose last half was made from a hardware address: it has `ff:fe` in
  /// the middle (modified EUI-64, RFC 4291, appendix A).
  package var hasHardwareIdentifier: Bool {
    family == .inet6 && bytes[11] == 0xff && bytes[12] == 0xfe
  }

  /// The address without its zone: `fe80::1` for `fe80::1%hn0`.
  package var withoutZone: IPAddress {
    var copy = self
    copy.zone = nil
    return copy
  }

  private static func inet(_ text: Substring) -> [UInt8]? {
    let parts = text.fields(separatedBy: UInt8(ascii: "."))
    let bytes = parts.compactMap { part in
      (1...3).contains(part.utf8.count) && part.hasOnlyDigits ? UInt8(part) : nil
    }
    return parts.count == 4 && bytes.count == 4 ? bytes : nil
  }

  /// The 16 bytes of an IPv6 address; nil if the text is not an IPv6 address. `::` stands for zeros
  /// between the groups before and after it.
  private static func inet6(_ text: Substring) -> [UInt8]? {
    guard let gap = text.indices.first(where: { text[$0...].hasPrefix("::") }) else {
      return groups(text).flatMap { $0.count == 16 ? $0 : nil }
    }
    let rest = text[text.index(gap, offsetBy: 2)...]
    guard let head = groups(text[..<gap]), let tail = groups(rest), head.count + tail.count <= 14
    else { return nil }
    return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
  }

  /// The bytes of groups such as `2001:db8:1`, two bytes for each group. The last group may be an
  /// IPv4 address, which has four bytes. Empty for an empty text; nil if a group is invalid.
  private static func groups(_ text: Substring) -> [UInt8]? {
    guard !text.isEmpty else { return [] }
    let parts = text.fields(separatedBy: UInt8(ascii: ":"))
    var bytes: [UInt8] = []
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, part.contains("."), let quad = inet(part) {
        bytes += quad
      } else if (1...4).contains(part.utf8.count), part.hasOnlyHexDigits,
        let group = UInt16(part, radix: 16)
      {
        bytes += [UInt8(group >> 8), UInt8(group & 0xff)]
      } else {
        return nil
      }
    }
    return bytes
  }

  /// The address as text: `192.0.2.50`, or for IPv6 the canonical form of RFC 5952 and the zone,
  /// `fe80::1%hn0`.
  package var description: String {
    if family == .inet { return bytes.map(String.init).joined(separator: ".") }
    return Self.canonical(bytes) + (zone.map { "%\($0)" } ?? "")
  }

  /// The canonical text of the 16 bytes of an IPv6 address (RFC 5952, 4): lower case, no leading
  /// zeros, and `::` for the longest run of two or more zero groups, the first one of equal runs.
  private static func canonical(_ bytes: [UInt8]) -> String {
    let groups = stride(from: 0, to: 16, by: 2).map {
      UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
    }
    var longest = 0..<0
    var start = 0
    for index in 0...8 where index == 8 || groups[index] != 0 {
      if index - start > max(longest.count, 1) { longest = start..<index }
      start = index + 1
    }
    let text = { (range: Range<Int>) in
      range.map { String(groups[$0], radix: 16) }.joined(separator: ":")
    }
    guard !longest.isEmpty else { return text(0..<8) }
    return text(0..<longest.lowerBound) + "::" + text(longest.upperBound..<8)
  }
}
