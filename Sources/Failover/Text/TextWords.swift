import RCConf

extension Substring {
  /// The words between ASCII white space, as isspace(3) defines it. sh and the tools whose output
  /// is parsed use no other white space.
  package var words: [String] { words(between: .blanks) }

  /// The lines of the text, without line ends (`\n` or `\r`) and without empty lines.
  package var lines: [Substring] { parts(between: .lineEnds) }

  /// The parts of the text between the ASCII bytes `separator`, including empty parts: `a`, an
  /// empty one and `b` for `a::b`. A text without separators is one part.
  package func fields(separatedBy separator: UInt8) -> [Substring] {
    var fields: [Substring] = []
    var rest = utf8
    while let end = rest.firstIndex(of: separator) {
      fields.append(Substring(rest[..<end]))
      rest = rest[rest.index(after: end)...]
    }
    return fields + [Substring(rest)]
  }
}

extension String {
  /// The text before the first ASCII byte `separator`, and the text after it. If there is no
  /// separator, `head` is the whole text and `tail` is nil.
  package func cut(at separator: UInt8) -> (head: Substring, tail: Substring?) {
    guard let index = utf8.firstIndex(of: separator) else { return (self[...], nil) }
    return (self[..<index], self[utf8.index(after: index)...])
  }

  /// The text after `prefix`; nil if the text does not begin with `prefix`.
  package func removing(prefix: String) -> Substring? {
    hasPrefix(prefix) ? Substring(utf8.dropFirst(prefix.utf8.count)) : nil
  }

  /// The text as one word for sh(1), in single quotes: `'it'\''s'` for `it's`.
  package var quoted: String {
    let parts = self[...].fields(separatedBy: UInt8(ascii: "'")).map { String($0) }
    return "'" + parts.joined(separator: "'\\''") + "'"
  }

  /// The words between ASCII white space, as isspace(3) defines it.
  package var words: [String] { self[...].words }

  /// The lines of the text, without line ends (`\n` or `\r`) and without empty lines.
  package var lines: [Substring] { self[...].lines }

  /// The lines of the text without their line ends (`\n`), empty lines included. A text that ends
  /// with a line end has an empty last line.
  package var fileLines: [Substring] { self[...].fields(separatedBy: 0x0A) }
}

extension StringProtocol {
  /// The text with its ASCII letters in lower case. Other letters stay, as in the patterns of
  /// rc.subr (`[Yy][Ee][Ss]`).
  package var asciiLowercased: String {
    String(decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }, as: UTF8.self)
  }

  /// The text with its ASCII letters in upper case. Other letters stay.
  package var asciiUppercased: String {
    String(decoding: utf8.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }, as: UTF8.self)
  }

  /// True if every character is an ASCII digit; also true for an empty text. (`Int` would accept a
  /// sign as well.)
  package var hasOnlyDigits: Bool { utf8.allSatisfy { (0x30...0x39).contains($0) } }

  /// True if every character is a hexadecimal digit, in upper or lower case; also true for an empty
  /// text.
  package var hasOnlyHexDigits: Bool {
    utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
  }
}

extension UInt8 {
  /// True if the byte is an ASCII letter, in upper or lower case.
  package var isASCIILetter: Bool { (0x41...0x5A).contains(self & 0xDF) }

  /// True if the byte is an ASCII digit.
  package var isASCIIDigit: Bool { (0x30...0x39).contains(self) }

  /// True if the byte is ASCII white space, as isspace(3) defines it: blank, tab, newline, vertical
  /// tab, form feed or carriage return.
  package var isASCIIBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
