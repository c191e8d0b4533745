extension Evaluator {
  /// An assignment `name=value` of a simple command, after the expansion of the value.
  private struct Assignment {
    var id: Int
    var value: [UInt8]
    var line: Int32
  }

  /// Runs the simple command at the index `index` in `syntax.nodes`. All words are expanded before
  /// any variable is assigned (POSIX XCU 2.9.1). Throws if the command has an error or needs
  /// /bin/sh.
  func runSimple(_ index: Int, _ syntax: Syntax) throws(Halt) {
    let node = syntax.nodes[index]
    line = node.line
    try spend(1)
    let (first, end) = (Int(node.first), Int(node.second))
    if node.third == 0, end - first == 1, syntax.words[first].equals != nil {
      return try runAssignment(syntax.words[first], syntax)
    }
    let invocation = try prepare(index, syntax)
    try perform(invocation)
  }

  private func runAssignment(_ word: Word, _ syntax: Syntax) throws(Halt) {
    let assignment = try expandAssignment(word, syntax)
    try assign(assignment.id, assignment.value)
    status = 0
    statusIsUncertain = false
  }

  /// Runs the assignment `plain`, whose ranges are ranges of `text`. Throws if the variable is
  /// readonly, or if the limit of work is reached.
  func run(_ plain: PlainAssignment, in text: [UInt8]) throws(Halt) {
    line = plain.line
    try spend(2 + plain.value.count >> 6)
    try assign(scope.intern(text, plain.name), scope.sharedCopy(of: text[plain.value]))
    status = 0
    statusIsUncertain = false
  }

  /// A simple command after the expansion of its words: the assignments in front, and then the
  /// command's name with its arguments.
  private struct Invocation {
    var assignments: [Assignment] = []
    var arguments: [[UInt8]] = []
  }

  private func prepare(
    _ index: Int, _ syntax: Syntax
  ) throws(Halt) -> Invocation {
    let node = syntax.nodes[index]
    if node.third == 1 { throw shell(.redirection) }
    var invocation = Invocation()
    var next = Int(node.first)
    let end = Int(node.second)
    while next < end, syntax.words[next].equals != nil {
      invocation.assignments.append(try expandAssignment(syntax.words[next], syntax))
      next += 1
    }
    if next < end {
      try expandArguments(next..<end, syntax, into: &invocation.arguments)
      line = syntax.words[next].line
    }
    statusIsUncertain = false
    return invocation
  }

  private func expandArguments(
    _ words: Range<Int>, _ syntax: Syntax, into arguments: inout [[UInt8]]
  ) throws(Halt) {
    let isDeclaration = declares(syntax.words[words.lowerBound], syntax)
    for index in words {
      let word = syntax.words[index]
      if isDeclaration, let equals = word.equals {
        let name = syntax.bytes[Int(syntax.parts[Int(word.start)].start)...Int(equals)]
        arguments.append(name + (try expandValue(word, syntax)))
      } else {
        try expandFields(word, syntax, into: &arguments)
      }
    }
  }

  private func perform(_ invocation: Invocation) throws(Halt) {
    guard let name = invocation.arguments.first else {
      for assignment in invocation.assignments { try perform(assignment) }
      status = 0
      return
    }
    let id = scope.find(name, 0..<name.count)
    if let id, id >= Builtin.firstReplaceable, let function = functions[id] {
      try call(function, invocation)
    } else {
      try runBuiltin(id, invocation)
    }
  }

  private func expandAssignment(
    _ word: Word, _ syntax: Syntax
  ) throws(Halt) -> Assignment {
    let value = try expandValue(word, syntax)
    let name = Int(syntax.parts[Int(word.start)].start)..<Int(word.equals ?? 0)
    return Assignment(id: scope.intern(syntax.bytes, name), value: value, line: word.line)
  }

  private func perform(_ assignment: Assignment) throws(Halt) {
    line = assignment.line
    try assign(assignment.id, assignment.value)
  }

  /// Returns true if `word` is the name of a command whose arguments may be assignments, such as
  /// `export`. The values of these assignments are not split into words.
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
    case "local": return functions[Builtin.localID] == nil
    default: return false
    }
  }

  // MARK: calling

  private func runBuiltin(_ id: Int?, _ invocation: Invocation) throws(Halt) {
    guard let builtin = id.flatMap(Builtin.init(id:)) else {
      throw shell(.command(display(invocation.arguments[0])))
    }
    let commandLine = line
    if builtin.isSpecial {
      for assignment in invocation.assignments { try perform(assignment) }
      line = commandLine
    } else {
      // The assignments last only for this command, but an assignment to a readonly variable makes
      // it fail.
      for assignment in invocation.assignments where scope.cells[assignment.id].isReadonly {
        throw shell(.builtin(builtin.rawValue))
      }
    }
    let operands = invocation.arguments.dropFirst()
    switch builtin {
    case .dot: try runDot(operands)
    case .eval: try runEval(operands)
    default: try run(builtin, operands)
    }
  }

  /// The state of the evaluator before a function call or a `.` command, which is restored at its
  /// end.
  private struct Frame {
    var parameters: [[UInt8]]
    var file: Int32
    var line: Int32
    var loopDepth: Int
    var outerLoopDepth: Int
    var mark: Int
  }

  private func call(
    _ function: Function, _ invocation: Invocation
  ) throws(Halt) {
    try enter(5)
    let frame = try enter(function, invocation)
    if isEmptyGroup(function) { status = 0 } else { try run(function.body, function.syntax) }
    leave(frame)
    depth -= 5
  }

  private func enter(
    _ function: Function, _ invocation: Invocation
  ) throws(Halt) -> Frame {
    let frame = Frame(
      parameters: parameters, file: file, line: line, loopDepth: loopDepth,
      outerLoopDepth: outerLoopDepth, mark: scope.mark)
    for assignment in invocation.assignments {
      scope.save(assignment.id)
      try perform(assignment)
    }
    parameters = Array(invocation.arguments.dropFirst())
    file = function.file
    outerLoopDepth += loopDepth
    loopDepth = 0
    functionDepth += 1
    return frame
  }

  private func leave(_ frame: Frame) {
    functionDepth -= 1
    scope.restore(to: frame.mark)
    parameters = frame.parameters
    file = frame.file
    line = frame.line
    loopDepth = frame.loopDepth
    outerLoopDepth = frame.outerLoopDepth
    if skip == .returning { skip = .none }
  }

  private func isEmptyGroup(_ function: Function) -> Bool {
    let body = function.syntax.nodes[function.body]
    return body.kind == .list && body.first < 0
  }

  // MARK: other texts

  /// Evaluates the file at `path` with the present variables, as the command `.` does. Throws if
  /// the file cannot be read, or if its text has an error or needs /bin/sh.
  func evaluateFile(_ path: String) throws(Halt) {
    let text = try read(path)
    try enter(7)
    let frame = Frame(
      parameters: parameters, file: file, line: line, loopDepth: loopDepth,
      outerLoopDepth: outerLoopDepth, mark: scope.mark)
    if !fileNames.contains(path) { budget += text.count }
    file = number(ofFile: path)
    scope.reserve(forTextOf: text.count)
    outerLoopDepth += loopDepth
    loopDepth = 0
    statusIsUncertain = status != 0
    if try !evaluate(text, line: 1, lineStep: 1) { status = 0 }
    file = frame.file
    line = frame.line
    loopDepth = frame.loopDepth
    outerLoopDepth = frame.outerLoopDepth
    if skip == .returning { skip = .none }
    depth -= 7
  }

  private func read(_ path: String) throws(Halt) -> [UInt8] {
    switch files.read(path) {
    case .bytes(let bytes): return bytes
    case .missing: throw stop(.cannotRead(path: path))
    case .unreadable:
      // sh may be able to open a folder or a device, with results that differ.
      guard files.attributes(path)?.kind == .file else { throw shell(.builtin(".")) }
      throw stop(.cannotRead(path: path))
    }
  }
}
