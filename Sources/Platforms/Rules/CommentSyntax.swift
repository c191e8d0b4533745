/// The syntax of the comments in a file.
package enum CommentSyntax: Hashable, Sendable, CaseIterable {
  /// From `#` at the beginning of a word to the end of the line, as in sh(1).
  case number
  /// From `#` or `!` at the beginning of a word to the end of the line: keepalived, chrony.
  case numberOrExclamation
  /// Lines that begin with `#` or `;`, in files with sections.
  case lines
  /// `#`, `//` and `/* */`: named, dhcpd, jail.conf(5).
  case code
  /// `<!-- -->`
  case markup

  /// Returns the text without comments, with the same line numbers. Text in quotes is not a
  /// comment.
  package func withoutComments(_ text: String) -> String {
    var result: [UInt8] = []
    var rest = Array(text.utf8)[...]
    var quote: UInt8?
    var isWordStart = true
    var isLineStart = true
    while let byte = rest.first {
      if quote == nil, let count = comment(rest, isWordStart, isLineStart) {
        // Line ends stay, so that the lines keep their numbers.
        result += rest.prefix(count).filter { $0 == UInt8(ascii: "\n") }
        rest = rest.dropFirst(count)
        isWordStart = true
        continue
      }
      quote = quoteBehind(byte, quote)
      isLineStart = byte == UInt8(ascii: "\n") || isLineStart && byte <= 0x20
      isWordStart = byte <= 0x20 || byte == UInt8(ascii: ";")
      result.append(byte)
      rest = rest.dropFirst()
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Returns the open quote after `byte`; nil if no quote is open. A quote ends at the end of the
  /// line, so that an apostrophe does not hide the rest of the text.
  private func quoteBehind(_ byte: UInt8, _ quote: UInt8?) -> UInt8? {
    if byte == UInt8(ascii: "\n") || byte == quote { return nil }
    guard self != .lines, self != .markup, quote == nil else { return quote }
    return byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") ? byte : nil
  }

  /// Returns the length of the comment at the beginning of `rest`, in bytes; nil if there is no
  /// comment.
  private func comment(_ rest: ArraySlice<UInt8>, _ isWordStart: Bool, _ isLineStart: Bool) -> Int?
  {
    let line = rest.prefix { $0 != UInt8(ascii: "\n") }.count
    let isNumber = rest.first == UInt8(ascii: "#")
    switch self {
    case .number: return isNumber && isWordStart ? line : nil
    case .numberOrExclamation:
      return isNumber && isWordStart || rest.first == UInt8(ascii: "!") && isWordStart ? line : nil
    case .lines: return isLineStart && (isNumber || rest.first == UInt8(ascii: ";")) ? line : nil
    case .code:
      if isNumber || rest.starts(with: "//".utf8) && isWordStart { return line }
      return rest.starts(with: "/*".utf8) ? Self.length(of: rest, to: "*/") : nil
    case .markup: return rest.starts(with: "<!--".utf8) ? Self.length(of: rest, to: "-->") : nil
    }
  }

  /// Returns the length up to the end mark, or the length of `rest` if there is no end mark.
  private static func length(of rest: ArraySlice<UInt8>, to end: String) -> Int {
    let mark = Array(end.utf8)
    var place = rest.startIndex + 2
    while place + mark.count <= rest.endIndex {
      if rest[place..<(place + mark.count)].elementsEqual(mark) {
        return place + mark.count - rest.startIndex
      }
      place += 1
    }
    return rest.count
  }
}
