/// How a byte of a word is quoted: not at all, or by `'…'`, `$'…'`, `"…"` or `$((…))`, in this
/// order (POSIX XCU 2.2).
enum Quoting: UInt8 {
  case none, single, dollarSingle, double, arithmetic
}

/// One level of nesting in a word: the word itself, or a `${…}` or `$((…))` that is not closed yet.
/// With the quoting of the bytes directly inside it.
struct WordLevel {
  enum Kind: UInt8 {
    case word
    /// `${x-word}`, `${x+word}`, `${x?word}` or `${x=word}`. `word` begins with the quoting that is
    /// in effect before the `$`.
    case inheriting
    /// `${x%pattern}` or `${x#pattern}`. `pattern` begins unquoted, even in double quotes. Also
    /// used for `${#x}` and for an invalid operation.
    case pattern
    case arithmetic
  }

  var kind: Kind
  var quoting: Quoting
  /// The number of `(` inside `$((…` that are not closed yet; 0 for other kinds.
  var parentheses: Int32 = 0
  /// The index in `Syntax.parts` of the part of this `${…}` or `$((…))`; unused for the word
  /// itself.
  var part: Int = 0
}

extension Parser {
  /// Reads a word into `word`, and sets `token` to `.word`. If a redirection operator comes next,
  /// such as `<` or `2>`, reads that instead, and sets `token` to `.redirection`. Throws at a
  /// syntax error, and at text that only sh can parse.
  mutating func scanWord() throws(Halt) {
    let firstPart = syntax.parts.count
    let firstLine = line
    levels.removeAll(keepingCapacity: true)
    level = WordLevel(kind: .word, quoting: .none)
    wordIsQuoted = false
    partFloor = firstPart
    while try scanPiece() {}
    if level.quoting != .none || level.kind != .word { throw unclosed(since: firstLine) }
    if offset < text.count, text[offset] == UInt8(ascii: "<") || text[offset] == UInt8(ascii: ">"),
      !wordIsQuoted, syntax.isDescriptor(partsFrom: firstPart)
    {
      scanRedirection()
      return
    }
    token = .word
    word = Word(
      start: Int32(firstPart), end: Int32(syntax.parts.count), line: firstLine,
      equals: syntax.assignmentSign(inPart: firstPart), isQuoted: wordIsQuoted)
  }

  /// Returns the error for the quote or substitution that is still open at the end of the text.
  /// `firstLine` is the line where the word begins, which the error shows.
  private func unclosed(since firstLine: Int32) -> Halt {
    switch level.quoting {
    case .arithmetic: unterminated("$((", at: firstLine)
    case .double: unterminated("\"", at: firstLine)
    case .single, .dollarSingle: unterminated("'", at: firstLine)
    case .none: unterminated("${", at: firstLine)
    }
  }

  /// Reads the next piece of a word: a run of ordinary bytes, and the special byte after it, such
  /// as a quote or a `$`, with what that begins. Returns false at the end of the word, else true.
  /// Throws at a syntax error, and at text that only sh can parse.
  private mutating func scanPiece() throws(Halt) -> Bool {
    let start = offset
    let quoting = level.quoting
    while offset < text.count, !isSpecial(text[offset], in: quoting) { offset += 1 }
    if offset > start { appendText(start..<offset) }
    guard offset < text.count else { return false }
    switch quoting {
    case .none: return try scanUnquoted(text[offset])
    case .double: try scanDouble(text[offset])
    case .single, .dollarSingle: try scanSingle(text[offset])
    case .arithmetic: try scanArithmetic(text[offset])
    }
    return true
  }

  // Called for every byte. Without inlining, the call takes twice as long as the work.
  @inline(__always)
  private func isSpecial(_ byte: UInt8, in quoting: Quoting) -> Bool {
    switch byte {
    case UInt8(ascii: "\n"): true
    case UInt8(ascii: "\\"): quoting != .single
    case UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "}"), UInt8(ascii: "\""):
      quoting != .single && quoting != .dollarSingle
    case UInt8(ascii: "'"): quoting != .double && quoting != .arithmetic
    case UInt8(ascii: "("), UInt8(ascii: ")"): quoting == .none || quoting == .arithmetic
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "&"), UInt8(ascii: "|"),
      UInt8(ascii: ";"), UInt8(ascii: "<"), UInt8(ascii: ">"):
      quoting == .none
    default: false
    }
  }

  private mutating func scanUnquoted(_ byte: UInt8) throws(Halt) -> Bool {
    switch byte {
    case UInt8(ascii: "\\"): scanBackslash()
    case UInt8(ascii: "'"): openQuote(.single)
    case UInt8(ascii: "\""): openQuote(.double)
    case UInt8(ascii: "$"): try scanDollar()
    case UInt8(ascii: "`"): try scanBackquoted()
    case UInt8(ascii: "}"): scanBrace()
    default:
      // Blanks and operators end a word, except inside ${…}.
      if level.kind == .word { return false }
      if byte == 0x0A { line += lineStep }
      appendText(offset..<offset + 1)
      offset += 1
    }
    return true
  }

  private mutating func scanDouble(_ byte: UInt8) throws(Halt) {
    switch byte {
    case UInt8(ascii: "\\"): scanBackslash()
    case UInt8(ascii: "\""): closeQuote()
    case UInt8(ascii: "$"): try scanDollar()
    case UInt8(ascii: "`"): try scanBackquoted()
    case UInt8(ascii: "}"): scanBrace()
    default:
      line += lineStep
      appendText(offset..<offset + 1)
      offset += 1
    }
  }

  private mutating func scanSingle(_ byte: UInt8) throws(Halt) {
    switch byte {
    case UInt8(ascii: "'"): closeQuote()
    case UInt8(ascii: "\\"): try scanEscape()
    default:
      line += lineStep
      appendText(offset..<offset + 1)
      offset += 1
    }
  }

  private mutating func scanArithmetic(_ byte: UInt8) throws(Halt) {
    switch byte {
    case UInt8(ascii: "\\"):
      if peekJoined() != byte || text[offset] != byte { return }
      // Shells differ on what a backslash or a quote means in an expression.
      appendPart(.unportable)
      scanBackslash()
    case UInt8(ascii: "\""):
      appendPart(.unportable)
      offset += 1
    case UInt8(ascii: "$"): try scanDollar()
    case UInt8(ascii: "`"): try scanBackquoted()
    case UInt8(ascii: "}"): scanBrace()
    case UInt8(ascii: "("):
      level.parentheses += 1
      appendText(offset..<offset + 1)
      offset += 1
    case UInt8(ascii: ")"): closeParenthesis()
    default:
      line += lineStep
      appendText(offset..<offset + 1)
      offset += 1
    }
  }

  private mutating func closeParenthesis() {
    offset += 1
    if level.parentheses > 0 {
      level.parentheses -= 1
      append(UInt8(ascii: ")"))
    } else if peekJoined() == UInt8(ascii: ")"), level.kind == .arithmetic {
      offset += 1
      closeLevel()
    } else {
      appendPart(.unportable)
      if peekJoined() == UInt8(ascii: ")") { offset += 1 }
    }
  }

  private mutating func scanBackslash() {
    offset += 1
    guard offset < text.count else { return append(UInt8(ascii: "\\")) }
    let byte = text[offset]
    offset += 1
    if byte == 0x0A {
      line += lineStep
      return
    }
    wordIsQuoted = true
    if level.quoting == .double {
      switch byte {
      case UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "$"), UInt8(ascii: "\""): break
      case UInt8(ascii: "}") where level.kind == .inheriting: break
      default: append(UInt8(ascii: "\\"))
      }
      return append(byte)
    }
    appendPart(.quoteMark)
    append(byte, quoted: true)
  }

  private mutating func openQuote(_ quoting: Quoting) {
    offset += 1
    appendPart(.quoteMark)
    level.quoting = quoting
  }

  private mutating func closeQuote() {
    offset += 1
    wordIsQuoted = true
    level.quoting = .none
  }

  private mutating func scanBrace() {
    offset += 1
    let closes =
      switch level.kind {
      case .inheriting: level.quoting == levels.last?.quoting
      case .pattern: level.quoting == .none
      case .word, .arithmetic: false
      }
    if closes { closeLevel() } else { append(UInt8(ascii: "}")) }
  }
}
