import Failover

/// A character in a file of rc.conf that is invisible, or looks like a blank, a quote or a minus
/// sign. sh(1) takes it as part of a word or a value.
struct OddCharacter: Hashable {
  /// The number of the line that has the character, from 1.
  var line: Int
  /// The kind of the character, such as a no-break space.
  var kind: Kind

  enum Kind: Hashable, CaseIterable {
    case byteOrderMark, carriageReturn, noBreakSpace, zeroWidthSpace, typographicQuote
    case typographicDash

    /// The name of the character and its effect in sh, as text for the user.
    var problem: String {
      switch self {
      case .byteOrderMark:
        "a byte-order mark (U+FEFF) in front: sh takes it for a part of the first word"
      case .carriageReturn:
        "a carriage return (CR, U+000D) at the end of the line: sh takes it for a part of the value"
      case .noBreakSpace:
        "a no-break space (U+00A0) or the like: sh takes it for a part of the word, and not for a blank"
      case .zeroWidthSpace:
        "an invisible character (U+200B or the like): sh takes it for a part of the word"
      case .typographicQuote:
        "a typographic quote: sh takes it for a part of the word, and not for a quote"
      case .typographicDash:
        "a typographic dash before a word: no program takes it for the minus sign of an option"
      }
    }

    /// How to remove this character from the file at `path`, as text for the user: commands for sh,
    /// or a hint.
    func remedy(_ path: String) -> String {
      switch self {
      case .byteOrderMark: "sed -i.bak '1s/^\\xEF\\xBB\\xBF//' \(path)"
      case .carriageReturn: "tr -d '\\r' <\(path) >\(path).new && cat \(path).new >\(path)"
      case .noBreakSpace: "type a blank in its place"
      case .zeroWidthSpace: "type the word again"
      case .typographicDash: "type - in its place"
      case .typographicQuote: "type \" in its place"
      }
    }
  }

  /// Returns the odd characters of `text` in their order, of each kind only the first on a line;
  /// empty if there are none. Comments are not searched, except for carriage returns. A typographic
  /// quote between plain quotes counts only next to one of them.
  static func all(in text: [UInt8]) -> [OddCharacter] {
    var scanner = Scanner(text)
    return scanner.scan()
  }
}

/// Finds the odd characters in a text. Follows quotes and comments as sh does.
private struct Scanner {
  private let text: [UInt8]
  private var place = 0
  private var line = 1
  private var quote: UInt8?
  private var found: [OddCharacter] = []

  init(_ text: [UInt8]) { self.text = text }

  mutating func scan() -> [OddCharacter] {
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { note(.byteOrderMark) }
    while place < text.count {
      step()
      place += 1
    }
    return found
  }

  private mutating func step() {
    switch text[place] {
    case UInt8(ascii: "\n"): line += 1
    case UInt8(ascii: "\r"):
      if place + 1 == text.count || text[place + 1] == UInt8(ascii: "\n") { note(.carriageReturn) }
    case UInt8(ascii: "\\") where quote != UInt8(ascii: "'"): skipEscaped()
    case UInt8(ascii: "#") where quote == nil && isWordStart: skipComment()
    case let byte where byte == quote: quote = nil
    case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = quote ?? text[place]
    case 0x80...: readWide()
    default: break
    }
  }

  private var isWordStart: Bool {
    place == 0 || [0x20, 0x09, 0x0A, UInt8(ascii: ";")].contains(text[place - 1])
  }

  private mutating func skipEscaped() {
    guard place + 1 < text.count, text[place + 1] != UInt8(ascii: "\n"),
      text[place + 1] != UInt8(ascii: "\r")
    else { return }
    place += 1
  }

  /// Skips a comment up to the end of the line, but stops before a carriage return. So a carriage
  /// return at the end is still reported: it shows that the file has CRLF line ends.
  private mutating func skipComment() {
    while place + 1 < text.count, text[place + 1] != UInt8(ascii: "\n"),
      text[place + 1] != UInt8(ascii: "\r")
    { place += 1 }
  }

  /// Notes the character at the present place of the scan if it is an odd one outside ASCII. In
  /// UTF-8 these characters have two or three bytes.
  private mutating func readWide() {
    switch wide {
    case 0x00A0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: note(.noBreakSpace)
    case 0x00AD, 0x200B...0x200D, 0x2060: note(.zeroWidthSpace)
    case 0x2018...0x201F:
      let isAtQuote = place > 0 && text[place - 1] == quote || byte(3) == quote
      if quote == nil || isAtQuote { note(.typographicQuote) }
    case 0x2010...0x2015, 0x2212:
      let isFirst = place == 0 || " \t\n=\"'".utf8.contains(text[place - 1])
      if isFirst, byte(3)?.isASCIILetter == true { note(.typographicDash) }
    default: break
    }
  }

  /// The character of two or three bytes in UTF-8 at the present place of the scan; 0 for any
  /// other.
  private var wide: UInt32 {
    let all = [text[place], byte(1) ?? 0, byte(2) ?? 0].map { UInt32($0) }
    switch all[0] {
    case 0xC2...0xDF: return (all[0] & 0x1F) << 6 | all[1] & 0x3F
    case 0xE0...0xEF: return (all[0] & 0x0F) << 12 | (all[1] & 0x3F) << 6 | all[2] & 0x3F
    default: return 0
    }
  }

  /// Returns the byte `distance` bytes after the present place of the scan; nil after the end.
  private func byte(_ distance: Int) -> UInt8? {
    place + distance < text.count ? text[place + distance] : nil
  }

  private mutating func note(_ kind: OddCharacter.Kind) {
    let odd = OddCharacter(line: line, kind: kind)
    if !found.contains(odd) { found.append(odd) }
  }
}
