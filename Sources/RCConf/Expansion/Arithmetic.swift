extension Evaluator {
  /// Returns the value of `$((text))`; all expansions in `text` are done. Assignments in `text`
  /// take effect. Throws if `text` has an error, or needs /bin/sh because shells differ on it.
  func evaluateArithmetic(_ text: [UInt8]) throws(Halt) -> Int {
    var reader = ArithmeticReader(text)
    let value = try arithmeticAssignment(&reader, skipping: false)
    if reader.isUnportable { throw fault(reader, "") }
    if reader.token != .end { throw fault(reader, "expecting the end") }
    return value
  }

  private func fault(_ reader: ArithmeticReader, _ what: String) -> Halt {
    if reader.isUnportable { return shell(.unportable("$((\(display(reader.text))))")) }
    return stop(.arithmetic(expression: display(reader.text), what: what))
  }

  /// Evaluates an assignment (`x = 1`) or a condition (`a ? b : c`), and returns its value. Throws
  /// if it has an error or needs /bin/sh.
  ///
  /// `skipping` is true for an operand whose value is not needed, such as the right side of
  /// `0 && x`. Then the expression is only parsed: it assigns nothing and reads no variable.
  private func arithmeticAssignment(
    _ reader: inout ArithmeticReader, skipping: Bool
  ) throws(Halt) -> Int {
    try enter(6)
    var value: Int
    if let operation = assignment(in: &reader) {
      let name = operation.name
      value = try arithmeticAssignment(&reader, skipping: skipping)
      if !skipping { value = try assign(value, operation.token, name, reader) }
    } else {
      value = try arithmeticCondition(&reader, skipping)
    }
    depth -= 6
    return value
  }

  /// Reads `name =` or `name op=`, such as `x +=`, if it comes next. Returns the range of the name
  /// and the operator before the `=`, `.assign` if there is none. Returns nil and reads nothing
  /// otherwise.
  private func assignment(
    in reader: inout ArithmeticReader
  ) -> (name: Range<Int>, token: ArithmeticReader.Token)? {
    guard reader.token == .variable else { return nil }
    let name = reader.name
    var ahead = reader
    ahead.advance()
    guard ahead.token == .assign else { return nil }
    let operation = ahead.assigned
    ahead.advance()
    reader = ahead
    return (name, operation)
  }

  private func assign(
    _ value: Int, _ operation: ArithmeticReader.Token, _ name: Range<Int>,
    _ reader: ArithmeticReader
  ) throws(Halt) -> Int {
    if reader.isUnportable { throw fault(reader, "") }
    var value = value
    if operation != .assign {
      value = try apply(operation, arithmeticVariable(name, reader), value, reader)
    }
    try assign(scope.intern(reader.text, name), decimal(value))
    return value
  }

  private func arithmeticCondition(
    _ reader: inout ArithmeticReader, _ skipping: Bool
  ) throws(Halt) -> Int {
    let condition = try arithmeticBinary(&reader, skipping, above: 0)
    guard reader.token == .question else { return condition }
    reader.advance()
    let yes = try arithmeticAssignment(&reader, skipping: skipping || condition == 0)
    guard reader.token == .colon else { throw fault(reader, "expecting ':'") }
    reader.advance()
    try enter(3)
    let no = try arithmeticCondition(&reader, skipping || condition != 0)
    depth -= 3
    return condition != 0 ? yes : no
  }

  /// Returns the precedence of a binary operator, from 1 for `||` to 10 for `*`; 0 for any other
  /// token.
  private func binding(_ token: ArithmeticReader.Token) -> Int {
    switch token {
    case .or: 1
    case .and: 2
    case .bitOr: 3
    case .bitXor: 4
    case .bitAnd: 5
    case .equal, .unequal: 6
    case .less, .lessOrEqual, .greater, .greaterOrEqual: 7
    case .shiftLeft, .shiftRight: 8
    case .plus, .minus: 9
    case .times, .over, .modulo: 10
    default: 0
    }
  }

  private func arithmeticBinary(
    _ reader: inout ArithmeticReader, _ skipping: Bool, above floor: Int
  ) throws(Halt) -> Int {
    var left = try arithmeticUnary(&reader, skipping)
    while binding(reader.token) > floor {
      let operation = reader.token
      let skips = skipping || operation == .and && left == 0 || operation == .or && left != 0
      reader.advance()
      try enter(2)
      let right = try arithmeticBinary(&reader, skips, above: binding(operation))
      depth -= 2
      if skipping { left = right } else { try combine(&left, operation, right, &reader) }
    }
    return left
  }

  private func combine(
    _ left: inout Int, _ operation: ArithmeticReader.Token, _ right: Int,
    _ reader: inout ArithmeticReader
  ) throws(Halt) {
    left = try apply(operation, left, right, reader)
  }

  private func arithmeticUnary(
    _ reader: inout ArithmeticReader, _ skipping: Bool
  ) throws(Halt) -> Int {
    var prefixes: [ArithmeticReader.Token] = []
    while isPrefix(reader.token) {
      prefixes.append(reader.token)
      reader.advance()
    }
    var value = try arithmeticPrimary(&reader, skipping)
    while let prefix = prefixes.popLast() {
      switch prefix {
      case .minus: value = 0 &- value
      case .not: value = value == 0 ? 1 : 0
      case .complement: value = ~value
      default: break
      }
    }
    return value
  }

  private func isPrefix(_ token: ArithmeticReader.Token) -> Bool {
    token == .plus || token == .minus || token == .not || token == .complement
  }

  private func arithmeticPrimary(
    _ reader: inout ArithmeticReader, _ skipping: Bool
  ) throws(Halt) -> Int {
    if reader.token != .open { return try arithmeticOperand(&reader, skipping) }
    reader.advance()
    let value = try arithmeticAssignment(&reader, skipping: skipping)
    try close(&reader)
    return value
  }

  private func close(_ reader: inout ArithmeticReader) throws(Halt) {
    guard reader.token == .close else { throw fault(reader, "expecting ')'") }
    reader.advance()
  }

  private func arithmeticOperand(
    _ reader: inout ArithmeticReader, _ skipping: Bool
  ) throws(Halt) -> Int {
    let value: Int
    switch reader.token {
    case .number: value = reader.number
    case .variable: value = try skipping ? 0 : arithmeticVariable(reader.name, reader)
    default: throw fault(reader, "expecting a number or a variable")
    }
    reader.advance()
    return value
  }

  /// Returns the value of the variable `name`, a range of the expression, as a number; 0 if the
  /// variable is unset or empty. Throws if the value is no number, or if shells differ on it.
  private func arithmeticVariable(
    _ name: Range<Int>, _ reader: ArithmeticReader
  ) throws(Halt) -> Int {
    let text = try value(ofName: reader.text, name) ?? []
    if text.isEmpty { return 0 }
    var index = 0
    // Like strtol(3): skips the blanks of isspace(3) and accepts one sign.
    while index < text.count, text[index] == 0x20 || (0x09...0x0D).contains(text[index]) {
      index += 1
    }
    let isNegative = index < text.count && text[index] == UInt8(ascii: "-")
    if index < text.count, isNegative || text[index] == UInt8(ascii: "+") { index += 1 }
    let notNumber = "\(display(reader.text[name])) is not a number"
    guard index < text.count, isDigit(text[index]) else { throw fault(reader, notNumber) }
    let (value, end, fits) = ArithmeticReader.number(text, from: index)
    if !fits || value < 0 { throw shell(.unportable("$((\(display(reader.text))))")) }
    guard end == text.count else { throw fault(reader, notNumber) }
    return isNegative ? -value : value
  }

  /// Returns `left operation right` in 64 bits, wrapping around. 1 stands for true and 0 for false.
  /// Throws at a division by zero, and at one that overflows.
  private func apply(
    _ operation: ArithmeticReader.Token, _ left: Int, _ right: Int, _ reader: ArithmeticReader
  ) throws(Halt) -> Int {
    switch operation {
    case .plus: return left &+ right
    case .minus: return left &- right
    case .times: return left &* right
    case .over, .modulo:
      if right == 0 { throw fault(reader, "division by zero") }
      if left == .min, right == -1 { throw fault(reader, "division overflows") }
      return operation == .over ? left / right : left % right
    case .shiftLeft: return left &<< right
    case .shiftRight: return left &>> right
    case .less: return left < right ? 1 : 0
    case .lessOrEqual: return left <= right ? 1 : 0
    case .greater: return left > right ? 1 : 0
    case .greaterOrEqual: return left >= right ? 1 : 0
    case .equal: return left == right ? 1 : 0
    case .unequal: return left != right ? 1 : 0
    case .bitAnd: return left & right
    case .bitXor: return left ^ right
    case .bitOr: return left | right
    case .and: return left != 0 && right != 0 ? 1 : 0
    default: return left != 0 || right != 0 ? 1 : 0
    }
  }
}
