/// A pattern of sh, such as `hn[0-9]*` (POSIX XCU 2.14), for texts of bytes. A match takes at most
/// as many steps as the length of the text times the number of tokens.
package struct Pattern {
  enum Token {
    /// Matches this byte.
    case byte(UInt8)
    /// Matches any one byte: `?`.
    case any
    /// Matches any number of any bytes, also none: `*`.
    case star
    /// Matches one byte of this set: `[…]`.
    case set(ByteSet)
  }

  private(set) var tokens: [Token] = []
  /// True if the pattern has no special characters, so that it matches only its own text.
  private(set) var isLiteral = true

  /// Parses the pattern `bytes`. A byte is quoted, and matches only itself, if the element of
  /// `marks` at its index is not 0.
  ///
  /// Nil if shells differ on the meaning of the pattern: `[^…]`, `[[.x.]]`, or an unquoted
  /// backslash that comes from a variable.
  init?(_ bytes: [UInt8], marks: [UInt8]) {
    tokens.reserveCapacity(bytes.count)
    var index = 0
    let lastClosing = bytes.lastIndex(of: UInt8(ascii: "]")) ?? -1
    while index < bytes.count {
      let byte = bytes[index]
      let quoted = marks[index] != 0
      index += 1
      if quoted {
        tokens.append(.byte(byte))
        continue
      }
      switch byte {
      case UInt8(ascii: "*"):
        if case .star = tokens.last {} else { tokens.append(.star) }
      case UInt8(ascii: "?"): tokens.append(.any)
      case UInt8(ascii: "\\"): return nil
      case UInt8(ascii: "[") where index > lastClosing: tokens.append(.byte(byte))
      case UInt8(ascii: "["):
        var reader = BracketReader(bytes: bytes, marks: marks, index: index)
        switch reader.read() {
        case .set(let set):
          tokens.append(.set(set))
          index = reader.index
        case .unclosed: tokens.append(.byte(byte))
        case .unportable: return nil
        }
      default: tokens.append(.byte(byte))
      }
    }
    isLiteral = tokens.allSatisfy { if case .byte = $0 { true } else { false } }
  }

  /// Returns true if `pattern`, in which no byte is quoted, matches the whole of `text`; false if
  /// not. Nil if shells differ on the meaning of the pattern.
  package static func matches(_ text: String, pattern: String) -> Bool? {
    let bytes = Array(pattern.utf8)
    return Pattern(bytes, marks: Array(repeating: 0, count: bytes.count))?
      .matches(Array(text.utf8))
  }

  /// Returns true if the pattern matches the whole of `text`. Throws `.shell` if the text of
  /// rc.conf has set a locale and `text` is not ASCII: shells then differ on what a character is.
  func matches(_ text: [UInt8], _ evaluator: Evaluator) throws(Halt) -> Bool {
    if evaluator.scope.localeIsTouched, !isLiteral, text.contains(where: { $0 >= 0x80 }) {
      throw evaluator.shell(.unportable("pattern"))
    }
    return matches(text)
  }

  /// Returns true if the pattern matches the whole of `text`.
  func matches(_ text: [UInt8]) -> Bool {
    var (token, index) = (0, 0)
    var retry: (token: Int, index: Int)?
    while true {
      if token < tokens.count, case .star = tokens[token] {
        token += 1
        retry = (token, index)
      } else if token < tokens.count, index < text.count, tokens[token].accepts(text[index]) {
        token += 1
        index += 1
      } else if token == tokens.count, index == text.count {
        return true
      } else if let last = retry, last.index < text.count {
        // Retrying the last star is enough: another length for an earlier star cannot help.
        retry = (last.token, last.index + 1)
        (token, index) = (last.token, last.index + 1)
      } else {
        return false
      }
    }
  }

  /// Returns the length in bytes of a beginning of `text` that the pattern matches: the longest if
  /// `longest`, else the shortest. 0 is a match of the empty text. Nil if no beginning matches.
  func prefix(of text: [UInt8], longest: Bool) -> Int? {
    match(tokens, text.count, longest) { text[$0] }
  }

  /// Returns the length in bytes of an end of `text` that the pattern matches: the longest if
  /// `longest`, else the shortest. 0 is a match of the empty text. Nil if no end matches.
  func suffix(of text: [UInt8], longest: Bool) -> Int? {
    match(tokens.reversed(), text.count, longest) { text[text.count - 1 - $0] }
  }

  /// Returns the length of a beginning of `count` bytes that `tokens` match: the longest if
  /// `longest`, else the shortest. Nil if no beginning matches. `byte` returns the byte at an
  /// index. All alternatives are followed at the same time, so that no text takes long.
  private func match(
    _ tokens: [Token], _ count: Int, _ longest: Bool, _ byte: (Int) -> UInt8
  ) -> Int? {
    var reached = [Bool](repeating: false, count: tokens.count + 1)
    reached[0] = true
    var result: Int?
    for length in 0...count {
      var isAlive = false
      for (index, token) in tokens.enumerated() where reached[index] {
        isAlive = true
        if case .star = token { reached[index + 1] = true }
      }
      if reached[tokens.count] {
        result = length
        if !longest { return result }
      }
      if length == count || !isAlive { break }
      advance(&reached, tokens, byte(length))
    }
    return result
  }

  private func advance(_ reached: inout [Bool], _ tokens: [Token], _ byte: UInt8) {
    reached[tokens.count] = false
    for index in tokens.indices.reversed() where reached[index] {
      if case .star = tokens[index] { continue }
      reached[index] = false
      if tokens[index].accepts(byte) { reached[index + 1] = true }
    }
  }
}

extension Pattern.Token {
  /// Returns true if `byte` is one of the bytes that the token matches.
  func accepts(_ byte: UInt8) -> Bool {
    switch self {
    case .byte(let wanted): byte == wanted
    case .any, .star: true
    case .set(let set): set.contains(byte)
    }
  }
}
