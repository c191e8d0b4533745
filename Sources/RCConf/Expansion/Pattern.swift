/// A pattern (POSIX XCU 2.14) that matches bytes. A match takes at most as many steps as the length
/// of the text times the number of tokens.
package struct Pattern {
  enum Token {
    /// This byte.
    case byte(UInt8)
    /// Any byte, `?`.
    case any
    /// Any bytes, also none, `*`.
    case star
    /// A byte of the set, `[…]`.
    case set(ByteSet)
  }

  private(set) var tokens: [Token] = []
  /// True if the pattern has no special characters: it matches one text only.
  private(set) var isLiteral = true

  /// Parses `bytes`. A byte with a mark that is not 0 is quoted.
  ///
  /// Returns nil if shells differ on the meaning: `[^…]`, `[[.x.]]`, an unquoted backslash from a
  /// variable.
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

  /// Returns true if the unquoted `pattern` matches all of `text`; nil if shells differ on the
  /// pattern.
  package static func matches(_ text: String, pattern: String) -> Bool? {
    let bytes = Array(pattern.utf8)
    return Pattern(bytes, marks: Array(repeating: 0, count: bytes.count))?
      .matches(Array(text.utf8))
  }

  /// Returns true if the pattern matches all of `text`. Throws `.shell` if a locale was set and
  /// `text` is not ASCII: shells then differ on what a character is.
  func matches(_ text: [UInt8], _ evaluator: Evaluator) throws(Halt) -> Bool {
    if evaluator.scope.localeIsTouched, !isLiteral, text.contains(where: { $0 >= 0x80 }) {
      throw evaluator.shell(.unportable("pattern"))
    }
    return matches(text)
  }

  /// Returns true if the pattern matches all of `text`.
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

  /// Returns the number of bytes at the beginning of `text` that the pattern matches: the most if
  /// `longest`, else the fewest. Returns nil if the pattern matches none, not even the empty text.
  func prefix(of text: [UInt8], longest: Bool) -> Int? {
    match(tokens, text.count, longest) { text[$0] }
  }

  /// Returns the number of bytes at the end of `text` that the pattern matches, chosen by
  /// `longest`, or nil, as `prefix` does.
  func suffix(of text: [UInt8], longest: Bool) -> Int? {
    match(tokens.reversed(), text.count, longest) { text[text.count - 1 - $0] }
  }

  /// Follows all alternatives at the same time, so that no text takes long.
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
  /// Returns true if the token can match `byte`.
  func accepts(_ byte: UInt8) -> Bool {
    switch self {
    case .byte(let wanted): byte == wanted
    case .any, .star: true
    case .set(let set): set.contains(byte)
    }
  }
}
