extension Evaluator {
  /// Expands `$x` or `${x…}` (POSIX XCU 2.6.2).
  mutating func expandParameter(
    _ index: Int, _ syntax: Syntax, into out: inout Fields, tildes: Tildes
  ) throws(Halt) {
    let part = syntax.parts[index]
    if part.operation == .bad { throw stop(.badSubstitution(sourceText(index, syntax))) }
    if part.hasColon, part.operation == .value { throw shell(.unportable("${x:}")) }
    let first = syntax.bytes[Int(part.start)]
    if first == UInt8(ascii: "@") || first == UInt8(ascii: "*") {
      guard part.operation == .value else { throw shell(.unportable("${@…}")) }
      return appendParameters(first, part, &out)
    }
    let value = try value(of: part, syntax)
    let operand = index + 1..<Int(part.next)
    let isSet = value.map { !part.hasColon || !$0.isEmpty } ?? false
    switch part.operation {
    case .value: append(value ?? [], part, &out)
    case .length: append(try length(of: value ?? []), part, &out)
    case .orElse where isSet, .orFail where isSet, .orAssign where isSet:
      append(value ?? [], part, &out)
    case .ifSet where isSet, .orElse:
      try enter()
      try expand(operand, syntax, into: &out, tildes: tildes)
      depth -= 1
    case .ifSet: break
    case .orFail: throw try unset(part, operand, syntax)
    case .orAssign: try assignDefault(part, operand, syntax, &out)
    default:
      guard let value else { return }
      append(try trimmed(value, part.operation, operand, syntax), part, &out)
    }
  }

  private func append(_ value: [UInt8], _ part: Part, _ out: inout Fields) {
    if part.isQuoted { out.append(value, quoted: true) } else { out.split(value) }
  }

  /// `$@` or `$*`: all parameters, joined unless fields are made of them.
  private func appendParameters(_ name: UInt8, _ part: Part, _ out: inout Fields) {
    let asFields = out.mode == .fields && part.isQuoted && name == UInt8(ascii: "@")
    let separators = scope.separators ?? Scope.defaultSeparators
    for (index, parameter) in parameters.enumerated() {
      if index > 0 {
        if asFields {
          out.endParameter()
        } else if let separator = separators.first {
          append([separator], part, &out)
        } else if out.mode == .fields, !part.isQuoted, !parameter.isEmpty {
          out.endParameter()
        }
      }
      append(parameter, part, &out)
    }
    if asFields, !parameters.isEmpty { out.noteParameters() }
  }

  // MARK: values

  /// The value of the parameter that `part` names; nil while unset.
  private func value(of part: Part, _ syntax: Syntax) throws(Halt) -> [UInt8]? {
    let first = syntax.bytes[Int(part.start)]
    let range = Int(part.start)..<Int(part.end)
    if isNameStart(first) {
      guard let id = scope.find(syntax.bytes, range) else {
        return try valueOfUnknown(syntax.bytes[range])
      }
      let cell = scope.cells[id]
      if cell.meaning == .shellOwned, !cell.isFromText || cell.value == nil {
        return try valueOfUnknown(syntax.bytes[range])
      }
      return cell.value
    }
    if isDigit(first) { return try positional(syntax.bytes[range]) }
    switch first {
    case UInt8(ascii: "#"): return decimal(parameters.count)
    case UInt8(ascii: "?") where !statusIsUncertain: return decimal(status)
    case UInt8(ascii: "-"): return []
    case UInt8(ascii: "!") where !hasBackgroundProcess: return nil
    default: throw shell(.parameter(display(syntax.bytes[range])))
    }
  }

  /// A name never seen: unset, unless sh has a value of its own for it.
  private func valueOfUnknown(_ name: ArraySlice<UInt8>) throws(Halt) -> [UInt8]? {
    switch display(name) {
    case "PATH", "PS1", "PS2", "PS4", "OPTIND", "PPID", "PWD", "OLDPWD", "LINENO":
      throw shell(.parameter(display(name)))
    default: return nil
    }
  }

  private func positional(_ digits: ArraySlice<UInt8>) throws(Halt) -> [UInt8]? {
    let number = digits.reduce(0) { min($0 * 10 + Int($1 - 0x30), 1_000_000) }
    if number == 0 { throw shell(.parameter("0")) }
    return number <= parameters.count ? parameters[number - 1] : nil
  }

  private func length(of value: [UInt8]) throws(Halt) -> [UInt8] {
    // Bytes or characters: that depends on the locale.
    if scope.localeIsTouched, value.contains(where: { $0 >= 0x80 }) {
      throw shell(.unportable("${#x}"))
    }
    return decimal(value.count)
  }

  // MARK: operations

  private mutating func unset(
    _ part: Part, _ operand: Range<Int>, _ syntax: Syntax
  ) throws(Halt) -> Halt {
    var message: String?
    if !operand.isEmpty {
      var out = Fields(.text)
      try expand(operand, syntax, into: &out, tildes: .word)
      message = display(out.bytes)
    }
    let name = display(syntax.text(part))
    return stop(.parameterUnset(name: name, message: message), variable: name)
  }

  private mutating func assignDefault(
    _ part: Part, _ operand: Range<Int>, _ syntax: Syntax, _ out: inout Fields
  ) throws(Halt) {
    let range = Int(part.start)..<Int(part.end)
    guard isNameStart(syntax.bytes[range.lowerBound]) else {
      // FreeBSD's sh refuses to assign to $1, $# and the like; others differ in when.
      throw shell(.unportable("${\(display(syntax.bytes[range]))=…}"))
    }
    var value = Fields(.text)
    try enter()
    try expand(operand, syntax, into: &value, tildes: .word)
    depth -= 1
    try spend(1 + value.bytes.count >> 6)
    try assign(scope.intern(syntax.bytes, range), value.bytes)
    append(value.bytes, part, &out)
  }

  private mutating func trimmed(
    _ value: [UInt8], _ operation: Part.Operation, _ operand: Range<Int>, _ syntax: Syntax
  ) throws(Halt) -> [UInt8] {
    try enter()
    let pattern = try expandPattern(operand, syntax)
    depth -= 1
    try spend(1 + value.count * (pattern.tokens.count + 1) >> 6)
    if scope.localeIsTouched, !pattern.isLiteral, value.contains(where: { $0 >= 0x80 }) {
      throw shell(.unportable("${x%…}"))
    }
    switch operation {
    case .trimShortestPrefix:
      return Array(value[(pattern.prefix(of: value, longest: false) ?? 0)...])
    case .trimLongestPrefix:
      return Array(value[(pattern.prefix(of: value, longest: true) ?? 0)...])
    case .trimShortestSuffix:
      return Array(value[..<(value.count - (pattern.suffix(of: value, longest: false) ?? 0))])
    default:
      return Array(value[..<(value.count - (pattern.suffix(of: value, longest: true) ?? 0))])
    }
  }

  /// The substitution as far as it can be shown again.
  private func sourceText(_ index: Int, _ syntax: Syntax) -> String {
    let part = syntax.parts[index]
    return "${\(display(syntax.text(part)))…}"
  }

  // MARK: assignment

  /// Sets a variable at the current place.
  mutating func assign(_ id: Int, _ value: [UInt8]) throws(Halt) {
    if scope.cells[id].isReadonly {
      let name = display(scope.names[id])
      throw stop(.readonly(name: name), variable: name)
    }
    if scope.cells[id].meaning == .shellOwned, scope.names[id].elementsEqual("OPTIND".utf8) {
      throw shell(.parameter("OPTIND"))
    }
    scope.set(id, to: value, file: file, line: line)
  }
}
