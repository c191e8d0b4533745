/// The way in which the evaluation of a text ended.
package enum Outcome: Equatable, Sendable {
  /// The whole text was evaluated.
  case complete
  /// An error at which sh stops too. The variables that were set before the error are valid.
  case stopped(ConfigError)
  /// The text needs /bin/sh. The value says why.
  case needsShell(ShellReason)
}

/// A construct that needs /bin/sh, and its place.
package struct ShellReason: Hashable, Sendable {
  /// The kind of construct.
  package enum Construct: Hashable, Sendable {
    /// A command that is neither a function nor a built-in of the evaluator. The value is its name.
    case command(String)
    /// `$(…)` or `` `…` ``.
    case commandSubstitution
    /// `<`, `>`, and other redirections.
    case redirection
    /// `<<` with an end that depends on an expansion.
    case hereDocument
    /// A built-in with operands that shells treat differently, or that make it print. The value is
    /// its name; for test(1) also the operator: `test -nt`.
    case builtin(String)
    /// A parameter whose value only a running sh knows, such as `$PPID`, or an assignment to
    /// OPTIND. The value is its name without `$`.
    case parameter(String)
    /// `~user`, which needs the user database; the value is `user`. Or a tilde that shells expand
    /// differently; the value is empty.
    case tilde(String)
    /// A pattern, an expression or other syntax on which shells differ. The value shows the place
    /// in messages: `$((…))`.
    case unportable(String)
    /// Text nested more deeply than the evaluator allows.
    case depth
    /// More steps than any configuration needs; perhaps an endless loop.
    case steps
  }

  /// The kind of construct.
  package var construct: Construct
  /// The place of the construct.
  package var location: SourceLocation

  /// The reason `construct`, found at `location`.
  package init(_ construct: Construct, at location: SourceLocation) {
    self.construct = construct
    self.location = location
  }
}

/// The reason why the evaluation stops. Boxed, since deeply nested text passes it through a
/// thousand stack frames.
indirect enum Halt: Error {
  /// An error at which sh stops too.
  case stopped(ConfigError)
  /// The text needs /bin/sh. The value says why.
  case shell(ShellReason)

  /// The outcome of an evaluation that stops for this reason.
  var outcome: Outcome {
    switch self {
    case .stopped(let error): .stopped(error)
    case .shell(let reason): .needsShell(reason)
    }
  }
}
