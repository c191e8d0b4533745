/// How the evaluation of a text ended.
package enum Outcome: Equatable, Sendable {
  /// The whole text was evaluated.
  case complete
  /// The evaluation stopped at an error, at which sh stops too. The variables that were set before
  /// the error are valid.
  case stopped(ConfigError)
  /// The evaluation stopped at text that needs /bin/sh. The value says what that is, and where.
  case needsShell(ShellReason)
}

/// The reason why a text needs /bin/sh: a construct, and where it is.
package struct ShellReason: Hashable, Sendable {
  /// The kind of text that the evaluator leaves to /bin/sh.
  package enum Construct: Hashable, Sendable {
    /// A command that is neither a function nor a built-in of the evaluator. The value is the
    /// command's name.
    case command(String)
    /// A command substitution: `$(…)` or `` `…` ``.
    case commandSubstitution
    /// A redirection, such as `<` and `>`.
    case redirection
    /// A here-document (`<<`) whose end depends on an expansion.
    case hereDocument
    /// A built-in with operands that shells treat differently, or that make it print. The value is
    /// the built-in's name; for test(1) also the operator: `test -nt`.
    case builtin(String)
    /// A parameter whose value only a running sh knows, such as `$PPID`, or an assignment to
    /// OPTIND. The value is the parameter's name without `$`.
    case parameter(String)
    /// `~user`, which needs the user database; the value is `user`. Or a tilde that shells expand
    /// differently; then the value is empty.
    case tilde(String)
    /// A pattern, an expression or other syntax on which shells differ. The value is the text to
    /// show in messages, sometimes shortened: `$((…))`.
    case unportable(String)
    /// A text that is nested more deeply than the evaluator allows.
    case depth
    /// A text that takes more steps than any configuration needs, perhaps an endless loop.
    case steps
  }

  /// The kind of text that needs /bin/sh.
  package var construct: Construct
  /// The file and the line of the construct.
  package var location: SourceLocation

  /// The reason that `construct` is in the text at `location`.
  package init(_ construct: Construct, at location: SourceLocation) {
    self.construct = construct
    self.location = location
  }
}

/// The error that the methods of the evaluator throw to stop the evaluation. Boxed, since deeply
/// nested text passes it through a thousand stack frames.
indirect enum Halt: Error {
  /// The text has an error, at which sh stops too.
  case stopped(ConfigError)
  /// The text needs /bin/sh. The value says why, and where.
  case shell(ShellReason)

  /// The outcome of the evaluation that this error has stopped.
  var outcome: Outcome {
    switch self {
    case .stopped(let error): .stopped(error)
    case .shell(let reason): .needsShell(reason)
    }
  }
}
