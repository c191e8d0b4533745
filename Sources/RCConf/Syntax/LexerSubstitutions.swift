extension Parser {
  /// Reads a `$` and what it begins: `$x`, `${x…}`, `$((…))`, `$(…)` or `$'…'`. Of `${x-…}`,
  /// `$((…))` and `$'…'` it reads only the beginning. A `$` before anything else is a literal byte.
  /// Throws at a syntax error, and at text that only sh can parse.
  mutating func scanDollar() throws(Halt) {
    offset += 1
    guard let byte = peekJoined() else { return append(UInt8(ascii: "$")) }
    switch byte {
    case UInt8(ascii: "("):
      offset += 1
      if take(UInt8(ascii: "(")) { openArithmetic() } else { try scanCommandSubstitution() }
    case UInt8(ascii: "{"):
      offset += 1
      try scanBraced()
    case UInt8(ascii: "'") where level.quoting == .none:
      offset += 1
      appendPart(.quoteMark)
      level.quoting = .dollarSingle
    default:
      if isNameStart(byte) || isDigit(byte) || isSpecialParameter(byte) {
        beginParameter()
        scanParameterName(braced: false)
      } else {
        append(UInt8(ascii: "$"))
      }
    }
  }

  private func isSpecialParameter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: "$"), UInt8(ascii: "#"),
      UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "@"):
      true
    default: false
    }
  }

  private mutating func openArithmetic() {
    appendPart(.arithmetic)
    let index = syntax.parts.count - 1
    syntax.parts[index].isQuoted = level.quoting == .double
    openLevel(.arithmetic, .arithmetic, part: index)
  }

  private mutating func beginParameter() {
    appendPart(.parameter)
    partFloor = syntax.parts.count
  }

  /// Reads the name of a parameter, or one special byte such as `?`, and adds it to the parameter
  /// part that was begun last. `braced` is true in `${…}`, where a number may have several digits.
  private mutating func scanParameterName(braced: Bool) {
    guard let first = peekJoined() else { return }
    takeNameByte(first)
    if isNameStart(first) {
      while let byte = peekJoined(), isNameByte(byte) { takeNameByte(byte) }
    } else if isDigit(first), braced {
      while let byte = peekJoined(), isDigit(byte) { takeNameByte(byte) }
    }
  }

  private mutating func takeNameByte(_ byte: UInt8) {
    offset += 1
    syntax.bytes.append(byte)
    syntax.parts[syntax.parts.count - 1].end += 1
  }

  /// Reads the rest of a `${…}` up to the end of its operator: of `${x:-word}` the `x:-`. `word` is
  /// read later, by `scanPiece`. Throws if the text ends before that, and at a newline in place of
  /// the name or operator.
  private mutating func scanBraced() throws(Halt) {
    beginParameter()
    let index = syntax.parts.count - 1
    var operation = Part.Operation.value
    if peekJoined() == UInt8(ascii: "#"), isLength() {
      offset += 1
      operation = .length
    }
    guard let byte = peekJoined() else { throw unterminated("${", at: line) }
    if isNameStart(byte) || isDigit(byte) || isSpecialParameter(byte) {
      scanParameterName(braced: true)
      if operation == .length {
        operation = peekJoined() == UInt8(ascii: "}") ? .length : .bad
      } else {
        operation = try scanOperation(of: index)
      }
    } else {
      operation = .bad
      try takeBadByte()
    }
    syntax.parts[index].operation = operation
    beginOperand(of: index, operation)
  }

  /// Returns true if the next byte, a `#` after `${`, asks for the length of a parameter, as in
  /// `${#x}`. Returns false if it is the parameter `#` itself, as in `${#}` and `${#%x}`.
  private mutating func isLength() -> Bool {
    var ahead = self
    ahead.offset += 1
    guard let byte = ahead.peekJoined() else { return false }
    switch byte {
    case UInt8(ascii: "}"): return false
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "="),
      UInt8(ascii: ":"), UInt8(ascii: "#"), UInt8(ascii: "%"):
      ahead.offset += 1
      return ahead.peekJoined() == UInt8(ascii: "}")
    default: return true
    }
  }

  /// Reads the operator after the name in `${x…}`, such as `:-`, and returns its operation; `.bad`
  /// for an unknown one. `index` is the index of the part, whose `hasColon` it sets. Throws if the
  /// text or the line ends instead.
  private mutating func scanOperation(of index: Int) throws(Halt) -> Part.Operation {
    if take(UInt8(ascii: "%")) {
      return take(UInt8(ascii: "%")) ? .trimLongestSuffix : .trimShortestSuffix
    }
    if take(UInt8(ascii: "#")) {
      return take(UInt8(ascii: "#")) ? .trimLongestPrefix : .trimShortestPrefix
    }
    if take(UInt8(ascii: ":")) { syntax.parts[index].hasColon = true }
    guard let byte = peekJoined() else { throw unterminated("${", at: line) }
    offset += 1
    switch byte {
    case UInt8(ascii: "}"): return .value
    case UInt8(ascii: "-"): return .orElse
    case UInt8(ascii: "+"): return .ifSet
    case UInt8(ascii: "?"): return .orFail
    case UInt8(ascii: "="): return .orAssign
    default:
      offset -= 1
      try takeBadByte()
      return .bad
    }
  }

  /// Consumes the byte that makes a `${…}` invalid, but not a `}`. If the byte is a quote, it does
  /// not begin a quotation. Throws at a newline and at the end of the text.
  private mutating func takeBadByte() throws(Halt) {
    guard let byte = peekJoined(), byte != 0x0A else { throw unterminated("${", at: line) }
    if byte != UInt8(ascii: "}") { offset += 1 }
  }

  private mutating func beginOperand(of index: Int, _ operation: Part.Operation) {
    switch operation {
    case .value: syntax.parts[index].next = Int32(syntax.parts.count)
    case .orElse, .ifSet, .orFail, .orAssign: openLevel(.inheriting, level.quoting, part: index)
    default: openLevel(.pattern, .none, part: index)
    }
  }

  // MARK: command substitutions are parsed to find their end, and never run here

  private mutating func scanCommandSubstitution() throws(Halt) {
    let outer = self
    let start = offset
    syntax = Syntax()
    hereDocuments = []
    pushedBack = false
    checks = []
    levels = []
    try nest(5)
    _ = try parseList(endsAtNewline: false)
    try expect(.rightParenthesis)
    let (end, endLine) = (offset, line)
    let inner = hereDocuments
    self = outer
    (offset, line) = (end, endLine)
    if !inner.isEmpty { throw shell(.hereDocument) }
    appendPart(Part.Kind(substituting: text[start..<end - 1]))
    partFloor = syntax.parts.count
  }

  /// Reads a command substitution in backquotes and appends its part. The commands in it are parsed
  /// to find syntax errors, and never run. Throws at a syntax error, if there is no closing
  /// backquote, and at text that only sh can parse.
  mutating func scanBackquoted() throws(Halt) {
    offset += 1
    let firstLine = line
    var inner: [UInt8] = []
    while true {
      guard let byte = peekJoined() else { throw unterminated("`", at: firstLine) }
      offset += 1
      if byte == UInt8(ascii: "`") { break }
      if byte == 0x0A { line += lineStep }
      guard byte == UInt8(ascii: "\\") else {
        inner.append(byte)
        continue
      }
      guard offset < text.count else { throw unterminated("`", at: firstLine) }
      let escaped = text[offset]
      offset += 1
      switch escaped {
      case UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "$"): break
      case UInt8(ascii: "\"") where level.quoting == .double: break
      default: inner.append(byte)
      }
      inner.append(escaped)
    }
    try checkCommands(inner, line: firstLine)
    appendPart(Part.Kind(substituting: inner[...]))
    partFloor = syntax.parts.count
  }

  private func checkCommands(_ text: [UInt8], line: Int32) throws(Halt) {
    var parser = Parser(text, named: file, line: line, lineStep: 0, depth: depth)
    try parser.nest(5)
    _ = try parser.parseList(endsAtNewline: false)
    try parser.expect(.endOfFile)
  }
}
