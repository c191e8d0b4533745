/// Tokens of an arithmetic expression (POSIX XCU 2.6.4), from its expanded text.
struct ArithmeticReader {
  enum Token: Equatable {
    case end
    case number(Int)
    case variable(Range<Int>)
    case symbol(StaticSymbol)
    case bad
  }

  /// An operator, by its text.
  typealias StaticSymbol = String

  let text: [UInt8]
  var offset = 0
  var token = Token.end
  /// A number on which shells differ was read.
  var isUnportable = false

  init(_ text: [UInt8]) {
    self.text = text
    advance()
  }

  /// Reads the next token into `token`.
  mutating func advance() {
    while offset < text.count, isBlank(text[offset]) { offset += 1 }
    guard offset < text.count else {
      token = .end
      return
    }
    let byte = text[offset]
    if isDigit(byte) {
      let (value, end, fits) = ArithmeticReader.number(text, from: offset)
      if !fits { isUnportable = true }
      offset = end
      token = .number(value)
    } else if isNameStart(byte) {
      let start = offset
      while offset < text.count, isNameByte(text[offset]) { offset += 1 }
      token = .variable(start..<offset)
    } else {
      readSymbol()
    }
  }

  private static let symbols: [[String]] = [
    ["<<=", ">>="],
    [
      "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "+=", "-=", "*=", "/=", "%=", "&=", "|=",
      "^=",
    ],
    ["+", "-", "*", "/", "%", "<", ">", "=", "!", "~", "&", "|", "^", "?", ":", "(", ")"],
  ]

  private mutating func readSymbol() {
    for candidates in ArithmeticReader.symbols {
      for symbol in candidates where text[offset...].starts(with: symbol.utf8) {
        offset += symbol.utf8.count
        token = .symbol(symbol)
        return
      }
    }
    token = .bad
  }

  /// The number that begins at `start`, in C's notation, and where it ends. 2⁶³ itself is read
  /// as its negative; beyond it the number does not fit, and shells differ.
  static func number(_ text: [UInt8], from start: Int) -> (value: Int, end: Int, fits: Bool) {
    var index = start
    var base: UInt64 = 10
    if text[start] == UInt8(ascii: "0") {
      base = 8
      if start + 2 < text.count, text[start + 1] | 0x20 == UInt8(ascii: "x"),
        hexDigit(text[start + 2]) != nil
      {
        base = 16
        index += 2
      }
    }
    // strtol of some systems takes 0b101 as binary.
    var fits = !(base == 8 && start + 1 < text.count && text[start + 1] | 0x20 == 0x62)
    var value: UInt64 = 0
    while index < text.count, let digit = hexDigit(text[index]), UInt64(digit) < base {
      let (product, overflow) = value.multipliedReportingOverflow(by: base)
      let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
      if overflow || carry { fits = false }
      value = sum
      index += 1
    }
    if value > 1 << 63 { fits = false }
    return (Int(truncatingIfNeeded: value), index, fits)
  }
}

extension Evaluator {
  /// The value of `$((text))`; assignments in it take effect.
  mutating func evaluateArithmetic(_ text: [UInt8]) throws(Halt) -> Int {
    var reader = ArithmeticReader(text)
    let value = try arithmeticAssignment(&reader, skipping: false)
    if reader.isUnportable { throw shell(.unportable("$((\(display(text))))")) }
    if reader.token != .end { throw fault(reader, "expecting the end") }
    return value
  }

  private func fault(_ reader: ArithmeticReader, _ what: String) -> Halt {
    if reader.isUnportable { return shell(.unportable("$((\(display(reader.text))))")) }
    return stop(.arithmetic(expression: display(reader.text), what: what))
  }

  private mutating func arithmeticAssignment(
    _ reader: inout ArithmeticReader, skipping: Bool
  ) throws(Halt) -> Int {
    try enter()
    defer { depth -= 1 }
    guard case .variable(let name) = reader.token else {
      return try arithmeticCondition(&reader, skipping)
    }
    var ahead = reader
    ahead.advance()
    guard case .symbol(let symbol) = ahead.token, symbol.hasSuffix("="),
      !["==", "!=", "<=", ">="].contains(symbol)
    else { return try arithmeticCondition(&reader, skipping) }
    ahead.advance()
    reader = ahead
    var value = try arithmeticAssignment(&reader, skipping: skipping)
    if skipping { return value }
    if reader.isUnportable { throw fault(reader, "") }
    if symbol != "=" {
      let old = try arithmeticVariable(name, reader)
      value = try apply(String(symbol.dropLast()), old, value, reader)
    }
    try assign(scope.intern(reader.text, name), decimal(value))
    return value
  }

  private mutating func arithmeticCondition(
    _ reader: inout ArithmeticReader, _ skipping: Bool
  ) throws(Halt) -> Int {
    let condition = try arithmeticBinary(&reader, skipping, above: 0)
    guard reader.token == .symbol("?") else { return condition }
    reader.advance()
    let yes = try arithmeticAssignment(&reader, skipping: skipping || condition == 0)
    guard reader.token == .symbol(":") else { throw fault(reader, "expecting ':'") }
    reader.advance()
    try enter()
    let no = try arithmeticCondition(&reader, skipping || condition != 0)
    depth -= 1
    return condition != 0 ? yes : no
  }

  /// How tightly a binary operator binds; nil for any other token.
  private func precedence(_ token: ArithmeticReader.Token) -> Int? {
    guard case .symbol(let symbol) = token else { return nil }
    switch symbol {
    case "||": return 1
    case "&&": return 2
    case "|": return 3
    case "^": return 4
    case "&": return 5
    case "==", "!=": return 6
    case "<", "<=", ">", ">=": return 7
    case "<<", ">>": return 8
    case "+", "-": return 9
    case "*", "/", "%": return 10
    default: return nil
    }
  }

  private mutating func arithmeticBinary(
    _ reader: inout ArithmeticReader, _ skipping: Bool, above floor: Int
  ) throws(Halt) -> Int {
    var left = try arithmeticUnary(&reader, skipping)
    while let binding = precedence(reader.token), binding > floor,
      case .symbol(let symbol) = reader.token
    {
      reader.advance()
      switch symbol {
      case "&&":
        let right = try arithmeticBinary(&reader, skipping || left == 0, above: binding)
        left = left != 0 && right != 0 ? 1 : 0
      case "||":
        let right = try arithmeticBinary(&reader, skipping || left != 0, above: binding)
        left = left != 0 || right != 0 ? 1 : 0
      default:
        let right = try arithmeticBinary(&reader, skipping, above: binding)
        left = try skipping ? right : apply(symbol, left, right, reader)
      }
    }
    return left
  }

  private mutating func arithmeticUnary(
    _ reader: inout ArithmeticReader, _ skipping: Bool
  ) throws(Halt) -> Int {
    var prefixes: [String] = []
    while case .symbol(let symbol) = reader.token, ["+", "-", "!", "~"].contains(symbol) {
      prefixes.append(symbol)
      reader.advance()
    }
    var value = try arithmeticPrimary(&reader, skipping)
    for prefix in prefixes.reversed() {
      switch prefix {
      case "-": value = 0 &- value
      case "!": value = value == 0 ? 1 : 0
      case "~": value = ~value
      default: break
      }
    }
    return value
  }

  private mutating func arithmeticPrimary(
    _ reader: inout ArithmeticReader, _ skipping: Bool
  ) throws(Halt) -> Int {
    switch reader.token {
    case .number(let value):
      reader.advance()
      return value
    case .variable(let name):
      reader.advance()
      return try skipping ? 0 : arithmeticVariable(name, reader)
    case .symbol("("):
      reader.advance()
      let value = try arithmeticAssignment(&reader, skipping: skipping)
      guard reader.token == .symbol(")") else { throw fault(reader, "expecting ')'") }
      reader.advance()
      return value
    default: throw fault(reader, "expecting a number or a variable")
    }
  }

  /// The number that a variable's text is; unset or empty is 0.
  private func arithmeticVariable(
    _ name: Range<Int>, _ reader: ArithmeticReader
  ) throws(Halt) -> Int {
    guard let id = scope.find(reader.text, name) else {
      return try shellOwned(reader.text[name])
    }
    guard let text = scope.cells[id].value, scope.cells[id].meaning != .shellOwned else {
      return try shellOwned(reader.text[name])
    }
    if text.isEmpty { return 0 }
    var index = 0
    // strtol skips what isspace knows, and takes one sign.
    while index < text.count, text[index] == 0x20 || (0x09...0x0D).contains(text[index]) {
      index += 1
    }
    let isNegative = index < text.count && text[index] == UInt8(ascii: "-")
    if index < text.count, isNegative || text[index] == UInt8(ascii: "+") { index += 1 }
    guard index < text.count, isDigit(text[index]) else {
      throw fault(reader, "\(display(reader.text[name])) is not a number")
    }
    let (value, end, fits) = ArithmeticReader.number(text, from: index)
    if !fits || value < 0 { throw shell(.unportable("$((\(display(reader.text))))")) }
    guard end == text.count else {
      throw fault(reader, "\(display(reader.text[name])) is not a number")
    }
    return isNegative ? -value : value
  }

  private func shellOwned(_ name: ArraySlice<UInt8>) throws(Halt) -> Int {
    switch display(name) {
    case "PATH", "PS1", "PS2", "PS4", "OPTIND", "PPID", "PWD", "OLDPWD", "LINENO":
      throw shell(.parameter(display(name)))
    default: return 0
    }
  }

  /// `left symbol right` in 64 bits, wrapping.
  private func apply(
    _ symbol: String, _ left: Int, _ right: Int, _ reader: ArithmeticReader
  ) throws(Halt) -> Int {
    switch symbol {
    case "+": return left &+ right
    case "-": return left &- right
    case "*": return left &* right
    case "/", "%":
      if right == 0 { throw fault(reader, "division by zero") }
      if left == .min, right == -1 { throw fault(reader, "division overflows") }
      return symbol == "/" ? left / right : left % right
    case "<<": return left &<< right
    case ">>": return left &>> right
    case "<": return left < right ? 1 : 0
    case "<=": return left <= right ? 1 : 0
    case ">": return left > right ? 1 : 0
    case ">=": return left >= right ? 1 : 0
    case "==": return left == right ? 1 : 0
    case "!=": return left != right ? 1 : 0
    case "&": return left & right
    case "^": return left ^ right
    default: return left | right
    }
  }
}
