/// Reads rc.conf(5) as FreeBSD's sh does, without starting one.
///
/// The text is handled in complete command lines. `Lexer` divides a line into tokens and words; a
/// word is a list of `Part`s without quotes. `Parser` makes a `Syntax` of them: a small tree in
/// flat arrays. The evaluator walks this tree. `Expansion` turns words into bytes or fields, with
/// `Pattern`, `Arithmetic` and `Pathnames`. `Commands` and `Builtins` run commands,
/// `TestExpression` evaluates `[`, and `Scope` holds the variables. Then the next line is read, so
/// that the lines before an error have their effect.
///
/// A text that needs a command, or on which shells differ, ends with `needsShell` when that place
/// is reached. The evaluator never guesses. It reads files only through `FileAccess`. The one
/// command in FreeBSD's defaults is answered by a closure (`Localbase.swift`). Source: sh(1) and
/// POSIX.1-2024 XCU 2.
///
/// A class, because its methods are mutually recursive: a struct would be copied for each call that
/// changes nothing, onto the stack that nesting needs.
package final class Evaluator {
  let files: FileAccess
  let localbase: () -> [UInt8]?
  var scope: Scope
  var functions = FunctionTable()
  var parameters: [[UInt8]] = []
  /// The exit status of the last command, `$?`.
  var status = 0
  /// True in the first command of a file or an `eval`, where shells differ on `$?`.
  var statusIsUncertain = false
  var skip = Skip.none
  /// The number of open loops in the current function or file.
  var loopDepth = 0
  /// The number of open loops around the current function or file.
  var outerLoopDepth = 0
  var functionDepth = 0
  var depth = 0
  /// The remaining work: one unit for each command, and for each 64 bytes.
  var budget: Int
  var hasBackgroundProcess = false

  // The file and line that are being evaluated, which become the location of variables and errors.
  var fileNames: [String] = []
  var file: Int32 = 0
  var line: Int32 = 0

  /// An evaluator for these files and exported variables, before any text was evaluated.
  ///
  /// `localbase` returns the output of `sysctl -n user.localbase`, or nil if the kernel does not
  /// have it. It is called when a text needs the value. `steps` limits the work: a text that needs
  /// more is left to sh. Plain text adds its length to the limit. `namesAreSpecial` is false for
  /// the output of sh's `set`, where OPTIND is a name like any other.
  package init(
    files: FileAccess, localbase: @escaping () -> [UInt8]? = { nil },
    environment: [(String, [UInt8])] = [], steps: Int = 1_000_000, namesAreSpecial: Bool = true
  ) {
    self.files = files
    self.localbase = localbase
    scope = Scope(namesAreSpecial: namesAreSpecial)
    budget = steps
    for (name, value) in environment where isName(name.utf8) {
      scope.importVariable(name, value)
    }
  }

  /// A copy of `other`. Later changes of one do not affect the other.
  init(copying other: Evaluator) {
    files = other.files
    localbase = other.localbase
    scope = other.scope
    functions = other.functions
    parameters = other.parameters
    status = other.status
    statusIsUncertain = other.statusIsUncertain
    skip = other.skip
    loopDepth = other.loopDepth
    outerLoopDepth = other.outerLoopDepth
    functionDepth = other.functionDepth
    depth = other.depth
    budget = other.budget
    hasBackgroundProcess = other.hasBackgroundProcess
    fileNames = other.fileNames
    file = other.file
    line = other.line
  }

  /// Evaluates `text` as the contents of a file named `file`, and returns how that ended. Variables
  /// and functions stay for the next call.
  package func run(_ text: [UInt8], named file: String) -> Outcome {
    self.file = number(ofFile: file)
    budget += text.count
    return finish { (evaluator) throws(Halt) in
      _ = try evaluator.evaluate(text, line: 1, lineStep: 1)
    }
  }

  /// Evaluates the file at `path`, as `.` does, and returns how that ended.
  package func source(_ path: String) -> Outcome {
    file = number(ofFile: path)
    line = 1
    return finish { (evaluator) throws(Halt) in try evaluator.evaluateFile(path) }
  }

  private func finish(
    _ body: (Evaluator) throws(Halt) -> Void
  ) -> Outcome {
    let mark = scope.mark
    defer {
      skip = .none
      depth = 0
      loopDepth = 0
      functionDepth = 0
      scope.restore(to: mark)
    }
    do throws(Halt) {
      try body(self)
      return .complete
    } catch {
      return error.outcome
    }
  }

  /// The variables that the text set. Variables that only the environment set are left out.
  package var variables: Variables { Variables(scope, files: fileNames) }

  // MARK: places

  /// The file and the line that are being evaluated.
  var here: SourceLocation {
    SourceLocation(file: fileNames[Int(file)], line: Int(line))
  }

  /// Returns the index of `name` in `fileNames`; a new name is appended.
  func number(ofFile name: String) -> Int32 {
    if let known = fileNames.firstIndex(of: name) { return Int32(known) }
    fileNames.append(name)
    return Int32(fileNames.count - 1)
  }

  /// Returns the error `reason` at the present location. `variable` is the variable with the error;
  /// nil if the error is in the text.
  func stop(_ reason: ConfigError.Reason, variable: String? = nil) -> Halt {
    .stopped(ConfigError(reason, variable: variable, at: here))
  }

  /// Returns the reason to leave the text to sh: `construct` at the present location.
  func shell(_ construct: ShellReason.Construct) -> Halt {
    .shell(ShellReason(construct, at: here))
  }

  // MARK: limits

  /// Subtracts `amount` from the budget. Throws `.shell` if too little is left.
  func spend(_ amount: Int) throws(Halt) {
    budget -= amount
    if budget < 0 { throw shell(.steps) }
  }

  /// Subtracts the work of parsing a pattern from the budget: each `[` may cause one search up to
  /// the end of the pattern.
  func spend(onPattern bytes: [UInt8]) throws(Halt) {
    let brackets = bytes.count { $0 == UInt8(ascii: "[") }
    try spend(1 + bytes.count * (brackets + 1) >> 6)
  }

  /// Adds `cost` to the nesting. Throws `.shell` if the sum exceeds `Parser.depthLimit`.
  func enter(_ cost: Int) throws(Halt) {
    depth += cost
    if depth > Parser.depthLimit { throw shell(.depth) }
  }
}

/// A function with its definition.
struct Function {
  /// The index of the node of the body in `syntax`.
  var body: Int
  /// The tree of the command line with the definition.
  var syntax: Syntax
  var file: Int32
}

/// The functions, by the numbers that their names have in the `NameTable`. They are stored in an
/// array of their own, since few of all names are names of functions.
struct FunctionTable {
  /// The functions; nil after `unset -f`.
  private var functions: [Function?] = []
  /// The index in `functions` for each name; -1 for none.
  private var indices: [Int32] = []

  /// The function with this name; nil if there is none.
  subscript(name: Int) -> Function? {
    get { name < indices.count && indices[name] >= 0 ? functions[Int(indices[name])] : nil }
    set {
      while indices.count <= name { indices.append(-1) }
      if indices[name] < 0 {
        indices[name] = Int32(functions.count)
        functions.append(newValue)
      } else {
        functions[Int(indices[name])] = newValue
      }
    }
  }
}

/// The commands to skip after `break`, `continue` or `return`.
enum Skip: Equatable {
  case none
  /// The value is the number of loops that `break` still has to leave.
  case breaking(Int)
  /// The value says which loop `continue` continues: 1 for the innermost one.
  case continuing(Int)
  case returning
}
