/// Evaluates the text of rc.conf(5) as FreeBSD's sh does, without starting a shell.
///
/// The text is handled in complete command lines. `Lexer` divides a line into tokens and words; a
/// word is a list of `Part`s without quotes. `Parser` makes a `Syntax` of them: a small tree in
/// flat arrays. The evaluator walks this tree. `Expansion` turns words into bytes or fields, with
/// `Pattern`, `Arithmetic` and `Pathnames`. `Commands` and `Builtins` run commands,
/// `TestExpression` evaluates `[`, and `Scope` holds the variables. Then the next line is read, so
/// that the lines before an error have their effect.
///
/// The evaluator never guesses. At a command that it does not have, or at text on which shells
/// differ, the evaluation ends with `needsShell`. It reads files only through `FileAccess`. A
/// closure answers the one command that FreeBSD's defaults run, `sysctl -n user.localbase`. Source:
/// sh(1) and POSIX.1-2024 XCU 2.
///
/// This is a class because its methods are mutually recursive: a struct would be copied onto the
/// stack at many of their calls, and nested text needs the stack.
package final class Evaluator {
  let files: FileAccess
  let localbase: () -> [UInt8]?
  var scope: Scope
  var functions = FunctionTable()
  var parameters: [[UInt8]] = []
  /// The exit status of the last command, `$?`.
  var status = 0
  /// True if shells differ on `$?` at this point, as in the first command of a file or an `eval`.
  var statusIsUncertain = false
  var skip = Skip.none
  /// The number of loops of the current function or file that are running.
  var loopDepth = 0
  /// The number of running loops outside of the current function or file, around its call.
  var outerLoopDepth = 0
  var functionDepth = 0
  var depth = 0
  /// The remaining work: each command takes one unit, and each 64 bytes take one. If it is used up,
  /// the text is left to /bin/sh.
  var budget: Int
  var hasBackgroundProcess = false

  // The file and line that are being evaluated, which become the location of variables and errors.
  var fileNames: [String] = []
  var file: Int32 = 0
  var line: Int32 = 0

  /// Creates an evaluator that reads through `files` and begins with the exported variables
  /// `environment`.
  ///
  /// `localbase` returns the output of `sysctl -n user.localbase`; nil if the kernel does not have
  /// the variable. It is called only for a text that needs the value. `steps` limits the work, in
  /// commands or 64 bytes; the length of each text is added to the limit. A text that needs more is
  /// left to /bin/sh. `namesAreSpecial` is false for the output of sh's `set`, in which OPTIND is a
  /// name like any other.
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

  /// Creates a copy of `other`, with its variables and functions. Later changes of one do not
  /// affect the other.
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

  /// Evaluates `text` as the contents of a file with the path `file`, and returns how the
  /// evaluation ended. Variables and functions stay for the next call.
  package func run(_ text: [UInt8], named file: String) -> Outcome {
    self.file = number(ofFile: file)
    budget += text.count
    return finish { (evaluator) throws(Halt) in
      _ = try evaluator.evaluate(text, line: 1, lineStep: 1)
    }
  }

  /// Evaluates the file at `path`, as the command `.` does, and returns how the evaluation ended.
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

  /// The variables that the evaluated text has set. Those that only the environment has set are
  /// left out.
  package var variables: Variables { Variables(scope, files: fileNames) }

  // MARK: places

  /// The file and the line that are being evaluated now.
  var here: SourceLocation {
    SourceLocation(file: fileNames[Int(file)], line: Int(line))
  }

  /// Returns the index of `name`, the path of a file, in `fileNames`. Appends the path if the array
  /// does not have it.
  func number(ofFile name: String) -> Int32 {
    if let known = fileNames.firstIndex(of: name) { return Int32(known) }
    fileNames.append(name)
    return Int32(fileNames.count - 1)
  }

  /// Returns the error `reason` at the line that is being evaluated, to be thrown. `variable` is
  /// the name of the variable with the error; nil if the error is in the text.
  func stop(_ reason: ConfigError.Reason, variable: String? = nil) -> Halt {
    .stopped(ConfigError(reason, variable: variable, at: here))
  }

  /// Returns the reason to leave the text to /bin/sh, to be thrown: `construct` at the line that is
  /// being evaluated.
  func shell(_ construct: ShellReason.Construct) -> Halt {
    .shell(ShellReason(construct, at: here))
  }

  // MARK: limits

  /// Subtracts `amount` from `budget`, the remaining work. Throws `.shell` if too little is left.
  func spend(_ amount: Int) throws(Halt) {
    budget -= amount
    if budget < 0 { throw shell(.steps) }
  }

  /// Subtracts the work of parsing the pattern `bytes` from the budget: each `[` may cause one
  /// search up to the end of the pattern. Throws `.shell` if too little is left.
  func spend(onPattern bytes: [UInt8]) throws(Halt) {
    let brackets = bytes.count { $0 == UInt8(ascii: "[") }
    try spend(1 + bytes.count * (brackets + 1) >> 6)
  }

  /// Adds `cost`, in kilobytes of stack, to `depth`, the nesting of the text. Throws `.shell` if
  /// the sum exceeds `Parser.depthLimit`. The caller subtracts `cost` again.
  func enter(_ cost: Int) throws(Halt) {
    depth += cost
    if depth > Parser.depthLimit { throw shell(.depth) }
  }
}

/// A function that the text has defined.
struct Function {
  /// The index of the function's body in `syntax.nodes`.
  var body: Int
  /// The tree of the command line that defines the function.
  var syntax: Syntax
  var file: Int32
}

/// The functions, found by the numbers that their names have in the `NameTable`. They have an array
/// of their own, since few of all names are names of functions.
struct FunctionTable {
  /// The functions in the order of their definition; nil for one that `unset -f` has removed.
  private var functions: [Function?] = []
  /// For each number of a name, the index of its function in `functions`; -1 if there is none.
  private var indices: [Int32] = []

  /// The function whose name has the number `name`; nil if there is none.
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

/// Which commands are skipped, after `break`, `continue` or `return` was run.
enum Skip: Equatable {
  case none
  /// After `break`: the rest of the loop is skipped. The value is the number of loops that are
  /// still to be left.
  case breaking(Int)
  /// After `continue`: the rest of this round of a loop is skipped. The value says which loop
  /// continues: 1 for the innermost one.
  case continuing(Int)
  case returning
}
