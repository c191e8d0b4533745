/// The way in which the evaluation of a text ended.
package enum Outcome: Equatable, Sendable {
  /// The whole text was evaluated.
  case complete
  /// An error at which sh stops too. The variables set before it are valid.
  case stopped(ConfigError)
  /// The text needs /bin/sh.
  case needsShell(ShellReason)
}

/// A construct that needs /bin/sh, and its place.
package struct ShellReason: Hashable, Sendable {
  /// The kind of construct.
  package enum Construct: Hashable, Sendable {
    /// A command that is neither a function nor a built-in of the evaluator; the name.
    case command(String)
    /// `$(…)` or `` `…` ``.
    case commandSubstitution
    /// `<`, `>`, and other redirections.
    case redirection
    /// `<<` with an end that depends on an expansion.
    case hereDocument
    /// A use of a built-in that differs between shells, or that prints; the name.
    case builtin(String)
    /// A parameter whose value only the running shell knows; the name.
    case parameter(String)
    /// `~user`, which needs the user database, or a tilde where shells differ.
    case tilde(String)
    /// A pattern or an expression on which shells differ.
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

  /// `construct` at `location`.
  package init(_ construct: Construct, at location: SourceLocation) {
    self.construct = construct
    self.location = location
  }
}

/// The reason why the evaluation stops. Boxed, since deeply nested text passes it through a
/// thousand stack frames.
indirect enum Halt: Error {
  case stopped(ConfigError)
  case shell(ShellReason)

  var outcome: Outcome {
    switch self {
    case .stopped(let error): .stopped(error)
    case .shell(let reason): .needsShell(reason)
    }
  }
}
