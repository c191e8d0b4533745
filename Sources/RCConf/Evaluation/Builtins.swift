/// A built-in command of sh that the evaluator runs itself.
///
/// A command that is neither one of these nor a function of the text needs /bin/sh.
enum Builtin: String, CaseIterable {
  // The special built-ins come first. No function can replace them.
  case colon = ":"
  case dot = "."
  case eval, exit, export, readonly, `return`, set, shift, unset, `break`, `continue`
  case local, bracket = "["
  case test, `true`, `false`, setvar

  /// The built-in whose name has the number `id` in the evaluator's `NameTable`; nil if another
  /// name has this number. The names of the built-ins are added to that table first, so that their
  /// numbers are the indices in `all`.
  init?(id: Int) {
    guard id < Builtin.all.count else { return nil }
    self = Builtin.all[id]
  }

  static let all = allCases
  /// The index in `all` of the first built-in that a function of the same name can replace. Those
  /// before it are special built-ins.
  static let firstReplaceable = 12
  /// The index of `local` in `all`.
  static let localID = 12

  /// True for a special built-in (POSIX XCU 2.15): an assignment in front of the command stays
  /// after it, and an error of the command ends the script.
  var isSpecial: Bool {
    switch self {
    case .bracket, .test, .true, .false, .local, .setvar: false
    default: true
    }
  }

  /// True if `name` is a special built-in of sh, so that no function can have this name.
  static func isSpecial(_ name: String) -> Bool {
    switch name {
    case "exec", "times", "trap": true
    default: all.contains { $0.rawValue == name && $0.isSpecial }
    }
  }
}

extension Evaluator {
  /// Runs a built-in with the arguments `operands` and sets `status`. Throws at `exit`, at an
  /// error, and at operands that need /bin/sh. Does not run `.` and `eval`, for which it throws
  /// `.shell`: `runDot` and `runEval` run them.
  func run(_ builtin: Builtin, _ operands: ArraySlice<[UInt8]>) throws(Halt) {
    switch builtin {
    case .colon, .true: status = 0
    case .false: status = 1
    case .test: status = try test(operands)
    case .bracket:
      status = try operands.last == [UInt8(ascii: "]")] ? test(operands.dropLast()) : 2
    case .dot, .eval: throw leave(builtin)
    case .exit: throw stop(.exit(status: try count(operands, builtin) ?? status))
    case .return:
      status = try count(operands, builtin) ?? status
      skip = .returning
    case .export, .readonly: try runDeclaration(builtin, operands)
    case .local: try runLocal(operands)
    case .set: try runSet(operands)
    case .setvar: try runSetvar(operands)
    case .shift: try runShift(operands)
    case .unset: try runUnset(operands)
    case .break, .continue: try runSkip(builtin, operands)
    }
  }

  private func leave(_ builtin: Builtin) -> Halt {
    shell(.builtin(builtin.rawValue))
  }

  /// Returns the only operand of `builtin`, a number below 256; nil if there is no operand. Throws
  /// `.shell` for any other operands.
  private func count(
    _ operands: ArraySlice<[UInt8]>, _ builtin: Builtin
  ) throws(Halt) -> Int? {
    guard let first = operands.first else { return nil }
    guard operands.count == 1, !first.isEmpty, first.count < 4, first.allSatisfy(isDigit),
      let number = Int(display(first)), number < 256
    else { throw leave(builtin) }
    return number
  }

  /// Runs the command `.`: evaluates the file whose path is the only operand. Throws `.shell` for
  /// other operands and for a path without a slash. Throws also if the text of the file has an
  /// error or needs /bin/sh.
  func runDot(_ operands: ArraySlice<[UInt8]>) throws(Halt) {
    // sh searches PATH for a name without a slash.
    guard operands.count == 1, let path = operands.first, path.contains(UInt8(ascii: "/")),
      let text = utf8Text(path)
    else { throw leave(.dot) }
    try evaluateFile(text)
  }

  /// Runs the command `eval`: evaluates the operands, joined by spaces, as a text. Throws if this
  /// text has an error or needs /bin/sh.
  func runEval(_ operands: ArraySlice<[UInt8]>) throws(Halt) {
    let text = Array(operands.joined(separator: [UInt8(ascii: " ")]))
    try spend(1 + text.count >> 6)
    try enter(5)
    statusIsUncertain = status != 0
    let evalLine = line
    if try !evaluate(text, line: line, lineStep: 0) { status = 0 }
    line = evalLine
    depth -= 5
  }

  private func runSet(_ operands: ArraySlice<[UInt8]>) throws(Halt) {
    guard let first = operands.first else { throw leave(.set) }
    if first == [UInt8(ascii: "-"), UInt8(ascii: "-")] {
      parameters = Array(operands.dropFirst())
    } else if first.first == UInt8(ascii: "-") || first.first == UInt8(ascii: "+") {
      throw leave(.set)
    } else {
      parameters = Array(operands)
    }
    status = 0
  }

  private func runShift(_ operands: ArraySlice<[UInt8]>) throws(Halt) {
    let number = try count(operands, .shift) ?? 1
    // A number that is too large is an error in some shells, and only a failed command in others.
    guard number <= parameters.count else { throw leave(.shift) }
    parameters.removeFirst(number)
    status = 0
  }

  private func runSkip(
    _ builtin: Builtin, _ operands: ArraySlice<[UInt8]>
  ) throws(Halt) {
    let wanted = try count(operands, builtin) ?? 1
    // Shells differ on a `break` or `continue` for a loop around the present function or file, and
    // on a count of 0.
    if wanted == 0 || wanted > loopDepth && outerLoopDepth > 0 { throw leave(builtin) }
    status = 0
    let number = min(wanted, loopDepth)
    if number == 0 { return }
    skip = builtin == .break ? .breaking(number) : .continuing(number)
  }

  // MARK: variables

  /// Returns the name that `operand`, such as `x=1`, declares, as its number in the `NameTable`,
  /// and the value after `=`. The value is nil if there is no `=`. `builtin` is the command. Throws
  /// `.shell` if the operand begins with no name.
  private func declaration(
    _ operand: [UInt8], _ builtin: Builtin
  ) throws(Halt) -> (id: Int, value: [UInt8]?) {
    let equals = operand.firstIndex(of: UInt8(ascii: "="))
    let end = equals ?? operand.count
    guard isName(operand[..<end]) else { throw leave(builtin) }
    return (scope.intern(operand, 0..<end), equals.map { Array(operand[($0 + 1)...]) })
  }

  private func runDeclaration(
    _ builtin: Builtin, _ operands: ArraySlice<[UInt8]>
  ) throws(Halt) {
    if operands.isEmpty { throw leave(builtin) }
    for operand in operands {
      let (id, value) = try declaration(operand, builtin)
      if let value { try assign(id, value) }
      if builtin == .readonly { scope.markReadonly(id) }
    }
    status = 0
  }

  private func runLocal(_ operands: ArraySlice<[UInt8]>) throws(Halt) {
    if functionDepth == 0 {
      // "Not in a function": only this command fails; the file goes on.
      status = 2
      return
    }
    if operands.isEmpty { throw leave(.local) }
    for operand in operands {
      let (id, value) = try declaration(operand, .local)
      if scope.cells[id].isReadonly { throw leave(.local) }
      scope.save(id)
      if let value { try assign(id, value) }
    }
    status = 0
  }

  private func runSetvar(_ operands: ArraySlice<[UInt8]>) throws(Halt) {
    guard operands.count == 2, let name = operands.first, let value = operands.last,
      isName(name)
    else { throw leave(.setvar) }
    let id = scope.intern(name, 0..<name.count)
    if scope.cells[id].isReadonly { throw leave(.setvar) }
    try assign(id, value)
    status = 0
  }

  private func runUnset(_ operands: ArraySlice<[UInt8]>) throws(Halt) {
    var names = operands
    var unsetsFunctions = false
    if let first = names.first, first.first == UInt8(ascii: "-") {
      switch display(first) {
      case "-f": unsetsFunctions = true
      case "-v", "--": break
      default: throw leave(.unset)
      }
      names = names.dropFirst()
    }
    for name in names {
      guard isName(name) || unsetsFunctions && name.first != UInt8(ascii: "-") else {
        throw leave(.unset)
      }
      let id = scope.intern(name, 0..<name.count)
      if unsetsFunctions {
        functions[id] = nil
      } else {
        if scope.cells[id].isReadonly { throw leave(.unset) }
        scope.set(id, to: nil, file: file, line: line)
      }
    }
    status = 0
  }
}
