/// Tokens of the shell grammar (POSIX XCU 2.10.2), as FreeBSD's sh recognises them.
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

  /// The tokens that are keywords where a command may begin, and words elsewhere.
  static let keywords: [Token] = [
    .not, .begin, .end, .case, .do, .done, .elif, .else, .esac, .fi, .for, .if, .then, .until,
    .while,
  ]

  /// True if the token ends a list of commands.
  var endsList: Bool {
    switch self {
    case .endOfFile, .rightParenthesis, .endOfCase, .fallThrough, .then, .else, .elif, .fi, .do,
      .done, .end, .esac:
      true
    default: false
    }
  }
}

/// Options of the parser for reading the next token.
struct TokenChecks: OptionSet {
  let rawValue: UInt8
  /// Skip newlines before the token.
  static let newlines = TokenChecks(rawValue: 1)
  /// Read a word as a keyword if it is one.
  static let keywords = TokenChecks(rawValue: 2)
}

extension Parser {
  /// Reads the next token into `token`, and returns it. If `pushedBack` is true, keeps the present
  /// token.
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

  /// Returns the next token without consuming it.
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

  /// Returns the next byte, after removing backslash-newline pairs before it. Returns nil at the
  /// end of the text.
  mutating func peekJoined() -> UInt8? {
    while offset + 1 < text.count, text[offset] == UInt8(ascii: "\\"), text[offset + 1] == 0x0A {
      offset += 2
      line += lineStep
    }
    return offset < text.count ? text[offset] : nil
  }

  /// Consumes the next byte if it is `byte`. Returns false, and consumes nothing, if it is another
  /// one.
  mutating func take(_ byte: UInt8) -> Bool {
    guard peekJoined() == byte else { return false }
    offset += 1
    return true
  }

  /// Consumes a redirection operator that begins with `<` or `>`, and sets `token` to
  /// `.redirection`.
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
