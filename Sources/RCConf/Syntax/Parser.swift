/// Parses text into commands, one complete command line at a time, as sh does: the lines before a
/// syntax error are run first.
struct Parser {
  /// The limit for the nesting of parsing and evaluation together. Deeper text is left to sh.
  ///
  /// The unit is a kilobyte of stack, as measured in a build without optimisation; the whole stack
  /// has 8 MB. A thousand levels of any one kind fit.
  static let depthLimit = 7_200

  private(set) var text: [UInt8]
  private var mayHoldNUL = true
  let file: String
  /// The increment of the line number at a newline. 0 if all lines count as the first one, as
  /// inside `eval`.
  let lineStep: Int32
  var offset = 0
  var line: Int32
  var depth: Int
  var syntax = Syntax()

  // The state of the lexer.
  var token = Token.endOfFile
  var tokenLine: Int32
  var pushedBack = false
  var checks: TokenChecks = []
  var word = Word(start: 0, end: 0, line: 0, equals: nil, isQuoted: false)
  var wordIsQuoted = false
  var level = WordLevel(kind: .word, quoting: .none)
  var levels: [WordLevel] = []
  /// The index of the first part to which text may still be added. Parts before it are closed.
  var partFloor = 0
  var hereDocuments: [HereDocument] = []
  var openHereDocument: HereDocument?

  /// A parser for `text`, whose locations have the file name `file`. The first line has the number
  /// `line`, and the nesting begins at `depth`.
  init(_ text: [UInt8], named file: String, line: Int32 = 1, lineStep: Int32 = 1, depth: Int) {
    self.text = text
    self.file = file
    self.line = line
    self.lineStep = lineStep
    self.depth = depth
    tokenLine = line
  }

  /// The result of parsing a command line.
  enum CommandLine {
    case end, blank
    /// A command. The value is the index of its root in `syntax.nodes`.
    case command(Int)
  }

  /// Parses the next complete command line into `syntax`.
  mutating func next() throws(Halt) -> CommandLine {
    dropNULs()
    syntax.removeAll()
    pushedBack = false
    checks = []
    switch try readToken() {
    case .endOfFile: return .end
    case .newline: return .blank
    default:
      pushedBack = true
      return .command(try parseList(endsAtNewline: true))
    }
  }

  /// Removes NUL bytes, which sh ignores.
  ///
  /// Delayed until the first line that is read by tokens: a plain assignment has no NUL, and in a
  /// comment they do not matter.
  private mutating func dropNULs() {
    guard mayHoldNUL else { return }
    mayHoldNUL = false
    if firstPlace(of: 0, in: text, from: offset) == text.count { return }
    text = text[offset...].filter { $0 != 0 }
    offset = 0
  }

  // MARK: errors

  func location(_ line: Int32) -> SourceLocation {
    SourceLocation(file: file, line: Int(line))
  }

  /// Returns the syntax error at the current token. The parameters become those of
  /// `ConfigError.Reason.syntax`.
  func syntaxError(_ unexpected: String, expected: Token? = nil) -> Halt {
    .stopped(
      ConfigError(
        .syntax(unexpected: unexpected, expected: expected?.rawValue), at: location(tokenLine)))
  }

  /// Returns the error for a construct that begins with `opener` in `line`, and that nothing ends.
  func unterminated(_ opener: String, at line: Int32) -> Halt {
    .stopped(ConfigError(.unterminated(opener), at: location(line)))
  }

  /// Returns the reason to leave the text to sh: `construct` in the current line.
  func shell(_ construct: ShellReason.Construct) -> Halt {
    .shell(ShellReason(construct, at: location(line)))
  }

  /// Returns the error for the current token, which is not allowed here. `expected` is the token
  /// that should be there; nil if more than one could be.
  func unexpected(expected: Token? = nil) -> Halt {
    syntaxError(token == .word ? wordText() : token.rawValue, expected: expected)
  }

  private func wordText() -> String {
    let parts = syntax.parts[Int(word.start)..<Int(word.end)]
    guard let first = parts.first, let last = parts.last else { return "" }
    return display(syntax.bytes[Int(first.start)..<Int(max(first.start, last.end))])
  }

  /// Reads the next token. Throws a syntax error if it is not `wanted`.
  mutating func expect(_ wanted: Token) throws(Halt) {
    guard try readToken() == wanted else { throw unexpected(expected: wanted) }
  }

  /// Adds `cost` to the nesting. Throws `.shell` if the sum exceeds `depthLimit`.
  mutating func nest(_ cost: Int) throws(Halt) {
    depth += cost
    if depth > Parser.depthLimit { throw shell(.depth) }
  }

  // MARK: lists and pipelines

  /// Parses a list of commands: to the end of the line if `endsAtNewline`, else to a token that
  /// ends lists. Returns the index of its node; -1 if the list is empty.
  mutating func parseList(endsAtNewline: Bool) throws(Halt) -> Int {
    checks = [.newlines, .keywords]
    if !endsAtNewline, try peekToken().endsList { return -1 }
    let list = syntax.add(Node(kind: .list, line: line))
    var last = -1
    while true {
      var child = try parseAndOr()
      try readToken()
      if token == .background {
        child = syntax.add(Node(kind: .background, line: tokenLine, first: Int32(child)))
      }
      link(child, after: &last, in: list)
      if try !continuesList(endsAtNewline) { return list }
    }
  }

  /// Called after a command of a list. Returns true if another command follows.
  private mutating func continuesList(_ endsAtNewline: Bool) throws(Halt) -> Bool {
    switch token {
    case .background, .semicolon, .newline:
      if token != .newline { try readToken() }
      if endsAtNewline, token == .newline || token == .endOfFile { return false }
      if token != .newline { pushedBack = true }
      checks = [.newlines, .keywords]
      if !endsAtNewline, try peekToken().endsList { return false }
      return true
    case .endOfFile:
      pushedBack = true
      return false
    default:
      if endsAtNewline { throw unexpected() }
      pushedBack = true
      return false
    }
  }

  /// Makes the node `child` the next child of the node `parent`. `last` is the last child so far,
  /// negative if there is none; it becomes `child`.
  mutating func link(_ child: Int, after last: inout Int, in parent: Int) {
    if last < 0 {
      syntax.nodes[parent].first = Int32(child)
    } else {
      syntax.nodes[last].next = Int32(child)
    }
    last = child
  }

  private mutating func parseAndOr() throws(Halt) -> Int {
    let first = try parsePipeline()
    try readToken()
    guard token == .and || token == .or else {
      pushedBack = true
      return first
    }
    let chain = syntax.add(Node(kind: .andOr, line: line, first: Int32(first)))
    var last = first
    while token == .and || token == .or {
      let joint: UInt8 = token == .and ? 1 : 2
      let child = try parsePipeline()
      // The child may be linked in another list already, so the joint gets a node of its own.
      let link = syntax.add(Node(kind: .list, joint: joint, line: line, first: Int32(child)))
      syntax.nodes[last].next = Int32(link)
      last = link
      try readToken()
    }
    pushedBack = true
    return chain
  }

  private mutating func parsePipeline() throws(Halt) -> Int {
    var negated = false
    checks = [.newlines, .keywords]
    while try readToken() == .not { negated.toggle() }
    pushedBack = true
    var node = try parseCommand()
    if try readToken() == .pipe { node = try parsePipe(from: node) }
    pushedBack = true
    return negated ? syntax.add(Node(kind: .not, line: line, first: Int32(node))) : node
  }

  private mutating func parseNegatedPipeline() throws(Halt) -> Int {
    try nest(2)
    let node = try parsePipeline()
    depth -= 2
    return node
  }

  private mutating func parsePipe(from first: Int) throws(Halt) -> Int {
    let pipeline = syntax.add(Node(kind: .pipeline, line: line, first: Int32(first)))
    var last = first
    repeat {
      checks = [.newlines, .keywords]
      let startsWithNot = try readToken() == .not
      pushedBack = true
      let child = try startsWithNot ? parseNegatedPipeline() : parseCommand()
      syntax.nodes[last].next = Int32(child)
      last = child
    } while try readToken() == .pipe
    return pipeline
  }
}
