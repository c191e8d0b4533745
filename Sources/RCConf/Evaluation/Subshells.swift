extension Evaluator {
  /// Runs the command at the index `index` in `syntax.nodes` in a subshell: on a copy of the
  /// evaluator. Only the exit status is kept; the variables are not. An error ends only the
  /// subshell. Throws if the command needs /bin/sh.
  func runSubshell(_ index: Int, _ syntax: Syntax) throws(Halt) {
    let child = Evaluator(copying: self)
    do throws(Halt) {
      try child.run(index, syntax)
      status = index < 0 ? 0 : child.status
    } catch .stopped(let error) {
      // The error ends only the subshell.
      if case .exit(let code) = error.reason { status = code } else { status = 2 }
    }
    budget = child.budget
    fileNames = child.fileNames
  }

  /// Runs each command of the pipeline at the index `index` in `syntax.nodes` in a subshell.
  /// `status` becomes that of the last command. Throws if a command needs /bin/sh.
  func runPipeline(_ index: Int, _ syntax: Syntax) throws(Halt) {
    let before = status
    var child = syntax.first(of: index)
    while child >= 0 {
      status = before
      try runSubshell(child, syntax)
      child = syntax.next(of: child)
    }
  }
}
