/// A token of the shell grammar (POSIX XCU 2.10.2), as FreeBSD's sh recognizes it. The raw value is
/// its text in messages.
enum Token: String {
  case endOfFile = "end of file"
  case newline
  case semicolon = ";"
  case background = "&"
  case and = "&&"
  case or = "||"
  case pipe = "|"
  case leftParenthesis = "("
  case rightParenthesis = ")"
  case endOfCase = ";;"
  case fallThrough = ";&"
  case redirection
  case word
  case not = "!"
  case begin = "{"
  case end = "}"
  case `case`, `do`, done, elif, `else`, esac, fi, `for`, `if`, then, until, `while`

  /// The tokens that are keywords at the beginning of a command, and words elsewhere: `if`, `{`.
  static let keywords: [Token] = [
    .not, .begin, .end, .case, .do, .done, .elif, .else, .esac, .fi, .for, .if, .then, .until,
    .while,
  ]

  /// True if a list of commands ends before this token, as before `then`, `fi` and `)`.
  var endsList: Bool {
    switch self {
    case .endOfFile, .rightParenthesis, .endOfCase, .fallThrough, .then, .else, .elif, .fi, .do,
      .done, .end, .esac:
      true
    default: false
    }
  }
}

/// Options for reading the next token.
struct TokenChecks: OptionSet {
  let rawValue: UInt8
  /// Skip newlines before the token.
  static let newlines = TokenChecks(rawValue: 1)
  /// If the token is a word that is a keyword, such as `if`, return the token of the keyword.
  static let keywords = TokenChecks(rawValue: 2)
}

extension Parser {
  /// Reads the next token into `token`, and returns it. If `pushedBack` is true, returns the token
  /// that is in `token` already. Throws at a syntax error, and at text that only sh can parse.
  @discardableResult
  mutating func readToken() throws(Halt) -> Token {
    if pushedBack {
      pushedBack = false
    } else {
      try scanToken()
    }
    if checks.contains(.newlines) {
      while token == .newline { try scanToken() }
    }
    if token == .word, checks.contains(.keywords), let keyword = keyword(word) { token = keyword }
    if token != .not { checks = [] }
    return token
  }

  /// Returns the next token. The next `readToken` returns it again. Throws at a syntax error, and
  /// at text that only sh can parse.
  mutating func peekToken() throws(Halt) -> Token {
    try readToken()
    pushedBack = true
    return token
  }

  private func keyword(_ word: Word) -> Token? {
    guard !word.isQuoted else { return nil }
    let text = syntax.plainText(word)
    guard (1...5).contains(text.count) else { return nil }
    let name = display(text)
    return Token.keywords.first { $0.rawValue == name }
  }

  private mutating func scanToken() throws(Halt) {
    while true {
      tokenLine = line
      guard offset < text.count else {
        token = .endOfFile
        return
      }
      let byte = text[offset]
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        offset += 1
      case UInt8(ascii: "#"):
        offset = firstPlace(of: UInt8(ascii: "\n"), in: text, from: offset)
      case UInt8(ascii: "\\") where offset + 1 < text.count && text[offset + 1] == 0x0A:
        offset += 2
        line += lineStep
      case UInt8(ascii: "\n"):
        offset += 1
        line += lineStep
        token = .newline
        if !hereDocuments.isEmpty { try skipHereDocuments() }
        return
      case UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: ";"), UInt8(ascii: "("),
        UInt8(ascii: ")"):
        offset += 1
        token = scanOperator(byte)
        return
      default:
        return try scanWord()
      }
    }
  }

  private mutating func scanOperator(_ byte: UInt8) -> Token {
    switch byte {
    case UInt8(ascii: "&"): return take(UInt8(ascii: "&")) ? .and : .background
    case UInt8(ascii: "|"): return take(UInt8(ascii: "|")) ? .or : .pipe
    case UInt8(ascii: ";"):
      if take(UInt8(ascii: ";")) { return .endOfCase }
      return take(UInt8(ascii: "&")) ? .fallThrough : .semicolon
    case UInt8(ascii: "("): return .leftParenthesis
    default: return .rightParenthesis
    }
  }

  /// Returns the next byte of the text without consuming it. Skips pairs of backslash and newline,
  /// which join two lines. Nil at the end of the text.
  mutating func peekJoined() -> UInt8? {
    while offset + 1 < text.count, text[offset] == UInt8(ascii: "\\"), text[offset + 1] == 0x0A {
      offset += 2
      line += lineStep
    }
    return offset < text.count ? text[offset] : nil
  }

  /// If the next byte is `byte`, consumes it and returns true. Otherwise returns false and leaves
  /// the byte for the next call.
  mutating func take(_ byte: UInt8) -> Bool {
    guard peekJoined() == byte else { return false }
    offset += 1
    return true
  }

  /// Consumes a redirection operator, whose first byte, `<` or `>`, is the next one, and sets
  /// `token` to `.redirection`. For `<<`, also sets `openHereDocument`.
  mutating func scanRedirection() {
    let opener = text[offset]
    offset += 1
    token = .redirection
    if opener == UInt8(ascii: ">") {
      _ = take(UInt8(ascii: ">")) || take(UInt8(ascii: "&")) || take(UInt8(ascii: "|"))
    } else if take(UInt8(ascii: "<")) {
      let stripsTabs = take(UInt8(ascii: "-"))
      openHereDocument = HereDocument(marker: [], isQuoted: false, stripsTabs: stripsTabs)
    } else {
      _ = take(UInt8(ascii: "&")) || take(UInt8(ascii: ">"))
    }
  }
}
