/// `name=value` on a line of its own, with nothing in it that sh would expand (POSIX.1-2024 XCU 2.6,
/// 2.9.1).
struct PlainAssignment {
  /// Where in the text the name is.
  var name: Range<Int>
  /// Where in the text the value is, without quotes.
  var value: Range<Int>
  /// The line on which it stands, from 1.
  var line: Int32
}

extension Parser {
  /// The next command line if it is one of these; nil leaves it to `next()`.
  ///
  /// Nearly every line of rc.conf(5) is, and needs neither tokens nor a tree. Empty lines and
  /// comments before it are consumed either way.
  mutating func nextPlainAssignment() -> PlainAssignment? {
    skipEmptyLines()
    let start = offset
    guard start < text.count, isNameStart(text[start]) else { return nil }
    let equals = end(of: start) { isNameByte($0) }
    guard equals < text.count, text[equals] == UInt8(ascii: "="),
      let value = plainValue(at: equals + 1), let next = lineEnd(after: value.end)
    else { return nil }
    defer {
      offset = next
      line += lineStep
    }
    return PlainAssignment(name: start..<equals, value: value.bytes, line: line)
  }

  private mutating func skipEmptyLines() {
    while offset < text.count {
      let first = end(of: offset) { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      let isComment = first < text.count && text[first] == UInt8(ascii: "#")
      offset = isComment ? end(of: first, where: isNoNewline) : first
      guard offset < text.count, text[offset] == UInt8(ascii: "\n") else { return }
      offset += 1
      line += lineStep
    }
  }

  /// A value of one piece, quoted or not, and where the quotes after it end.
  private func plainValue(at start: Int) -> (bytes: Range<Int>, end: Int)? {
    guard start < text.count else { return (start..<start, start) }
    let quote = text[start]
    switch quote {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      let last = end(of: start + 1) { $0 != quote && isPlainInQuotes($0) }
      guard last < text.count, text[last] == quote else { return nil }
      return (start + 1..<last, last + 1)
    default:
      let last = end(of: start) { isNameByte($0) || isPlainPunctuation($0) }
      return (start..<last, last)
    }
  }

  /// Where the next line begins, if nothing but a comment is left of this one.
  private func lineEnd(after value: Int) -> Int? {
    let blank = end(of: value) { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    guard blank < text.count else { return blank }
    if text[blank] == UInt8(ascii: "\n") { return blank + 1 }
    guard blank > value, text[blank] == UInt8(ascii: "#") else { return nil }
    return min(end(of: blank, where: isNoNewline) + 1, text.count)
  }

  /// The first place from `start` on whose byte is none of these.
  @inline(__always)
  private func end(of start: Int, where belongs: (UInt8) -> Bool) -> Int {
    var index = start
    while index < text.count, belongs(text[index]) { index += 1 }
    return index
  }
}

@inline(__always)
private func isNoNewline(_ byte: UInt8) -> Bool { byte != UInt8(ascii: "\n") }

/// Printable ASCII but for what means something between double quotes; a locale could make
/// characters of other bytes.
@inline(__always)
private func isPlainInQuotes(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "\""), UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "\\"): false
  case UInt8(ascii: "\t"), 0x20...0x7E: true
  default: false
  }
}

/// What no shell gives a meaning in the middle of a value.
@inline(__always)
private func isPlainPunctuation(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ","),
    UInt8(ascii: ":"), UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: "@"):
    true
  default: false
  }
}
