/// A line with nothing but `name=value`, and with no text in it that sh would expand (POSIX.1-2024
/// XCU 2.6, 2.9.1).
struct PlainAssignment {
  /// The range of the variable's name in the bytes of the parsed text.
  var name: Range<Int>
  /// The range of the value, without its quotes, in the bytes of the parsed text.
  var value: Range<Int>
  /// The number of the line, from 1.
  var line: Int32
}

extension Parser {
  /// Returns the next command line if it is a plain assignment: `name=value` without expansions.
  /// Returns nil for any other line; then `next()` parses it.
  ///
  /// Nearly every line of rc.conf(5) is a plain assignment, which needs neither tokens nor a tree.
  /// Empty lines and comments before the line are skipped in both cases.
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
  /// Returns the ranges of the name and the value, and the index at which the next line begins, if
  /// the line at the index `start` is a plain assignment. Nil for any other line.
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

  /// Returns the range of the value that begins at `start`, without its quotes, and the index after
  /// the closing quote or the value. Nil unless the value is in quotes as a whole, or has no quotes
  /// and no text that sh would expand.
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

  /// Returns the index at which the next line begins, if the line has only blanks or a comment from
  /// `start` on; nil otherwise. If `commentNeedsBlank` is true, a `#` at `start` itself begins no
  /// comment.
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

  /// Returns the index of the first byte, from `start` on, for which `belongs` is false; `count` if
  /// there is none.
  @inline(__always)
  private func end(of start: Int, where belongs: (UInt8) -> Bool) -> Int {
    var index = start
    while index < count, belongs(self[index]) { index += 1 }
    return index
  }
}

/// Returns true for printable ASCII and tab, except the double quote, `$`, the backquote and `\`,
/// which have a meaning inside double quotes. False for other bytes, which form characters in some
/// locales.
@inline(__always)
private func isPlainInQuotes(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "\""), UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "\\"): false
  case UInt8(ascii: "\t"), 0x20...0x7E: true
  default: false
  }
}

/// Returns true for punctuation without a meaning in an unquoted value in any shell, such as `-`,
/// `.` and `/`.
@inline(__always)
private func isPlainPunctuation(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ","),
    UInt8(ascii: ":"), UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: "@"):
    true
  default: false
  }
}
