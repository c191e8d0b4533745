extension Parser {
  /// Parses a `case` after its keyword. Returns the index of its node.
  mutating func parseCase() throws(Halt) -> Int {
    let node = syntax.add(Node(kind: .caseOf, line: tokenLine))
    try parseCaseHead(node)
    var last = -1
    while token != .esac {
      let item = try parseCaseItem()
      linkItem(item, after: last, in: node)
      last = item
    }
    return node
  }

  /// Reads the word and `in`, and the first token of the first item.
  mutating func parseCaseHead(_ node: Int) throws(Halt) {
    try expect(.word)
    syntax.nodes[node].first = Int32(syntax.words.count)
    syntax.words.append(word)
    while try readToken() == .newline {}
    guard isIn else { throw unexpected() }
    checks = [.newlines, .keywords]
    try readToken()
  }

  /// Makes the node `item` the next item of the `case` at `node`. `last` is the last item so far,
  /// negative if there is none.
  mutating func linkItem(_ item: Int, after last: Int, in node: Int) {
    if last < 0 {
      syntax.nodes[node].second = Int32(item)
    } else {
      syntax.nodes[last].next = Int32(item)
    }
  }

  /// Parses the patterns and the body of an item. Returns the index of its node.
  mutating func parseCaseItem() throws(Halt) -> Int {
    let item = syntax.add(Node(kind: .caseItem, line: tokenLine))
    try parsePatterns(of: item)
    let body = try parseList(endsAtNewline: false)
    syntax.nodes[item].third = Int32(body)
    try parseItemEnd(item)
    return item
  }

  /// Reads the patterns up to the `)`, and adds them to the node `item`.
  mutating func parsePatterns(of item: Int) throws(Halt) {
    if token == .leftParenthesis { try readToken() }
    syntax.nodes[item].first = Int32(syntax.words.count)
    while true {
      guard isPatternToken else { throw try misplacedPattern() }
      syntax.words.append(word)
      checks = [.newlines, .keywords]
      try readToken()
      if token != .pipe { break }
      try readToken()
    }
    syntax.nodes[item].second = Int32(syntax.words.count)
    if token != .rightParenthesis { throw unexpected(expected: .rightParenthesis) }
  }

  /// Returns the error for a token that is not a pattern. sh accepts any token as a pattern, and
  /// fails at the token after it unless that one is `)` or `|`.
  mutating func misplacedPattern() throws(Halt) -> Halt {
    let error = unexpected()
    checks = [.newlines, .keywords]
    try readToken()
    return token == .pipe || token == .rightParenthesis ? shell(.unportable("case")) : error
  }

  /// Reads `;;` or `;&`, unless `esac` follows, and then the first token of the next item.
  mutating func parseItemEnd(_ item: Int) throws(Halt) {
    checks = [.newlines, .keywords]
    guard try readToken() != .esac else { return }
    guard token == .endOfCase || token == .fallThrough else {
      throw unexpected(expected: .endOfCase)
    }
    syntax.nodes[item].joint = token == .fallThrough ? 1 : 0
    checks = [.newlines, .keywords]
    try readToken()
  }

  /// True if the current token is a word or a keyword. As a pattern, a keyword is a word.
  var isPatternToken: Bool {
    switch token {
    case .word, .not, .begin, .end, .case, .do, .done, .elif, .else, .esac, .fi, .for, .if,
      .then, .until, .while:
      true
    default: false
    }
  }
}
