/// One command line as a small tree in flat arrays: indices instead of references, so that
/// parsing allocates little and walking a deep tree needs small frames.
struct Syntax {
  /// The text of all words, quoting removed.
  var bytes: [UInt8] = []
  var parts: [Part] = []
  var words: [Word] = []
  var nodes: [Node] = []

  /// Forgets all, keeps the memory unless a function still holds this tree.
  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    parts.removeAll(keepingCapacity: true)
    words.removeAll(keepingCapacity: true)
    nodes.removeAll(keepingCapacity: true)
  }

  mutating func add(_ node: Node) -> Int {
    nodes.append(node)
    return nodes.count - 1
  }

  // Small answers for deep recursion: a whole Part or Node in a frame costs more than it shows.
  func kind(ofPart index: Int) -> Part.Kind { parts[index].kind }
  func next(ofPart index: Int) -> Int { Int(parts[index].next) }
  func kind(of index: Int) -> Node.Kind { nodes[index].kind }
  func first(of index: Int) -> Int { Int(nodes[index].first) }
  func second(of index: Int) -> Int { Int(nodes[index].second) }
  func third(of index: Int) -> Int { Int(nodes[index].third) }
  func next(of index: Int) -> Int { Int(nodes[index].next) }

  /// The text of `part`, which is literal, or the name of a parameter.
  func text(_ part: Part) -> ArraySlice<UInt8> {
    bytes[Int(part.start)..<Int(part.end)]
  }

  /// The text of a word that has neither quotes nor expansions; empty for any other.
  func plainText(_ word: Word) -> ArraySlice<UInt8> {
    guard word.end - word.start == 1 else { return [] }
    let part = parts[Int(word.start)]
    return part.kind == .literal && !part.isQuoted ? text(part) : []
  }
}

/// A piece of a word.
///
/// Pieces inside `${x…}` and `$((…))` follow their head, up to `next`.
struct Part {
  enum Kind: UInt8 {
    case literal
    /// A quote began here: an empty field stays a field.
    case quoteMark
    case parameter
    case arithmetic
    case command
    /// The command that asks for user.localbase.
    case localbase
    /// Something the grammar takes but shells read differently.
    case unportable
  }

  /// What `${x…}` does with x (POSIX XCU 2.6.2).
  enum Operation: UInt8 {
    case value, length, orElse, ifSet, orFail, orAssign
    case trimShortestPrefix, trimLongestPrefix, trimShortestSuffix, trimLongestSuffix
    case bad
  }

  var kind: Kind
  var operation = Operation.value
  /// `:-` instead of `-`: an empty value counts as unset.
  var hasColon = false
  /// Neither splitting nor patterns apply.
  var isQuoted = false
  /// A literal inside `${x-…}`: splits like a value where fields are made.
  var splits = false
  var start: Int32 = 0
  var end: Int32 = 0
  var next: Int32 = 0
}

/// A word: a range of parts.
struct Word {
  var start: Int32
  var end: Int32
  var line: Int32
  /// Where in `bytes` the `=` of `name=value` is; the name begins where the first part does.
  var equals: Int32?
  var isQuoted: Bool
}

/// A command.
///
/// What the three numbers mean stands beside each kind; -1 is none.
struct Node {
  enum Kind: UInt8 {
    /// Words first..<second; third is 1 when there are redirections.
    case simple
    /// Children from first, by `next`.
    case list
    /// Children from first, by `next`; a child's `joint` says when it runs.
    case andOr
    /// Children from first, by `next`.
    case pipeline
    /// first.
    case not
    /// if first then second else third.
    case ifThen
    /// while (third 0) or until (third 1) first do second.
    case loop
    /// Word first; the words of second, a `words` node, or -1 for "$@"; body third.
    case forLoop
    /// Words first..<second.
    case words
    /// Word first; items from second, by `next`.
    case caseOf
    /// Pattern words first..<second; body third; `joint` is 1 for `;&`.
    case caseItem
    /// Name word first; body second.
    case function
    /// first.
    case subshell
    /// first.
    case background
    /// first, with redirections.
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
