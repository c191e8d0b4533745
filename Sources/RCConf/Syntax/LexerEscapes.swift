extension Parser {
  /// Reads a backslash sequence inside `$'…'`, such as `\n` or `\x41`, and appends its byte (sh(1),
  /// Dollar-Single Quotes). Throws if sh has no such sequence, if the quote is never closed, and if
  /// the byte depends on the locale.
  mutating func scanEscape() throws(Halt) {
    let escapeLine = line
    offset += 1
    guard offset < text.count else { throw unterminated("'", at: escapeLine) }
    let byte = text[offset]
    offset += 1
    switch byte {
    case UInt8(ascii: "\n"): line += lineStep
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): append(byte)
    case UInt8(ascii: "a"): append(0x07)
    case UInt8(ascii: "b"): append(0x08)
    case UInt8(ascii: "e"): append(0x1B)
    case UInt8(ascii: "f"): append(0x0C)
    case UInt8(ascii: "n"): append(0x0A)
    case UInt8(ascii: "r"): append(0x0D)
    case UInt8(ascii: "t"): append(0x09)
    case UInt8(ascii: "v"): append(0x0B)
    case UInt8(ascii: "x"): try appendNumber(scanHexadecimal(limit: .max).value)
    case UInt8(ascii: "0")...UInt8(ascii: "7"): try appendNumber(scanOctal(byte))
    case UInt8(ascii: "c"): try scanControl()
    case UInt8(ascii: "u"): try scanCodePoint(digits: 4)
    case UInt8(ascii: "U"): try scanCodePoint(digits: 8)
    default: throw badEscape(byte)
    }
  }

  private func badEscape(_ byte: UInt8) -> Halt {
    syntaxError("\\\(display(CollectionOfOne(byte)))")
  }

  private mutating func scanHexadecimal(limit: Int) -> (value: UInt32, count: Int) {
    var value: UInt32 = 0
    var count = 0
    while count < limit, offset < text.count, let digit = hexDigit(text[offset]) {
      value = value << 4 | digit
      count += 1
      offset += 1
    }
    return (value, count)
  }

  private mutating func scanOctal(_ first: UInt8) -> UInt32 {
    var value = UInt32(first - UInt8(ascii: "0"))
    for _ in 0..<2 {
      guard offset < text.count, (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(text[offset])
      else { break }
      value = value << 3 | UInt32(text[offset] - UInt8(ascii: "0"))
      offset += 1
    }
    return value
  }

  /// Appends the low 8 bits of `value` as a byte. If that is NUL, instead skips the text up to the
  /// closing quote, as sh does, and throws if there is none.
  private mutating func appendNumber(_ value: UInt32) throws(Halt) {
    let byte = UInt8(truncatingIfNeeded: value)
    if byte != 0 { return append(byte) }
    let firstLine = line
    while offset < text.count, text[offset] != UInt8(ascii: "'") {
      if text[offset] == UInt8(ascii: "\\") { offset += 1 }
      if offset < text.count, text[offset] == 0x0A { line += lineStep }
      offset += 1
    }
    if offset >= text.count { throw unterminated("'", at: firstLine) }
  }

  private mutating func scanControl() throws(Halt) {
    guard offset < text.count else { throw unterminated("'", at: line) }
    let byte = text[offset]
    offset += 1
    guard (0x3F...0x7A).contains(byte), byte != 0x60 else { throw badEscape(byte) }
    if byte == UInt8(ascii: "\\") {
      guard offset < text.count, text[offset] == byte else { throw badEscape(byte) }
      offset += 1
    }
    try appendNumber(byte == UInt8(ascii: "?") ? 127 : UInt32(byte & 0x1F))
  }

  private mutating func scanCodePoint(digits: Int) throws(Halt) {
    let (value, count) = scanHexadecimal(limit: digits)
    guard count == digits, value != 0, !(0xD800...0xDFFF).contains(value) else {
      throw badEscape(UInt8(ascii: "u"))
    }
    // Above ASCII the result depends on the locale in which sh was started.
    if value > 127 { throw shell(.unportable("\\u")) }
    append(UInt8(truncatingIfNeeded: value))
  }
}
