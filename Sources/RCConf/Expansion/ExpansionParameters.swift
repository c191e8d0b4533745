extension Evaluator {
  /// What is still to be done for a `${x…}` after its value was looked up: append the operand
  /// (`${x-y}`), assign it (`${x=y}`), fail with it (`${x?y}`), or trim the value (`${x%y}`).
  private enum Rest {
    case nothing, operand, assignment, failure
    case trim([UInt8])
  }

  /// Expands the `$x` or `${x…}` at the index `index` in `syntax.parts`, and appends the result to
  /// `out` (POSIX XCU 2.6.2). Throws if it has an error or needs /bin/sh.
  ///
  /// Kept small: its stack frame is part of every nesting.
  func expandParameter(
    _ index: Int, _ syntax: Syntax, into out: inout Fields, tildes: Tildes
  ) throws(Halt) {
    switch try expandValue(of: index, syntax, into: &out) {
    case .nothing: return
    case .operand:
      try enter(4)
      try expand(operand(of: index, syntax), syntax, into: &out, tildes: tildes)
      depth -= 4
    case .assignment: try assignDefault(index, syntax, into: &out)
    case .failure: throw try unset(index, syntax)
    case .trim(let value): try trim(value, index, syntax, into: &out)
    }
  }

  /// Returns the range in `syntax.parts` of the operand of the `${x…}` at `index`: of `word` in
  /// `${x-word}`. Empty if there is no operand.
  func operand(of index: Int, _ syntax: Syntax) -> Range<Int> {
    index + 1..<syntax.next(ofPart: index)
  }

  /// Looks up the value for the `$x` or `${x…}` at the index `index` in `syntax.parts`, and appends
  /// it if it is the result. Returns what is still to be done otherwise. Throws if there is an
  /// error, or if /bin/sh is needed.
  private func expandValue(
    of index: Int, _ syntax: Syntax, into out: inout Fields
  ) throws(Halt) -> Rest {
    let part = syntax.parts[index]
    if part.operation == .bad { throw stop(.badSubstitution(sourceText(index, syntax))) }
    if part.hasColon, part.operation == .value { throw shell(.unportable("${x:}")) }
    let first = syntax.bytes[Int(part.start)]
    if first == UInt8(ascii: "@") || first == UInt8(ascii: "*") {
      guard part.operation == .value else { throw shell(.unportable("${@…}")) }
      try appendParameters(first, part, &out)
      return .nothing
    }
    let value = try value(of: part, syntax)
    let isSet = value.map { !part.hasColon || !$0.isEmpty } ?? false
    switch part.operation {
    case .value: try append(value ?? [], part, &out)
    case .orElse where isSet, .orFail where isSet, .orAssign where isSet:
      try append(value ?? [], part, &out)
    case .length: try append(length(of: value ?? []), part, &out)
    case .orElse: return .operand
    case .ifSet: return isSet ? .operand : .nothing
    case .orFail: return .failure
    case .orAssign: return .assignment
    default: return value.map(Rest.trim) ?? .nothing
    }
    return .nothing
  }

  /// Appends `value` to `out`, and subtracts its length from the budget: in a loop, a word can
  /// double the value of a variable each time. Throws `.shell` if the budget is used up.
  private func append(_ value: [UInt8], _ part: Part, _ out: inout Fields) throws(Halt) {
    try spend(1 + value.count >> 6)
    if part.isQuoted { out.append(value, quoted: true) } else { out.split(value) }
  }

  /// Appends all positional parameters, for `$@` or `$*`; `name` is `@` or `*`. A quoted `$@` makes
  /// one field of each. Otherwise the first byte of IFS joins them. Throws `.shell` if the budget
  /// is used up.
  private func appendParameters(
    _ name: UInt8, _ part: Part, _ out: inout Fields
  ) throws(Halt) {
    let asFields = out.mode == .fields && part.isQuoted && name == UInt8(ascii: "@")
    let separators = scope.separators ?? Scope.defaultSeparators
    for (index, parameter) in parameters.enumerated() {
      if index > 0 {
        if asFields {
          out.endParameter()
        } else if let separator = separators.first {
          try append([separator], part, &out)
        } else if out.mode == .fields, !part.isQuoted, !parameter.isEmpty {
          out.endParameter()
        }
      }
      try append(parameter, part, &out)
    }
    if asFields, !parameters.isEmpty { out.noteParameters() }
  }

  // MARK: values

  /// Returns the value of the parameter that `part` names, such as `x`, `1` or `#`; nil if it is
  /// not set. Throws `.shell` if only a running sh knows the value.
  private func value(of part: Part, _ syntax: Syntax) throws(Halt) -> [UInt8]? {
    let first = syntax.bytes[Int(part.start)]
    let range = Int(part.start)..<Int(part.end)
    if isNameStart(first) { return try self.value(ofName: syntax.bytes, range) }
    if isDigit(first) { return try positional(syntax.bytes[range]) }
    switch first {
    case UInt8(ascii: "#"): return decimal(parameters.count)
    case UInt8(ascii: "?") where !statusIsUncertain: return decimal(status)
    case UInt8(ascii: "-"): return []
    case UInt8(ascii: "!") where !hasBackgroundProcess: return nil
    default: throw shell(.parameter(display(syntax.bytes[range])))
    }
  }

  /// Returns the value of the variable `text[range]`; nil if it is not set.
  ///
  /// Throws `.shell` for a variable such as PPID, if neither the text nor the environment has set
  /// it: only a running sh knows its value.
  func value(ofName text: [UInt8], _ range: Range<Int>) throws(Halt) -> [UInt8]? {
    if let id = scope.find(text, range) {
      let cell = scope.cells[id]
      if cell.meaning != .shellOwned || cell.isKnown && cell.value != nil { return cell.value }
    } else if Cell.Meaning(of: text[range]) != .shellOwned {
      return nil
    }
    throw shell(.parameter(display(text[range])))
  }

  private func positional(_ digits: ArraySlice<UInt8>) throws(Halt) -> [UInt8]? {
    let number = digits.reduce(0) { min($0 * 10 + Int($1 - 0x30), 1_000_000) }
    if number == 0 { throw shell(.parameter("0")) }
    return number <= parameters.count ? parameters[number - 1] : nil
  }

  private func length(of value: [UInt8]) throws(Halt) -> [UInt8] {
    // The locale decides whether bytes or characters are counted.
    if scope.localeIsTouched, value.contains(where: { $0 >= 0x80 }) {
      throw shell(.unportable("${#x}"))
    }
    return decimal(value.count)
  }

  // MARK: operations

  /// Returns the operand of the `${x…}` at `index` after all expansions, as one text. Throws if an
  /// expansion has an error or needs /bin/sh, or if the nesting is too deep.
  private func operandText(_ index: Int, _ syntax: Syntax) throws(Halt) -> [UInt8] {
    var out = Fields(.text)
    try enter(6)
    try expand(operand(of: index, syntax), syntax, into: &out, tildes: .word)
    depth -= 6
    try spend(1 + out.bytes.count >> 6)
    return out.bytes
  }

  private func unset(_ index: Int, _ syntax: Syntax) throws(Halt) -> Halt {
    let message = try operandText(index, syntax)
    let name = display(syntax.text(syntax.parts[index]))
    let hasMessage = !operand(of: index, syntax).isEmpty
    return stop(
      .parameterUnset(name: name, message: hasMessage ? display(message) : nil), variable: name)
  }

  private func assignDefault(
    _ index: Int, _ syntax: Syntax, into out: inout Fields
  ) throws(Halt) {
    let value =
      try asksForLocalbase(index, syntax)
      ? substituteLocalbase() : operandText(index, syntax)
    try assignDefault(value, index, syntax)
    try append(value, syntax.parts[index], &out)
  }

  private func assignDefault(
    _ value: [UInt8], _ index: Int, _ syntax: Syntax
  ) throws(Halt) {
    let name = Int(syntax.parts[index].start)..<Int(syntax.parts[index].end)
    guard isNameStart(syntax.bytes[name.lowerBound]) else {
      // FreeBSD's sh refuses to assign to $1, $# and so on. Shells differ on when they refuse.
      throw shell(.unportable("${\(display(syntax.bytes[name]))=…}"))
    }
    try assign(scope.intern(syntax.bytes, name), value)
  }

  private func trim(
    _ value: [UInt8], _ index: Int, _ syntax: Syntax, into out: inout Fields
  ) throws(Halt) {
    var pattern = Fields(.pattern)
    try enter(5)
    try expand(operand(of: index, syntax), syntax, into: &pattern, tildes: .word)
    depth -= 5
    try trim(value, by: pattern, syntax.parts[index], into: &out)
  }

  private func trim(
    _ value: [UInt8], by pattern: Fields, _ part: Part, into out: inout Fields
  ) throws(Halt) {
    try append(trimmed(value, part.operation, by: compile(pattern)), part, &out)
  }

  private func trimmed(
    _ value: [UInt8], _ operation: Part.Operation, by pattern: Pattern
  ) throws(Halt) -> [UInt8] {
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

  /// Returns the `${x…}` at the index `index` as messages show it: with `…` in place of the
  /// operation and its operand.
  private func sourceText(_ index: Int, _ syntax: Syntax) -> String {
    let part = syntax.parts[index]
    return "${\(display(syntax.text(part)))…}"
  }

  // MARK: assignment

  /// Sets the variable with the number `id` to `value`. Its location becomes the file and line that
  /// are being evaluated. Throws if the variable is readonly, and `.shell` if it is OPTIND.
  func assign(_ id: Int, _ value: consuming [UInt8]) throws(Halt) {
    if scope.cells[id].isReadonly || scope.cells[id].meaning == .shellOwned {
      try checkAssignable(id)
    }
    scope.set(id, to: value, file: file, line: line)
  }

  private func checkAssignable(_ id: Int) throws(Halt) {
    let name = display(scope.names[id])
    if scope.cells[id].isReadonly { throw stop(.readonly(name: name), variable: name) }
    if name == "OPTIND" { throw shell(.parameter(name)) }
  }
}
