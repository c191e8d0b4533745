extension Parser {
  /// Parses one command with its redirections. Returns the index of its node. Throws at a syntax
  /// error, and at text that only sh can parse.
  mutating func parseCommand() throws(Halt) -> Int {
    let outerDepth = depth
    try nest(5)
    checks = [.newlines, .keywords]
    var hasRedirection = false
    while try readToken() == .redirection {
      hasRedirection = true
      try parseRedirectionTarget()
    }
    let commandLine = tokenLine
    var node = try parseCompound(hasRedirection: hasRedirection)
    if syntax.nodes[node].kind != .simple, syntax.nodes[node].kind != .function {
      while try readToken() == .redirection {
        hasRedirection = true
        try parseRedirectionTarget()
      }
      pushedBack = true
      if hasRedirection {
        node = syntax.add(Node(kind: .redirected, line: commandLine, first: Int32(node)))
      }
    }
    depth = outerDepth
    return node
  }

  private mutating func parseCompound(hasRedirection: Bool) throws(Halt) -> Int {
    let node: Int
    switch token {
    case .if: node = try parseIf()
    case .while, .until: node = try parseLoop()
    case .for: node = try parseFor()
    case .case: node = try parseCase()
    case .leftParenthesis: node = try parseGroup(.subshell, until: .rightParenthesis)
    case .begin: node = try parseGroup(.list, until: .end)
    case .word:
      return try parseSimple(hasRedirection: hasRedirection)
    case .background, .semicolon, .and, .or, .pipe, .endOfCase, .fallThrough, .endOfFile,
      .newline, .rightParenthesis:
      guard hasRedirection else { throw unexpected() }
      return try parseSimple(hasRedirection: true)
    default:
      throw unexpected()
    }
    checks = .keywords
    return node
  }

  private mutating func parseGroup(_ kind: Node.Kind, until end: Token) throws(Halt) -> Int {
    let list = try parseList(endsAtNewline: false)
    try expect(end)
    return syntax.add(Node(kind: kind, line: line, first: Int32(list)))
  }

  private mutating func parseIf() throws(Halt) -> Int {
    let head = syntax.add(Node(kind: .ifThen, line: tokenLine))
    try parseCondition(of: head)
    var last = head
    while try readToken() == .elif {
      let branch = syntax.add(Node(kind: .ifThen, line: tokenLine))
      try parseCondition(of: branch)
      syntax.nodes[last].third = Int32(branch)
      last = branch
    }
    if token == .else {
      syntax.nodes[last].third = Int32(try parseList(endsAtNewline: false))
    } else {
      pushedBack = true
    }
    try expect(.fi)
    return head
  }

  private mutating func parseCondition(of node: Int) throws(Halt) {
    let condition = try parseList(endsAtNewline: false)
    if condition < 0 { throw unexpected() }
    try expect(.then)
    let body = try parseList(endsAtNewline: false)
    syntax.nodes[node].first = Int32(condition)
    syntax.nodes[node].second = Int32(body)
  }

  private mutating func parseLoop() throws(Halt) -> Int {
    let node = syntax.add(Node(kind: .loop, line: tokenLine))
    syntax.nodes[node].third = token == .while ? 0 : 1
    let condition = try parseList(endsAtNewline: false)
    if condition < 0 { throw unexpected() }
    try expect(.do)
    let body = try parseList(endsAtNewline: false)
    try expect(.done)
    syntax.nodes[node].first = Int32(condition)
    syntax.nodes[node].second = Int32(body)
    return node
  }

  private mutating func parseFor() throws(Halt) -> Int {
    let node = syntax.add(Node(kind: .forLoop, line: tokenLine))
    try parseForHead(node)
    let closer = try parseForOpener()
    let body = try parseList(endsAtNewline: false)
    syntax.nodes[node].third = Int32(body)
    try expect(closer)
    return node
  }

  private mutating func parseForHead(_ node: Int) throws(Halt) {
    guard try readToken() == .word, !word.isQuoted, isName(syntax.plainText(word)) else {
      throw unexpected()
    }
    syntax.nodes[node].first = Int32(syntax.words.count)
    syntax.words.append(word)
    while try readToken() == .newline {}
    if isIn {
      let words = syntax.add(Node(kind: .words, line: tokenLine))
      syntax.nodes[words].first = Int32(syntax.words.count)
      while try readToken() == .word { syntax.words.append(word) }
      syntax.nodes[words].second = Int32(syntax.words.count)
      syntax.nodes[node].second = Int32(words)
      guard token == .newline || token == .semicolon else { throw unexpected() }
    } else if token != .newline, token != .semicolon {
      pushedBack = true
    }
  }

  /// Reads `do` or `{`, which begins the body of a `for` loop, and returns the token that must end
  /// the body: `done` or `}`. Throws a syntax error at any other token.
  private mutating func parseForOpener() throws(Halt) -> Token {
    checks = [.newlines, .keywords]
    switch try readToken() {
    case .do: return .done
    case .begin: return .end
    default: throw unexpected()
    }
  }

  /// True if the current token is the unquoted word `in`, as in `for x in` and `case x in`.
  var isIn: Bool {
    token == .word && !word.isQuoted && syntax.plainText(word).elementsEqual("in".utf8)
  }

  // MARK: simple commands and functions

  private mutating func parseSimple(hasRedirection: Bool) throws(Halt) -> Int {
    var hasRedirection = hasRedirection
    let first = syntax.words.count
    let commandLine = tokenLine
    pushedBack = true
    while true {
      switch try readToken() {
      case .word:
        syntax.words.append(word)
        continue
      case .redirection:
        hasRedirection = true
        try parseRedirectionTarget()
        continue
      case .leftParenthesis where syntax.words.count == first + 1 && !hasRedirection:
        return try parseFunction(first, commandLine)
      default: break
      }
      break
    }
    pushedBack = true
    var node = Node(kind: .simple, line: commandLine)
    node.first = Int32(first)
    node.second = Int32(syntax.words.count)
    node.third = hasRedirection ? 1 : 0
    return syntax.add(node)
  }

  private mutating func parseFunction(_ name: Int, _ line: Int32) throws(Halt) -> Int {
    try expect(.rightParenthesis)
    let word = syntax.words[name]
    let text = syntax.plainText(word)
    guard !word.isQuoted, let last = text.last, !text.contains(UInt8(ascii: "/")),
      !"!%*+-=?@}~".utf8.contains(last), !Builtin.isSpecial(display(text))
    else { throw syntaxError(display(text)) }
    // The body is a command too. Together, a function and its body cost less depth than two
    // commands.
    depth -= 3
    let body = try parseCommand()
    depth += 3
    return syntax.add(
      Node(kind: .function, line: line, first: Int32(name), second: Int32(body)))
  }

  /// Reads the word after a redirection operator, such as `file` in `>file`, and discards it: a
  /// command with redirections is left to /bin/sh. After `<<`, notes the word as the marker of a
  /// here-document. Throws at a syntax error, and at text that only sh can parse.
  private mutating func parseRedirectionTarget() throws(Halt) {
    let document = openHereDocument
    openHereDocument = nil
    try expect(.word)
    guard var document else { return }
    // Shells differ on whether a marker with an expansion in it is an error.
    let parts = syntax.parts[Int(word.start)..<Int(word.end)]
    guard !parts.isEmpty, parts.allSatisfy({ $0.kind == .literal || $0.kind == .quoteMark })
    else { throw shell(.hereDocument) }
    document.marker = parts.flatMap { $0.kind == .literal ? Array(syntax.text($0)) : [] }
    if document.marker.isEmpty || document.marker.contains(0x0A) { throw shell(.hereDocument) }
    document.isQuoted = word.isQuoted
    hereDocuments.append(document)
  }
}
