import RCConf

extension Substring {
  /// The words between blanks, tabs and line ends: ASCII's alone, as sh and the tools whose output
  /// is read know no others.
  package var words: [String] { words(between: { $0 == 0x20 || (0x09...0x0D).contains($0) }) }

  /// The lines that are not empty, without their ends.
  package var lines: [Substring] {
    utf8.split { $0 == 0x0A || $0 == 0x0D }.map { Substring($0) }
  }

  /// What stands between the separators, which are of ASCII; nothing is a field too.
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
  /// What stands before the first `separator`, which is of ASCII, and what behind it; nil where there is
  /// none.
  package func cut(at separator: UInt8) -> (head: Substring, tail: Substring?) {
    guard let index = utf8.firstIndex(of: separator) else { return (self[...], nil) }
    return (self[..<index], self[utf8.index(after: index)...])
  }

  /// The words between blanks, tabs and line ends of ASCII.
  package var words: [String] { self[...].words }

  /// The lines that are not empty, without their ends.
  package var lines: [Substring] { self[...].lines }
}

extension StringProtocol {
  /// Whether it has no characters but the digits of ASCII, or none at all; Int takes a sign as well.
  package var hasOnlyDigits: Bool { utf8.allSatisfy { (0x30...0x39).contains($0) } }

  /// Whether it has no characters but hexadecimal digits, in any case of letters, or none at all.
  package var hasOnlyHexDigits: Bool {
    utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
  }
}
