/// The syntax of comments in a configuration file.
package enum CommentSyntax: Hashable, Sendable, CaseIterable {
  /// From `#` at the beginning of a word to the end of the line, as in sh(1).
  case number
  /// From `#` or `!` at the beginning of a word to the end of the line, as for keepalived and
  /// chrony.
  case numberOrExclamation
  /// Whole lines that begin with `#` or `;`, as in smb.conf and other files with `[sections]`.
  case lines
  /// From `#` or `//` to the end of the line, and between `/*` and `*/`, as for named, dhcpd and
  /// jail.conf(5).
  case code
  /// Between `<!--` and `-->`, as in XML.
  case markup

  /// Returns `text` without comments. Line ends in comments stay, so that every line keeps its
  /// number. A comment mark in quotes does not count, except for `lines` and `markup`.
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

  /// Returns the quotation mark that is open after `byte`; nil if none is. `quote` is the mark that
  /// is open before `byte`, nil if none is. A quote ends at the latest with the line, so that an
  /// apostrophe does not hide the rest of the text. Always nil for `lines` and `markup`.
  private func quoteBehind(_ byte: UInt8, _ quote: UInt8?) -> UInt8? {
    if byte == UInt8(ascii: "\n") || byte == quote { return nil }
    guard self != .lines, self != .markup, quote == nil else { return quote }
    return byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") ? byte : nil
  }

  /// Returns the length in bytes of the comment with which `rest` begins; nil if it does not begin
  /// with a comment. `isWordStart` and `isLineStart` are true if `rest` begins a word or a line.
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

  /// Returns the number of bytes of `rest` up to and including the first `end`, such as `*/`; the
  /// length of `rest` if there is no `end`.
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
