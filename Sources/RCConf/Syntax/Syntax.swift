/// The syntax tree of one command line. Nodes, words and parts are in flat arrays and refer to each
/// other by index. So parsing allocates little, and walking a deep tree needs small stack frames.
struct Syntax {
  /// The text of all words, without their quotes, and the names of parameters.
  var bytes: [UInt8] = []
  var parts: [Part] = []
  var words: [Word] = []
  var nodes: [Node] = []

  /// Empties the tree. The memory of the arrays is kept for the next command line, unless an sh
  /// function holds a copy of this tree.
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

  /// Returns the text of a literal part, or the name in a parameter part; empty for a part of
  /// another kind.
  func text(_ part: Part) -> ArraySlice<UInt8> {
    bytes[Int(part.start)..<Int(part.end)]
  }

  /// Returns the text of `word` if the word has neither quotes nor expansions; otherwise empty.
  func plainText(_ word: Word) -> ArraySlice<UInt8> {
    guard word.end - word.start == 1 else { return [] }
    let part = parts[Int(word.start)]
    return part.kind == .literal && !part.isQuoted ? text(part) : []
  }
}

/// A part of a word of sh: a piece of literal text, or one construct such as `${x}`.
///
/// The parts inside `${x-…}` and `$((…))` come after the part of the construct itself, up to but
/// not including the index `next`.
struct Part {
  enum Kind: UInt8 {
    case literal
    /// The position where a quote begins. It makes `""` an empty argument instead of none.
    case quoteMark
    case parameter
    case arithmetic
    case command
    /// The command substitution `$(/sbin/sysctl -n user.localbase)` of FreeBSD's defaults, which is
    /// evaluated without sh.
    case localbase
    /// A construct that the grammar allows but that shells interpret differently. It is left to
    /// /bin/sh.
    case unportable
  }

  /// The operation that `${x…}` makes on the parameter x (POSIX XCU 2.6.2).
  enum Operation: UInt8 {
    /// The operations of `${x}`, `${#x}`, `${x-…}`, `${x+…}`, `${x?…}` and `${x=…}`, in this order.
    case value, length, orElse, ifSet, orFail, orAssign
    /// The operations of `${x#…}`, `${x##…}`, `${x%…}` and `${x%%…}`, in this order.
    case trimShortestPrefix, trimLongestPrefix, trimShortestSuffix, trimLongestSuffix
    /// An operation that sh does not have, as in `${x!y}`. It is an error only when the text is
    /// expanded.
    case bad
  }

  var kind: Kind
  var operation = Operation.value
  /// True if the operator has a colon, as in `${x:-…}`: then an empty value counts as unset.
  var hasColon = false
  /// True if the part is quoted: its text is neither split into fields nor read as a pattern.
  var isQuoted = false
  /// True for an unquoted literal inside `${x-…}`, which is split into fields like the value of a
  /// variable.
  var splits = false
  /// `start..<end` is the range in `Syntax.bytes` of the text of a literal, or of the name of a
  /// parameter; empty for other kinds.
  var start: Int32 = 0
  var end: Int32 = 0
  /// The index in `Syntax.parts` of the part that follows this part and all parts inside it.
  var next: Int32 = 0
}

/// A word of a command. `start..<end` is the range of its parts in `Syntax.parts`.
struct Word {
  var start: Int32
  var end: Int32
  var line: Int32
  /// The index in `Syntax.bytes` of the `=` if the word is `name=value`, whose name begins at the
  /// start of the first part. Nil for any other word.
  var equals: Int32?
  var isQuoted: Bool
}

/// A command, or a part of a command such as an item of `case`.
///
/// The cases of `Kind` say what `first`, `second` and `third` are: indices in `Syntax.nodes`, or in
/// `Syntax.words` if the description says so. The value -1 means that there is no such node.
struct Node {
  enum Kind: UInt8 {
    /// A simple command, such as `x=1` or `echo a`. Its words are `first..<second` in
    /// `Syntax.words`. `third` is 1 if it has redirections, else 0.
    case simple
    /// Commands that run one after the other: `a; b`. `first` is the node of the first command. The
    /// others follow by `next`.
    case list
    /// Commands with `&&` or `||` between them. `first` is the node of the first command. The
    /// others follow by `next`, and the `joint` of each is 1 after `&&`, 2 after `||`.
    case andOr
    /// A pipeline: `a | b`. `first` is the node of the first command. The others follow by `next`.
    case pipeline
    /// A negated command: `! a`. `first` is the node of `a`.
    case not
    /// An `if`. `first` is the node of the condition, `second` that of the commands after `then`.
    /// `third` is that of the commands after `else`, or of an `elif`, which is an `ifThen` too; -1
    /// if there is neither.
    case ifThen
    /// A `while` or `until`. `first` is the node of the condition, `second` that of the body.
    /// `third` is 0 for `while`, 1 for `until`.
    case loop
    /// A `for`. `first` is the index of the word with the variable's name, `second` the node
    /// (`words`) of the values, or -1 for the values `"$@"`. `third` is the node of the body.
    case forLoop
    /// The values of `for x in a b`: the words `first..<second` in `Syntax.words`.
    case words
    /// A `case`. `first` is the index of the word that is compared, `second` the node of the first
    /// item. The other items follow by `next`.
    case caseOf
    /// An item of `case`, such as `a|b) c ;;`. Its patterns are the words `first..<second` in
    /// `Syntax.words`. `third` is the node of the body. `joint` is 1 if the item ends with `;&`,
    /// else 0.
    case caseItem
    /// The definition of a function. `first` is the index of the word with its name, `second` the
    /// node of its body.
    case function
    /// A subshell: `( a; b )`. `first` is the node of the list of commands.
    case subshell
    /// A command in the background: `a &`. `first` is the node of `a`.
    case background
    /// A compound command with redirections: `{ a; } >file`. `first` is the node of the command
    /// without them.
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
