extension Evaluator {
  /// Parses and runs `text` line by line. `line` is the number of the first line; `lineStep` is
  /// added to it at each newline: 1, or 0 inside `eval`. Returns false if no command was run.
  /// Throws if the text has an error or needs /bin/sh.
  func evaluate(
    _ text: [UInt8], line: Int32, lineStep: Int32
  ) throws(Halt) -> Bool {
    var parser = Parser(
      text, named: fileNames[Int(file)], line: line, lineStep: lineStep, depth: depth)
    var ranAny = false
    while skip == .none {
      if let plain = parser.nextPlainAssignment() {
        try run(plain, in: parser.text)
        ranAny = true
        continue
      }
      switch try parser.next() {
      case .end: return ranAny
      case .blank: continue
      case .command(let root):
        try run(root, parser.syntax)
        ranAny = true
      }
    }
    return ranAny
  }

  /// Runs the command at the index `index` in `syntax.nodes`. The index -1 stands for no command,
  /// and nothing is run. Throws if the command has an error or needs /bin/sh.
  func run(_ index: Int, _ syntax: Syntax) throws(Halt) {
    guard index >= 0 else { return }
    switch syntax.kind(of: index) {
    case .simple: return try runSimple(index, syntax)
    case .list: return try runList(index, syntax)
    default: break
    }
    try enter(3)
    try runCompound(index, syntax)
    depth -= 3
  }

  private func runCompound(_ index: Int, _ syntax: Syntax) throws(Halt) {
    switch syntax.kind(of: index) {
    case .andOr: try runAndOr(index, syntax)
    case .not: try runNot(index, syntax)
    case .ifThen: try runIf(index, syntax)
    case .loop: try runLoop(index, syntax)
    case .forLoop: try runFor(index, syntax)
    case .caseOf: try runCase(index, syntax)
    case .function: try define(index, syntax)
    case .subshell: try runSubshell(syntax.first(of: index), syntax)
    case .pipeline: try runPipeline(index, syntax)
    case .background: try runBackground(index, syntax)
    case .redirected: try refuseRedirection(index, syntax)
    case .simple, .list, .words, .caseItem: break
    }
  }

  private func refuseRedirection(_ index: Int, _ syntax: Syntax) throws(Halt) {
    line = syntax.nodes[index].line
    throw shell(.redirection)
  }

  private func runNot(_ index: Int, _ syntax: Syntax) throws(Halt) {
    try run(syntax.first(of: index), syntax)
    if skip == .none { status = status == 0 ? 1 : 0 }
  }

  private func runBackground(_ index: Int, _ syntax: Syntax) throws(Halt) {
    try runSubshell(syntax.first(of: index), syntax)
    status = 0
    hasBackgroundProcess = true
  }

  private func runList(_ index: Int, _ syntax: Syntax) throws(Halt) {
    var child = syntax.first(of: index)
    if child < 0 { throw emptyGroup() }
    while child >= 0, skip == .none {
      try run(child, syntax)
      child = syntax.next(of: child)
    }
  }

  /// Returns the reason to leave `{ }` to /bin/sh, to be thrown: an empty group is an error in some
  /// shells, and has different exit statuses in the others.
  private func emptyGroup() -> Halt {
    shell(.unportable("{ }"))
  }

  private func runAndOr(_ index: Int, _ syntax: Syntax) throws(Halt) {
    let first = syntax.first(of: index)
    try run(first, syntax)
    var link = syntax.next(of: first)
    while link >= 0, skip == .none {
      let wantsSuccess = syntax.nodes[link].joint == 1
      if wantsSuccess == (status == 0) { try run(syntax.first(of: link), syntax) }
      link = syntax.next(of: link)
    }
  }

  private func runIf(_ index: Int, _ syntax: Syntax) throws(Halt) {
    var branch = index
    while true {
      try run(syntax.first(of: branch), syntax)
      if skip != .none { return }
      if status == 0 { return try run(syntax.second(of: branch), syntax) }
      let other = syntax.third(of: branch)
      if other < 0 {
        status = 0
        return
      }
      if syntax.kind(of: other) != .ifThen { return try run(other, syntax) }
      branch = other
    }
  }

  private func runLoop(_ index: Int, _ syntax: Syntax) throws(Halt) {
    let node = syntax.nodes[index]
    let wanted = node.third == 0
    var last = 0
    loopDepth += 1
    while true {
      try spend(1)
      try run(Int(node.first), syntax)
      if skip == .none {
        if wanted != (status == 0) { break }
        if node.second < 0 { status = 0 }
        try run(Int(node.second), syntax)
        last = status
      } else if skip == .returning {
        last = status
      }
      if skip != .none, !continuesLoop() { break }
    }
    loopDepth -= 1
    status = last
  }

  /// Applies `skip`, set by `break`, `continue` or `return`, to the innermost loop. Returns true if
  /// this loop continues with its next round.
  private func continuesLoop() -> Bool {
    switch skip {
    case .continuing(1):
      skip = .none
      return true
    case .continuing(let count): skip = .continuing(count - 1)
    case .breaking(1): skip = .none
    case .breaking(let count): skip = .breaking(count - 1)
    case .returning, .none: break
    }
    return false
  }

  private func runFor(_ index: Int, _ syntax: Syntax) throws(Halt) {
    let items = try expandItems(index, syntax)
    let id = loopVariable(index, syntax)
    let node = syntax.nodes[index]
    var last = 0
    loopDepth += 1
    for item in items {
      try spend(1)
      line = node.line
      try assign(id, item)
      if node.third < 0 { status = 0 }
      try run(Int(node.third), syntax)
      last = status
      if skip != .none, !continuesLoop() { break }
    }
    loopDepth -= 1
    status = last
  }

  private func expandItems(_ index: Int, _ syntax: Syntax) throws(Halt) -> [[UInt8]] {
    let node = syntax.nodes[index]
    line = node.line
    guard node.second >= 0 else { return parameters }
    let words = syntax.nodes[Int(node.second)]
    var items: [[UInt8]] = []
    for word in Int(words.first)..<Int(words.second) {
      try expandFields(syntax.words[word], syntax, into: &items)
    }
    return items
  }

  private func loopVariable(_ index: Int, _ syntax: Syntax) -> Int {
    let name = syntax.plainText(syntax.words[syntax.first(of: index)])
    return scope.intern(syntax.bytes, name.startIndex..<name.endIndex)
  }

  private func runCase(_ index: Int, _ syntax: Syntax) throws(Halt) {
    let item = try matchingItem(index, syntax)
    if item >= 0 { try runItems(from: item, syntax) } else { status = 0 }
  }

  /// Returns the index in `syntax.nodes` of the first item of the `case` at `index` that has a
  /// matching pattern; -1 if there is none. Throws if an expansion has an error, or if it or a
  /// pattern needs /bin/sh.
  private func matchingItem(_ index: Int, _ syntax: Syntax) throws(Halt) -> Int {
    let node = syntax.nodes[index]
    line = node.line
    let subject = try expandText(syntax.words[Int(node.first)], syntax)
    var item = Int(node.second)
    while item >= 0 {
      if try matches(subject, anyOf: item, syntax) { return item }
      item = Int(syntax.nodes[item].next)
    }
    return -1
  }

  private func matches(
    _ subject: [UInt8], anyOf item: Int, _ syntax: Syntax
  ) throws(Halt) -> Bool {
    let node = syntax.nodes[item]
    for word in Int(node.first)..<Int(node.second) {
      let pattern = try expandPattern(syntax.words[word], syntax)
      try spend(1 + subject.count * pattern.tokens.count >> 6)
      if try pattern.matches(subject, self) { return true }
    }
    return false
  }

  /// Runs the commands of the `case` item at the index `item` in `syntax.nodes`, and those of the
  /// items after it as long as each ends with `;&`. Throws if a command has an error or needs
  /// /bin/sh.
  private func runItems(from item: Int, _ syntax: Syntax) throws(Halt) {
    var node = syntax.nodes[item]
    if node.third < 0 { status = 0 }
    try run(Int(node.third), syntax)
    while node.joint == 1, node.next >= 0, skip == .none {
      node = syntax.nodes[Int(node.next)]
      try run(Int(node.third), syntax)
    }
  }

  private func define(_ index: Int, _ syntax: Syntax) throws(Halt) {
    let node = syntax.nodes[index]
    let name = syntax.plainText(syntax.words[Int(node.first)])
    let id = scope.intern(syntax.bytes, name.startIndex..<name.endIndex)
    try spend(1 + syntax.bytes.count >> 6)
    functions[id] = Function(body: Int(node.second), syntax: syntax, file: file)
    status = 0
  }
}
