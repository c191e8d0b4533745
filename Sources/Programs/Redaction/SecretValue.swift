/// The value of a secret setting in a line: where it is, and whether a sign assigns it.
///
/// The line may be quoted once more as a whole, as sh(1) and JSON do, so that a quote in it is
/// written `'\''` or `\"`.
struct SecretValue {
  /// The bytes of the value in the line, without its quotes; empty if the line has no value.
  private(set) var range: Range<Int>
  /// True if `=` or `:` is between the name and the value.
  private(set) var isAssigned = false
  /// True if the line ends with a backslash inside the value, so that the next line continues it.
  private(set) var goesOn = false

  /// Finds the value behind the name that ends before the index `end` of `line`. A quoted value
  /// ends at its closing quote. Any other ends at a blank, a quote, `;`, `,` or `}`; one that
  /// `isWhole` ends only at a quote.
  init(in line: [UInt8], behind end: Int, isWhole: Bool = false) {
    var start = end
    while start < line.count {
      let byte = line[start]
      // A quote directly behind the name closes the name: `"psk": "x"`.
      let closes = start == end ? Self.quote(line, at: end).count : 0
      // In `token ::1` the colons belong to an address and assign nothing.
      let isBehindName = start == end || Self.isQuote(line[start - 1])
      if byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":") && isBehindName {
        isAssigned = true
      } else if byte != 0x20, byte != 0x09, byte != UInt8(ascii: ":"), closes == 0 {
        break
      }
      start += max(closes, 1)
    }
    let quote = start > end ? Self.quote(line, at: start) : []
    start = min(start + quote.count, line.count)
    range = start..<start
    guard start > end else { return }
    let stop =
      quote.isEmpty
      ? Self.end(line, from: start, isWhole) : Self.end(line, from: start, quotedBy: Array(quote))
    range = start..<stop
    goesOn = stop == line.count && line.last == UInt8(ascii: "\\")
  }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
  }

  /// Returns the quote at `index`: `"` or `'`, or one of them as it is written in a quoted text,
  /// `\"`, `\'` or `'\''`. Empty if there is none.
  private static func quote(_ line: [UInt8], at index: Int) -> ArraySlice<UInt8> {
    let rest = line[min(index, line.count)...]
    if rest.starts(with: "'\\''".utf8) { return rest.prefix(4) }
    let escape = rest.first == UInt8(ascii: "\\") ? 1 : 0
    let isQuoted = rest.dropFirst(escape).first.map { isQuote($0) } ?? false
    return rest.prefix(isQuoted ? escape + 1 : 0)
  }

  /// Returns the index of the quote that closes the value; the end of the line if there is none.
  private static func end(_ line: [UInt8], from start: Int, quotedBy quote: [UInt8]) -> Int {
    var index = start
    while index < line.count {
      let rest = line[index...]
      if rest.starts(with: quote) {
        let behind = rest.dropFirst(quote.count)
        // In sh(1), a word goes on behind a quote: `'it'\''s'` is the one word `it's`.
        guard let next = behind.first,
          next == UInt8(ascii: "\\") || isAlphanumeric(next)
            || behind.starts(with: quote)
        else { return index }
        index += quote.count
      } else {
        let isEscaped = quote.last == UInt8(ascii: "\"") && rest.first == UInt8(ascii: "\\")
        index += isEscaped ? 2 : 1
      }
    }
    return line.count
  }

  /// Returns the index behind a value without quotes.
  private static func end(_ line: [UInt8], from start: Int, _ isWhole: Bool) -> Int {
    var index = start
    while index < line.count {
      let byte = line[index]
      let next = index + 1 < line.count ? line[index + 1] : 0
      if isQuote(byte) {
        // A quote before a letter closes nothing: `it's`.
        guard isAlphanumeric(next) || line[index...].starts(with: "'\\''".utf8) else { break }
      } else if !isWhole,
        byte <= 0x20 || byte == UInt8(ascii: ";") || byte == UInt8(ascii: ",")
          || byte == UInt8(ascii: "}")
      {
        break
      }
      // In `\"psk=abc\"` the backslash belongs to the quote. Any other takes the next byte into the
      // value.
      let isEscape = byte == UInt8(ascii: "\\")
      if isEscape, isQuote(next), index + 2 >= line.count || !isAlphanumeric(line[index + 2]) {
        break
      }
      index += isEscape ? 2 : 1
    }
    return min(index, line.count)
  }
}
