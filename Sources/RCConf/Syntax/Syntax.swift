/// The syntax tree of one command line, in flat arrays with indices instead of references. Parsing
/// allocates little, and walking a deep tree needs small stack frames.
struct Syntax {
  /// The text of all words, without their quotes.
  var bytes: [UInt8] = []
  var parts: [Part] = []
  var words: [Word] = []
  var nodes: [Node] = []

  /// Empties the arrays. Their memory is kept, unless a function still holds this tree.
  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    parts.removeAll(keepingCapacity: true)
    words.removeAll(keepingCapacity: true)
    nodes.removeAll(keepingCapacity: true)
  }

  /// Appends `node`, and returns its index in `nodes`.
  mutating func add(_ node: Node) -> Int {
    nodes.append(node)
    return nodes.count - 1
  }

  // Single fields for deep recursion: a whole Part or Node would enlarge each stack frame.
  func kind(ofPart index: Int) -> Part.Kind { parts[index].kind }
  func next(ofPart index: Int) -> Int { Int(parts[index].next) }
  func kind(of index: Int) -> Node.Kind { nodes[index].kind }
  func first(of index: Int) -> Int { Int(nodes[index].first) }
  func second(of index: Int) -> Int { Int(nodes[index].second) }
  func third(of index: Int) -> Int { Int(nodes[index].third) }
  func next(of index: Int) -> Int { Int(nodes[index].next) }

  /// Returns the text of a literal part, or the name of a parameter.
  func text(_ part: Part) -> ArraySlice<UInt8> {
    bytes[Int(part.start)..<Int(part.end)]
  }

  /// Returns the text of a word without quotes and expansions; empty for any other word.
  func plainText(_ word: Word) -> ArraySlice<UInt8> {
    guard word.end - word.start == 1 else { return [] }
    let part = parts[Int(word.start)]
    return part.kind == .literal && !part.isQuoted ? text(part) : []
  }
}

/// A part of a word.
///
/// The parts inside `${x…}` and `$((…))` follow the part of the construct itself, up to the index
/// `next`.
struct Part {
  enum Kind: UInt8 {
    case literal
    /// A quote begins here, so that an empty field is kept.
    case quoteMark
    case parameter
    case arithmetic
    case command
    /// The command substitution that reads the sysctl user.localbase.
    case localbase
    /// A construct that the grammar allows but that shells interpret differently.
    case unportable
  }

  /// The operation of `${x…}` on x (POSIX XCU 2.6.2).
  enum Operation: UInt8 {
    /// In this order: `${x}`, `${#x}`, `${x-…}`, `${x+…}`, `${x?…}`, `${x=…}`.
    case value, length, orElse, ifSet, orFail, orAssign
    /// In this order: `${x#…}`, `${x##…}`, `${x%…}`, `${x%%…}`.
    case trimShortestPrefix, trimLongestPrefix, trimShortestSuffix, trimLongestSuffix
    /// No operation of sh. The substitution fails when it is expanded.
    case bad
  }

  var kind: Kind
  var operation = Operation.value
  /// True for `:-` instead of `-`, and so on: an empty value counts as unset.
  var hasColon = false
  /// True if the text is neither split nor read as a pattern.
  var isQuoted = false
  /// True for a literal inside `${x-…}`, which is split like a value.
  var splits = false
  /// The range of the text of a literal, or of the name of a parameter, in `bytes`: start..<end.
  var start: Int32 = 0
  var end: Int32 = 0
  /// The index of the part that follows this part and the parts inside it.
  var next: Int32 = 0
}

/// A word, as a range of parts.
struct Word {
  var start: Int32
  var end: Int32
  var line: Int32
  /// The index in `bytes` of the `=` of `name=value`; nil if the word is no assignment. The name
  /// begins at the start of the first part.
  var equals: Int32?
  var isQuoted: Bool
}

/// A command, or a part of one such as an item of `case`.
///
/// Each kind describes the meaning of `first`, `second` and `third`: indices of nodes, or of words
/// if the description says so. The value -1 means that there is no such node.
struct Node {
  enum Kind: UInt8 {
    /// first..<second: the words. third: 1 if there are redirections.
    case simple
    /// first: the first child. The others follow by `next`.
    case list
    /// first: the first child. The others follow by `next`; the `joint` of each says when it runs
    /// (1 after `&&`, 2 after `||`).
    case andOr
    /// first: the first child. The others follow by `next`.
    case pipeline
    /// first: the negated command.
    case not
    /// first: the condition. second: the commands of `then`. third: the commands of `else`.
    case ifThen
    /// first: the condition. second: the body. third: 0 for `while`, 1 for `until`.
    case loop
    /// first: the word with the name. second: a `words` node, or -1 for "$@". third: the body.
    case forLoop
    /// first..<second: the words.
    case words
    /// first: the word. second: the first item. The others follow by `next`.
    case caseOf
    /// first..<second: the words of the patterns. third: the body. `joint`: 1 if the item ends with
    /// `;&`.
    case caseItem
    /// first: the word with the name. second: the body.
    case function
    /// first: the commands.
    case subshell
    /// first: the command.
    case background
    /// first: the command that has redirections.
    case redirected
  }

  var kind: Kind
  var joint: UInt8 = 0
  var line: Int32
  var first: Int32 = -1
  var second: Int32 = -1
  var third: Int32 = -1
  var next: Int32 = -1
}
