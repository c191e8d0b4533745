import RCConf

extension Substring {
  /// The words between ASCII blanks, tabs and line ends. sh and the observed tools know no other
  /// blanks.
  package var words: [String] { words(between: .blanks) }

  /// The lines, without empty ones and without line ends.
  package var lines: [Substring] {
    utf8.split { $0 == 0x0A || $0 == 0x0D }.map { Substring($0) }
  }

  /// The fields between ASCII separators, including empty fields.
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
  /// The text before the first ASCII `separator`, and the text after it. Without a separator,
  /// `head` is the whole text and `tail` is nil.
  package func cut(at separator: UInt8) -> (head: Substring, tail: Substring?) {
    guard let index = utf8.firstIndex(of: separator) else { return (self[...], nil) }
    return (self[..<index], self[utf8.index(after: index)...])
  }

  /// The text after `prefix`; nil if the text does not begin with `prefix`.
  package func removing(prefix: String) -> Substring? {
    hasPrefix(prefix) ? Substring(utf8.dropFirst(prefix.utf8.count)) : nil
  }

  /// The text as one word for sh(1), in single quotes.
  package var quoted: String {
    let parts = self[...].fields(separatedBy: UInt8(ascii: "'")).map { String($0) }
    return "'" + parts.joined(separator: "'\\''") + "'"
  }

  /// The words between ASCII blanks, tabs and line ends.
  package var words: [String] { self[...].words }

  /// The lines, without empty ones and without line ends.
  package var lines: [Substring] { self[...].lines }
}

extension StringProtocol {
  /// The text with ASCII letters in lower case. The patterns of rc.subr (`[Yy][Ee][Ss]`) know no
  /// other letters.
  package var asciiLowercased: String {
    String(decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }, as: UTF8.self)
  }

  /// The text with ASCII letters in upper case.
  package var asciiUppercased: String {
    String(decoding: utf8.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }, as: UTF8.self)
  }

  /// True if all characters are ASCII digits, or if there are none. (Int also accepts a sign.)
  package var hasOnlyDigits: Bool { utf8.allSatisfy { (0x30...0x39).contains($0) } }

  /// True if all characters are hexadecimal digits, in upper or lower case, or if there are none.
  package var hasOnlyHexDigits: Bool {
    utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
  }
}

extension UInt8 {
  /// True for the letters of ASCII.
  package var isASCIILetter: Bool { (0x41...0x5A).contains(self & 0xDF) }

  /// True for the digits of ASCII.
  package var isASCIIDigit: Bool { (0x30...0x39).contains(self) }

  /// True for the blanks, tabs and line ends of ASCII.
  package var isASCIIBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
