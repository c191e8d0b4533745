extension Parser {
  /// Parses a `case` command after its keyword, to the `esac`. Returns the index of its node.
  /// Throws at a syntax error, and at text that only sh can parse.
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

  /// Reads the word and the `in` after the keyword `case`, and the first token of the first item.
  /// `node` is the index of the node of the `case`. Throws at a syntax error, and at text that only
  /// sh can parse.
  mutating func parseCaseHead(_ node: Int) throws(Halt) {
    try expect(.word)
    syntax.nodes[node].first = Int32(syntax.words.count)
    syntax.words.append(word)
    while try readToken() == .newline {}
    guard isIn else { throw unexpected() }
    checks = [.newlines, .keywords]
    try readToken()
  }

  /// Makes the node with the index `item` the next item of the `case` with the index `node`. `last`
  /// is the index of the last item so far, negative if there is none.
  mutating func linkItem(_ item: Int, after last: Int, in node: Int) {
    if last < 0 {
      syntax.nodes[node].second = Int32(item)
    } else {
      syntax.nodes[last].next = Int32(item)
    }
  }

  /// Parses one item of `case`, such as `a|b) c ;;`, and reads the token after it. Returns the
  /// index of its node. Throws at a syntax error, and at text that only sh can parse.
  mutating func parseCaseItem() throws(Halt) -> Int {
    let item = syntax.add(Node(kind: .caseItem, line: tokenLine))
    try parsePatterns(of: item)
    let body = try parseList(endsAtNewline: false)
    syntax.nodes[item].third = Int32(body)
    try parseItemEnd(item)
    return item
  }

  /// Reads the patterns of a `case` item up to the `)`, and adds them to the node with the index
  /// `item`. Throws at a syntax error, and at text that only sh can parse.
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

  /// Returns the error for the current token, which stands where a pattern of `case` should be: a
  /// syntax error. But if `)` or `|` follows, sh accepts any token, and the error leaves the text
  /// to sh. Throws if the token that follows cannot be read.
  mutating func misplacedPattern() throws(Halt) -> Halt {
    let error = unexpected()
    checks = [.newlines, .keywords]
    try readToken()
    return token == .pipe || token == .rightParenthesis ? shell(.unportable("case")) : error
  }

  /// Reads the end of a `case` item: `;;` or `;&` and then the first token of the next item, or
  /// `esac`. Notes a `;&` in the node with the index `item`. Throws at a syntax error, and at text
  /// that only sh can parse.
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

  /// True if the current token can be a pattern of a `case` item: a word, or a keyword such as
  /// `if`, which is an ordinary word in a pattern.
  var isPatternToken: Bool {
    switch token {
    case .word, .not, .begin, .end, .case, .do, .done, .elif, .else, .esac, .fi, .for, .if,
      .then, .until, .while:
      true
    default: false
    }
  }
}
