extension Evaluator {
  /// A `name=value` of a simple command, expanded.
  private struct Assignment {
    var id: Int
    var value: [UInt8]
    var line: Int32
  }

  /// Runs a simple command: all words are expanded before anything is assigned
  /// (POSIX XCU 2.9.1).
  mutating func runSimple(_ index: Int, _ syntax: Syntax) throws(Halt) {
    let node = syntax.nodes[index]
    line = node.line
    try spend(1)
    if node.third == 1 { throw shell(.redirection) }
    let (first, end) = (Int(node.first), Int(node.second))
    if end - first == 1, syntax.words[first].equals != nil {
      let assignment = try expandAssignment(syntax.words[first], syntax)
      try assign(assignment.id, assignment.value)
      status = 0
      statusIsUncertain = false
      return
    }
    try runWords(first..<end, syntax)
  }

  private mutating func runWords(_ words: Range<Int>, _ syntax: Syntax) throws(Halt) {
    var assignments: [Assignment] = []
    var next = words.lowerBound
    while next < words.upperBound, syntax.words[next].equals != nil {
      assignments.append(try expandAssignment(syntax.words[next], syntax))
      next += 1
    }
    var arguments: [[UInt8]] = []
    if next < words.upperBound {
      let isDeclaration = declares(syntax.words[next], syntax)
      for index in next..<words.upperBound {
        let word = syntax.words[index]
        if isDeclaration, let equals = word.equals {
          let name = syntax.bytes[Int(syntax.parts[Int(word.start)].start)...Int(equals)]
          arguments.append(name + (try expandValue(word, syntax)))
        } else {
          try expandFields(word, syntax, into: &arguments)
        }
      }
      line = syntax.words[next].line
    }
    statusIsUncertain = false
    guard let name = arguments.first else {
      for assignment in assignments { try perform(assignment) }
      status = 0
      return
    }
    try call(name, arguments, assignments)
  }

  private mutating func expandAssignment(
    _ word: Word, _ syntax: Syntax
  ) throws(Halt) -> Assignment {
    let value = try expandValue(word, syntax)
    let name = Int(syntax.parts[Int(word.start)].start)..<Int(word.equals ?? 0)
    return Assignment(id: scope.intern(syntax.bytes, name), value: value, line: word.line)
  }

  private mutating func perform(_ assignment: Assignment) throws(Halt) {
    line = assignment.line
    try assign(assignment.id, assignment.value)
  }

  /// Whether the command takes assignments as arguments, which then are not split.
  private func declares(_ word: Word, _ syntax: Syntax) -> Bool {
    var name: [UInt8] = []
    for part in syntax.parts[Int(word.start)..<Int(word.end)] {
      switch part.kind {
      case .literal: name += syntax.text(part)
      case .quoteMark: break
      default: return false
      }
      if name.count > 8 { return false }
    }
    switch display(name) {
    case "export", "readonly": return true
    case "local": return functions[Builtin.local.id] == nil
    default: return false
    }
  }

  // MARK: calling

  private mutating func call(
    _ name: [UInt8], _ arguments: [[UInt8]], _ assignments: [Assignment]
  ) throws(Halt) {
    let id = scope.find(name, 0..<name.count)
    let builtin = id.flatMap(Builtin.init(id:))
    if let builtin, builtin.isSpecial {
      for assignment in assignments { try perform(assignment) }
      line = assignments.isEmpty ? line : assignments[0].line
      return try run(builtin, arguments)
    }
    if let id, let function = functions[id] {
      return try call(function, arguments, assignments)
    }
    guard let builtin else { throw shell(.command(display(name))) }
    // The assignments end with the command, but a readonly one makes it fail.
    for assignment in assignments where scope.cells[assignment.id].isReadonly {
      throw shell(.builtin(display(name)))
    }
    try run(builtin, arguments)
  }

  private mutating func call(
    _ function: Function, _ arguments: [[UInt8]], _ assignments: [Assignment]
  ) throws(Halt) {
    try enter()
    let outer = (parameters, file, line, loopDepth, outerLoopDepth)
    let mark = scope.mark
    for assignment in assignments {
      scope.save(assignment.id)
      try perform(assignment)
    }
    parameters = Array(arguments.dropFirst())
    file = function.file
    outerLoopDepth += loopDepth
    loopDepth = 0
    functionDepth += 1
    if isEmptyGroup(function) { status = 0 } else { try run(function.body, function.syntax) }
    functionDepth -= 1
    scope.restore(to: mark)
    (parameters, file, line, loopDepth, outerLoopDepth) = outer
    if skip == .returning { skip = .none }
    depth -= 1
  }

  private func isEmptyGroup(_ function: Function) -> Bool {
    let body = function.syntax.nodes[function.body]
    return body.kind == .list && body.first < 0
  }

  // MARK: other texts

  /// Evaluates a file in place, as `.` does.
  mutating func evaluateFile(_ path: String) throws(Halt) {
    let text: [UInt8]
    switch files.read(path) {
    case .bytes(let bytes): text = bytes
    case .missing: throw stop(.cannotRead(path: path))
    case .unreadable:
      // sh may well open a folder or a device, and what it reads there differs.
      guard files.attributes(path)?.kind == .file else { throw shell(.builtin(".")) }
      throw stop(.cannotRead(path: path))
    }
    try enter()
    let outer = (file, line, loopDepth, outerLoopDepth)
    if fileNumbers[path] == nil { budget += text.count }
    file = number(ofFile: path)
    outerLoopDepth += loopDepth
    loopDepth = 0
    statusIsUncertain = status != 0
    let ranAny = try evaluate(text, line: 1, lineStep: 1)
    if !ranAny { status = 0 }
    (file, line, loopDepth, outerLoopDepth) = outer
    if skip == .returning { skip = .none }
    depth -= 1
  }
}
