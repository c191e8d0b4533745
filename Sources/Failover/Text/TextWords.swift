import RCConf

extension Substring {
  /// The words between ASCII blanks, tabs and line ends. sh and the observed tools know no other
  /// blanks.
  package var words: [String] { words(between: { $0 == 0x20 || (0x09...0x0D).contains($0) }) }

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
  /// The text before and after the first ASCII `separator`; nil if there is none.
  package func cut(at separator: UInt8) -> (head: Substring, tail: Substring?) {
    guard let index = utf8.firstIndex(of: separator) else { return (self[...], nil) }
    return (self[..<index], self[utf8.index(after: index)...])
  }

  /// The words between ASCII blanks, tabs and line ends.
  package var words: [String] { self[...].words }

  /// The lines, without empty ones and without line ends.
  package var lines: [Substring] { self[...].lines }
}

extension StringProtocol {
  /// True if all characters are ASCII digits, or if there are none. (Int also accepts a sign.)
  package var hasOnlyDigits: Bool { utf8.allSatisfy { (0x30...0x39).contains($0) } }

  /// True if all characters are hexadecimal digits, in upper or lower case, or if there are none.
  package var hasOnlyHexDigits: Bool {
    utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
  }
}
