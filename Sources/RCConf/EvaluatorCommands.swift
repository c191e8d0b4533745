extension Evaluator {
  /// Parses and runs text line by line; false when there was no command in it.
  mutating func evaluate(
    _ text: [UInt8], line: Int32, lineStep: Int32
  ) throws(Halt) -> Bool {
    var parser = Parser(
      text, named: fileNames[Int(file)], line: line, lineStep: lineStep, depth: depth)
    var ranAny = false
    while skip == .none {
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

  /// Runs a node; -1 is an empty list, which changes nothing.
  mutating func run(_ index: Int, _ syntax: Syntax) throws(Halt) {
    guard index >= 0 else { return }
    switch syntax.nodes[index].kind {
    case .simple: return try runSimple(index, syntax)
    case .list: return try runList(index, syntax)
    default: break
    }
    try enter()
    switch syntax.nodes[index].kind {
    case .andOr: try runAndOr(index, syntax)
    case .not:
      try run(Int(syntax.nodes[index].first), syntax)
      if skip == .none { status = status == 0 ? 1 : 0 }
    case .ifThen: try runIf(index, syntax)
    case .loop: try runLoop(index, syntax)
    case .forLoop: try runFor(index, syntax)
    case .caseOf: try runCase(index, syntax)
    case .function: try define(index, syntax)
    case .subshell: try runSubshell(Int(syntax.nodes[index].first), syntax)
    case .pipeline: try runPipeline(index, syntax)
    case .background:
      try runSubshell(Int(syntax.nodes[index].first), syntax)
      status = 0
      hasBackgroundProcess = true
    case .redirected:
      line = syntax.nodes[index].line
      throw shell(.redirection)
    case .simple, .list, .words, .caseItem: break
    }
    depth -= 1
  }

  private mutating func runList(_ index: Int, _ syntax: Syntax) throws(Halt) {
    var child = Int(syntax.nodes[index].first)
    // `{ }` is an error in some shells, and its exit status differs in the others.
    if child < 0 { throw shell(.unportable("{ }")) }
    while child >= 0, skip == .none {
      try run(child, syntax)
      child = Int(syntax.nodes[child].next)
    }
  }

  private mutating func runAndOr(_ index: Int, _ syntax: Syntax) throws(Halt) {
    let first = Int(syntax.nodes[index].first)
    try run(first, syntax)
    var link = Int(syntax.nodes[first].next)
    while link >= 0, skip == .none {
      let wantsSuccess = syntax.nodes[link].joint == 1
      if wantsSuccess == (status == 0) { try run(Int(syntax.nodes[link].first), syntax) }
      link = Int(syntax.nodes[link].next)
    }
  }

  private mutating func runIf(_ index: Int, _ syntax: Syntax) throws(Halt) {
    var branch = index
    while true {
      let node = syntax.nodes[branch]
      try run(Int(node.first), syntax)
      if skip != .none { return }
      if status == 0 { return try run(Int(node.second), syntax) }
      if node.third < 0 {
        status = 0
        return
      }
      guard syntax.nodes[Int(node.third)].kind == .ifThen else {
        return try run(Int(node.third), syntax)
      }
      branch = Int(node.third)
    }
  }

  private mutating func runLoop(_ index: Int, _ syntax: Syntax) throws(Halt) {
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

  /// After a pending skip: whether the innermost loop goes on.
  private mutating func continuesLoop() -> Bool {
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

  private mutating func runFor(_ index: Int, _ syntax: Syntax) throws(Halt) {
    let node = syntax.nodes[index]
    line = node.line
    var items = parameters
    if node.second >= 0 {
      let words = syntax.nodes[Int(node.second)]
      items = []
      for word in Int(words.first)..<Int(words.second) {
        try expandFields(syntax.words[word], syntax, into: &items)
      }
    }
    let name = syntax.text(syntax.parts[Int(syntax.words[Int(node.first)].start)])
    let id = scope.intern(syntax.bytes, name.startIndex..<name.endIndex)
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

  private mutating func runCase(_ index: Int, _ syntax: Syntax) throws(Halt) {
    let node = syntax.nodes[index]
    line = node.line
    let subject = try expandText(syntax.words[Int(node.first)], syntax)
    var item = Int(node.second)
    while item >= 0 {
      if try matches(subject, anyOf: item, syntax) { return try runItems(from: item, syntax) }
      item = Int(syntax.nodes[item].next)
    }
    status = 0
  }

  private mutating func matches(
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

  /// Runs the body of `item`, and of those that it falls through to.
  private mutating func runItems(from item: Int, _ syntax: Syntax) throws(Halt) {
    var node = syntax.nodes[item]
    if node.third < 0 { status = 0 }
    try run(Int(node.third), syntax)
    while node.joint == 1, node.next >= 0, skip == .none {
      node = syntax.nodes[Int(node.next)]
      try run(Int(node.third), syntax)
    }
  }

  private mutating func define(_ index: Int, _ syntax: Syntax) throws(Halt) {
    let node = syntax.nodes[index]
    let name = syntax.plainText(syntax.words[Int(node.first)])
    let id = scope.intern(syntax.bytes, name.startIndex..<name.endIndex)
    try spend(1 + syntax.bytes.count >> 6)
    functions[id] = Function(body: Int(node.second), syntax: syntax, file: file)
    status = 0
  }

  /// Runs commands as a subshell does: on a copy, of which only the exit status comes back.
  private mutating func runSubshell(_ index: Int, _ syntax: Syntax) throws(Halt) {
    var child = self
    child.functionDepth = functionDepth
    do throws(Halt) {
      try child.run(index, syntax)
      status = index < 0 ? 0 : child.status
    } catch .stopped(let error) {
      // It ends the subshell alone.
      if case .exit(let code) = error.reason { status = code } else { status = 2 }
    }
    budget = child.budget
    fileNames = child.fileNames
    fileNumbers = child.fileNumbers
  }

  private mutating func runPipeline(_ index: Int, _ syntax: Syntax) throws(Halt) {
    let before = status
    var child = Int(syntax.nodes[index].first)
    while child >= 0 {
      status = before
      try runSubshell(child, syntax)
      child = Int(syntax.nodes[child].next)
    }
  }
}
