/// A parser for text of sh. It parses one complete command line at a time, so that the lines before
/// a syntax error can be run first, as in sh.
struct Parser {
  /// The greatest nesting of parsing and evaluation together. Text that is nested more deeply is
  /// left to /bin/sh.
  ///
  /// The unit is a kilobyte of stack, as measured in a build without optimisation; the whole stack
  /// has 8 MB. A thousand levels of any one kind fit.
  static let depthLimit = 7_200

  private(set) var text: [UInt8]
  private var mayHoldNUL = true
  let file: String
  /// The number that a newline adds to `line`: 1; or 0 if all lines count as the first one, as
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
  /// The index in `syntax.parts` of the first part that can still be extended, if it is a literal.
  /// Literals before it are complete.
  var partFloor = 0
  var hereDocuments: [HereDocument] = []
  var openHereDocument: HereDocument?

  /// A parser for `text`, the contents of the file named `file`. The first line has the number
  /// `line`, and each newline adds `lineStep`. `depth` is the nesting around the text, in the unit
  /// of `depthLimit`.
  init(_ text: [UInt8], named file: String, line: Int32 = 1, lineStep: Int32 = 1, depth: Int) {
    self.text = text
    self.file = file
    self.line = line
    self.lineStep = lineStep
    self.depth = depth
    tokenLine = line
  }

  /// What `next()` has found: the end of the text, an empty line, or a command.
  enum CommandLine {
    case end, blank
    /// A command. The value is the index of its topmost node in `syntax.nodes`.
    case command(Int)
  }

  /// Parses the next complete command line into `syntax`, in place of the line before. Returns
  /// `.end` at the end of the text. Throws at a syntax error, and at text that only sh can parse.
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

  /// Removes NUL bytes, which sh ignores, from the rest of the text. Only the first call does
  /// anything.
  ///
  /// Called only before a line is split into tokens: a plain `name=value` line has no NUL, and in a
  /// comment a NUL does not matter.
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

  /// Returns a syntax error in the line of the current token. `unexpected` is the text that is not
  /// allowed, and `expected` the token that should be there; nil if more than one could be.
  func syntaxError(_ unexpected: String, expected: Token? = nil) -> Halt {
    .stopped(
      ConfigError(
        .syntax(unexpected: unexpected, expected: expected?.rawValue), at: location(tokenLine)))
  }

  /// Returns the error for a construct that is never closed. `opener` is its beginning, such as
  /// `${`, and `line` the line where it begins.
  func unterminated(_ opener: String, at line: Int32) -> Halt {
    .stopped(ConfigError(.unterminated(opener), at: location(line)))
  }

  /// Returns the error that leaves the text to /bin/sh. `construct` is the reason, found in the
  /// current line.
  func shell(_ construct: ShellReason.Construct) -> Halt {
    .shell(ShellReason(construct, at: location(line)))
  }

  /// Returns the syntax error for the current token, which is not allowed at its position.
  /// `expected` is the token that should be there; nil if more than one could be.
  func unexpected(expected: Token? = nil) -> Halt {
    syntaxError(token == .word ? wordText() : token.rawValue, expected: expected)
  }

  private func wordText() -> String {
    let parts = syntax.parts[Int(word.start)..<Int(word.end)]
    guard let first = parts.first, let last = parts.last else { return "" }
    return display(syntax.bytes[Int(first.start)..<Int(max(first.start, last.end))])
  }

  /// Reads the next token, which must be `wanted`. Throws a syntax error if it is another one, and
  /// at text that only sh can parse.
  mutating func expect(_ wanted: Token) throws(Halt) {
    guard try readToken() == wanted else { throw unexpected(expected: wanted) }
  }

  /// Adds `cost` to `depth`, the present nesting. Throws `.shell` if the sum exceeds `depthLimit`.
  mutating func nest(_ cost: Int) throws(Halt) {
    depth += cost
    if depth > Parser.depthLimit { throw shell(.depth) }
  }

  // MARK: lists and pipelines

  /// Parses a list of commands: to the end of the line if `endsAtNewline` is true, else to a token
  /// that ends lists, such as `fi`. Returns the index of its node; -1 if the list is empty. Throws
  /// at a syntax error, and at text that only sh can parse.
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

  /// Returns true if another command of the list follows. The current token is the one after the
  /// last command; if it is a separator such as `;`, it is consumed. `endsAtNewline` is true if a
  /// newline ends the list. Throws at a syntax error, and at text that only sh can parse.
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

  /// Makes the node with the index `child` the last child of the node `parent`. `last` is the index
  /// of the last child so far, negative if there is none, and becomes `child`.
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
