/// Divides the operands of test(1), or of `[ … ]`, into operators and plain operands, as FreeBSD's
/// test does.
private struct TestReader {
  enum Token: Equatable {
    case end, operand, not, and, or, leftParenthesis, rightParenthesis
    case unary(String)
    case binary(String)
  }

  let operands: [[UInt8]]
  /// The index of the current operand in `operands`. At the end, one past the last operand.
  var position = 0
  var parentheses = 0

  init(_ operands: [[UInt8]]) {
    self.operands = operands
  }

  private var remaining: Int { operands.count - position }

  func operand(_ index: Int) -> [UInt8]? {
    index < operands.count ? operands[index] : nil
  }

  /// Returns the token for the operand at `index`: an operator, a plain operand, or the end. This
  /// depends on the operands after the current position: `-f` alone is a plain operand.
  func token(at index: Int) -> Token {
    guard let operand = operand(index) else { return .end }
    switch kind(operand) {
    case .unary where isOperandOfUnary, .leftParenthesis where isOperandOfLeft,
      .rightParenthesis where isOperandOfRight:
      return .operand
    case let kind: return kind
    }
  }

  private var isOperandOfUnary: Bool {
    if remaining <= 1 { return true }
    guard let next = operand(position + 1) else { return true }
    if remaining == 2 { return parentheses == 1 && kind(next) == .rightParenthesis }
    guard isBinary(next), let after = operand(position + 2) else { return false }
    return parentheses == 0 || kind(after) != .rightParenthesis
  }

  private var isOperandOfLeft: Bool {
    if remaining <= 1 { return true }
    guard let next = operand(position + 1) else { return true }
    if remaining == 2 { return parentheses == 1 && kind(next) == .rightParenthesis }
    return remaining == 3 && isBinary(next)
  }

  private var isOperandOfRight: Bool {
    guard remaining == 2, let next = operand(position + 1) else { return false }
    return parentheses == 1 && kind(next) == .rightParenthesis
  }

  private func isBinary(_ operand: [UInt8]) -> Bool {
    if case .binary = kind(operand) { true } else { false }
  }

  private func kind(_ operand: [UInt8]) -> Token {
    guard operand.count <= 3 else { return .operand }
    let text = display(operand)
    switch text {
    case "!": return .not
    case "(": return .leftParenthesis
    case ")": return .rightParenthesis
    case "-a": return .and
    case "-o": return .or
    case "=", "==", "!=", "<", ">", "-eq", "-ne", "-gt", "-ge", "-lt", "-le", "-nt", "-ot", "-ef":
      return .binary(text)
    case "-b", "-c", "-d", "-e", "-f", "-g", "-G", "-h", "-k", "-L", "-n", "-O", "-p", "-r",
      "-s", "-S", "-t", "-u", "-w", "-x", "-z":
      return .unary(text)
    default: return .operand
    }
  }
}

extension Evaluator {
  /// Returns the exit status of `test operands`: 0 for true, 1 for false, 2 for an invalid
  /// expression. Throws `.shell` if shells differ on the expression.
  func test(_ operands: ArraySlice<[UInt8]>) throws(Halt) -> Int {
    if operands.isEmpty { return 1 }
    if let simple = try testSimply(operands) { return simple ? 0 : 1 }
    try spend(operands.count)
    var reader = TestReader(Array(operands))
    // With four operands, a leading `!` negates the whole rest, as in `! "" -o x`. The grammar
    // below would negate only the first part.
    let isNegated = operands.count == 4 && operands.first == [UInt8(ascii: "!")]
    if isNegated { reader.position = 1 }
    guard let result = try testOr(&reader, reader.token(at: reader.position)),
      reader.position >= reader.operands.count - 1
    else { return 2 }
    return result != isNegated ? 0 : 1
  }

  /// Returns the result of an expression on which all shells agree: one operand, `-x y`, `a = b`,
  /// `! x`. Nil for any other form. Throws `.shell` if shells differ on the expression.
  private func testSimply(_ operands: ArraySlice<[UInt8]>) throws(Halt) -> Bool? {
    let list = Array(operands)
    let reader = TestReader(list)
    switch list.count {
    case 1: return !list[0].isEmpty
    case 2:
      if case .unary(let name) = reader.token(at: 0) { return try test(name, list[1]) }
      if list[0] == [UInt8(ascii: "!")] { return list[1].isEmpty }
    case 3:
      guard case .binary(let name) = reader.token(at: 1) else { break }
      // `! = x` may be a comparison, or a negation without sense.
      if list[0] == [UInt8(ascii: "!")] || list[0] == [UInt8(ascii: "(")] {
        throw shell(.builtin("test"))
      }
      return try test(name, list[0], list[2])
    default: break
    }
    return nil
  }

  private func testOr(
    _ reader: inout TestReader, _ token: TestReader.Token
  ) throws(Halt) -> Bool? {
    guard var result = try testAnd(&reader, token) else { return nil }
    while reader.token(at: reader.position + 1) == .or {
      reader.position += 2
      guard let right = try testAnd(&reader, reader.token(at: reader.position)) else { return nil }
      result = right || result
    }
    return result
  }

  private func testAnd(
    _ reader: inout TestReader, _ token: TestReader.Token
  ) throws(Halt) -> Bool? {
    guard var result = try testNot(&reader, token) else { return nil }
    while reader.token(at: reader.position + 1) == .and {
      reader.position += 2
      guard let right = try testNot(&reader, reader.token(at: reader.position)) else { return nil }
      result = right && result
    }
    return result
  }

  private func testNot(
    _ reader: inout TestReader, _ token: TestReader.Token
  ) throws(Halt) -> Bool? {
    var token = token
    var isNegated = false
    while token == .not {
      isNegated.toggle()
      reader.position += 1
      token = reader.token(at: reader.position)
    }
    return try testPrimary(&reader, token).map { $0 != isNegated }
  }

  private func testPrimary(
    _ reader: inout TestReader, _ token: TestReader.Token
  ) throws(Halt) -> Bool? {
    switch token {
    case .end: return false
    case .leftParenthesis:
      // Implementations differ on groups, which have five or more operands.
      throw shell(.builtin("test"))
    case .unary(let name):
      guard let operand = reader.operand(reader.position + 1) else { return nil }
      reader.position += 1
      return try test(name, operand)
    default: break
    }
    guard let left = reader.operand(reader.position) else { return nil }
    guard case .binary(let name) = reader.token(at: reader.position + 1) else {
      return !left.isEmpty
    }
    guard let right = reader.operand(reader.position + 2) else { return nil }
    reader.position += 2
    return try test(name, left, right)
  }

  // MARK: operators

  private func test(_ name: String, _ operand: [UInt8]) throws(Halt) -> Bool {
    switch name {
    case "-n": return !operand.isEmpty
    case "-z": return operand.isEmpty
    case "-g", "-G", "-k", "-O", "-t", "-u": throw shell(.builtin("test \(name)"))
    default: break
    }
    guard !operand.isEmpty, let path = utf8Text(operand) else {
      if operand.isEmpty { return false }
      throw shell(.builtin("test \(name)"))
    }
    switch name {
    case "-r": return files.allows(path, .read)
    case "-w": return files.allows(path, .write)
    case "-x": return files.allows(path, .execute)
    default: return testFile(name, path)
    }
  }

  private func testFile(_ name: String, _ path: String) -> Bool {
    guard let file = files.attributes(path) else { return false }
    if name == "-h" || name == "-L" { return file.isLink }
    guard let kind = file.kind else { return false }
    switch name {
    case "-e": return true
    case "-f": return kind == .file
    case "-d": return kind == .directory
    case "-b": return kind == .blockDevice
    case "-c": return kind == .characterDevice
    case "-p": return kind == .fifo
    case "-S": return kind == .socket
    default: return file.size > 0
    }
  }

  private func test(
    _ name: String, _ left: [UInt8], _ right: [UInt8]
  ) throws(Halt) -> Bool {
    switch name {
    case "=", "==": return left == right
    case "!=": return left != right
    case "<", ">":
      if scope.localeIsTouched { throw shell(.builtin("test \(name)")) }
      return name == "<"
        ? left.lexicographicallyPrecedes(right) : right.lexicographicallyPrecedes(left)
    case "-nt", "-ot", "-ef": throw shell(.builtin("test \(name)"))
    default: break
    }
    let (first, second) = (try testNumber(left, name), try testNumber(right, name))
    switch name {
    case "-eq": return first == second
    case "-ne": return first != second
    case "-gt": return first > second
    case "-ge": return first >= second
    case "-lt": return first < second
    default: return first <= second
    }
  }

  /// Returns the value of the decimal number `text`. Throws `.shell` for any other text, on which
  /// shells differ. `name` is the operator: `-eq`.
  private func testNumber(_ text: [UInt8], _ name: String) throws(Halt) -> Int {
    guard text.count < 19, let number = Int(display(text)) else {
      throw shell(.builtin("test \(name)"))
    }
    return number
  }
}
