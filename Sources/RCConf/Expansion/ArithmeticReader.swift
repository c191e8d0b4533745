/// Reads the tokens of an arithmetic expression (POSIX XCU 2.6.4), the text inside `$((…))`, in
/// which all expansions were made.
struct ArithmeticReader {
  enum Token: UInt8 {
    case end, number, variable, bad
    case plus, minus, not, complement
    case times, over, modulo, shiftLeft, shiftRight
    case less, lessOrEqual, greater, greaterOrEqual, equal, unequal
    case bitAnd, bitXor, bitOr, and, or
    case question, colon, open, close, assign
  }

  let text: [UInt8]
  var offset = 0
  /// The current token. For `.number` the value is in `number`; for `.variable` the range of the
  /// name is in `name`.
  private(set) var token = Token.end
  private(set) var number = 0
  private(set) var name = 0..<0
  /// If `token` is `.assign`: the operator before the `=`, such as `.plus` for `+=`, or `.assign`
  /// for `=` alone.
  private(set) var assigned = Token.assign
  /// True if a number was read on which shells differ, such as `0b101`.
  private(set) var isUnportable = false

  init(_ text: [UInt8]) {
    self.text = text
    advance()
  }

  /// Reads the next token into `token`; `.end` at the end of the text.
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
      number = value
      token = .number
    } else if isNameStart(byte) {
      let start = offset
      while offset < text.count, isNameByte(text[offset]) { offset += 1 }
      name = start..<offset
      token = .variable
    } else {
      readOperator(byte)
    }
  }

  private mutating func take(_ byte: Unicode.Scalar) -> Bool {
    guard offset < text.count, text[offset] == UInt8(ascii: byte) else { return false }
    offset += 1
    return true
  }

  private mutating func readOperator(_ byte: UInt8) {
    offset += 1
    switch byte {
    case UInt8(ascii: "+"): orAssign(.plus)
    case UInt8(ascii: "-"): orAssign(.minus)
    case UInt8(ascii: "*"): orAssign(.times)
    case UInt8(ascii: "/"): orAssign(.over)
    case UInt8(ascii: "%"): orAssign(.modulo)
    case UInt8(ascii: "^"): orAssign(.bitXor)
    case UInt8(ascii: "&"): if take("&") { token = .and } else { orAssign(.bitAnd) }
    case UInt8(ascii: "|"): if take("|") { token = .or } else { orAssign(.bitOr) }
    case UInt8(ascii: "<"):
      if take("<") { orAssign(.shiftLeft) } else { token = take("=") ? .lessOrEqual : .less }
    case UInt8(ascii: ">"):
      if take(">") {
        orAssign(.shiftRight)
      } else {
        token = take("=") ? .greaterOrEqual : .greater
      }
    case UInt8(ascii: "="): if take("=") { token = .equal } else { setAssign(.assign) }
    case UInt8(ascii: "!"): token = take("=") ? .unequal : .not
    case UInt8(ascii: "~"): token = .complement
    case UInt8(ascii: "?"): token = .question
    case UInt8(ascii: ":"): token = .colon
    case UInt8(ascii: "("): token = .open
    case UInt8(ascii: ")"): token = .close
    default: token = .bad
    }
  }

  private mutating func orAssign(_ operation: Token) {
    if take("=") { setAssign(operation) } else { token = operation }
  }

  private mutating func setAssign(_ operation: Token) {
    assigned = operation
    token = .assign
  }

  /// Returns the number in C notation, such as `0x1F`, that begins at the index `start`, and the
  /// index after it.
  ///
  /// 2⁶³ becomes -2⁶³. `fits` is false for a number on which shells differ: a larger one, or one
  /// like `0b101`.
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
    // strtol(3) of some systems reads 0b101 as binary.
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
