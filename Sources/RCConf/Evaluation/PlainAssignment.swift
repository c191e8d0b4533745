/// `name=value` on a line of its own, with nothing in it that sh would expand (POSIX.1-2024 XCU
/// 2.6, 2.9.1).
struct PlainAssignment {
  /// The range of the name in the text.
  var name: Range<Int>
  /// The range of the value in the text, without quotes.
  var value: Range<Int>
  /// The number of the line, from 1.
  var line: Int32
}

extension Parser {
  /// Returns the next command line if it is a plain assignment. Returns nil otherwise; then
  /// `next()` parses the line.
  ///
  /// Nearly every line of rc.conf(5) is a plain assignment, which needs neither tokens nor a tree.
  /// Empty lines and comments before the line are consumed in both cases.
  mutating func nextPlainAssignment() -> PlainAssignment? {
    skipEmptyLines()
    guard let (name, value, next) = text.plainAssignment(at: offset) else { return nil }
    defer {
      offset = next
      line += lineStep
    }
    return PlainAssignment(name: name, value: value, line: line)
  }

  private mutating func skipEmptyLines() {
    while offset < text.count {
      offset = text.blanksEnd(at: offset)
      guard let next = text.lineEnd(after: offset, commentNeedsBlank: false) else { return }
      if next > offset, text[next - 1] == UInt8(ascii: "\n") { line += lineStep }
      offset = next
    }
  }
}

// These are methods of the byte array, since methods of the parser would copy the text.
extension [UInt8] {
  /// Returns the ranges of name and value, and the start of the next line (`next`), if the line at
  /// `start` is a plain assignment; nil otherwise.
  fileprivate func plainAssignment(
    at start: Int
  ) -> (name: Range<Int>, value: Range<Int>, next: Int)? {
    guard start < count, isNameStart(self[start]) else { return nil }
    let equals = end(of: start) { isNameByte($0) }
    guard equals < count, self[equals] == UInt8(ascii: "="),
      let value = plainValue(at: equals + 1), let next = lineEnd(after: value.end)
    else { return nil }
    return (start..<equals, value.bytes, next)
  }

  /// Returns the range of a value that is either in quotes as a whole or has no quotes, without its
  /// quotes, and the index after the closing quote; nil for any other value.
  private func plainValue(at start: Int) -> (bytes: Range<Int>, end: Int)? {
    guard start < count else { return (start..<start, start) }
    let quote = self[start]
    switch quote {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      let last = end(of: start + 1) { $0 != quote && isPlainInQuotes($0) }
      guard last < count, self[last] == quote else { return nil }
      return (start + 1..<last, last + 1)
    default:
      let last = end(of: start) { isNameByte($0) || isPlainPunctuation($0) }
      return (start..<last, last)
    }
  }

  /// Returns the start of the next line if the rest of this line is empty or a comment; nil
  /// otherwise.
  fileprivate func lineEnd(after start: Int, commentNeedsBlank: Bool = true) -> Int? {
    let blank = blanksEnd(at: start)
    guard blank < count else { return blank }
    if self[blank] == UInt8(ascii: "\n") { return blank + 1 }
    guard blank > start || !commentNeedsBlank, self[blank] == UInt8(ascii: "#") else { return nil }
    return Swift.min(firstPlace(of: UInt8(ascii: "\n"), in: self, from: blank) + 1, count)
  }

  fileprivate func blanksEnd(at start: Int) -> Int {
    end(of: start) { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }

  /// Returns the first index from `start` on of a byte for which `belongs` is false.
  @inline(__always)
  private func end(of start: Int, where belongs: (UInt8) -> Bool) -> Int {
    var index = start
    while index < count, belongs(self[index]) { index += 1 }
    return index
  }
}

/// Returns true for printable ASCII without a meaning inside double quotes. In some locales, other
/// bytes form characters.
@inline(__always)
private func isPlainInQuotes(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "\""), UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "\\"): false
  case UInt8(ascii: "\t"), 0x20...0x7E: true
  default: false
  }
}

/// Returns true for a byte that has no meaning inside an unquoted value in any shell.
@inline(__always)
private func isPlainPunctuation(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ","),
    UInt8(ascii: ":"), UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: "@"):
    true
  default: false
  }
}
