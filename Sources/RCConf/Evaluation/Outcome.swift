/// How the evaluation of a text ended.
package enum Outcome: Equatable, Sendable {
  /// All of it was evaluated.
  case complete
  /// sh stops here too. The variables set before are valid.
  case stopped(ConfigError)
  /// The text needs /bin/sh.
  case needsShell(ShellReason)
}

/// A construct that needs /bin/sh, and its place.
package struct ShellReason: Hashable, Sendable {
  /// Its kind.
  package enum Construct: Hashable, Sendable {
    /// A command that is neither a function nor evaluated here, by name.
    case command(String)
    /// `$(…)` or `` `…` ``.
    case commandSubstitution
    /// `<`, `>` and their kin.
    case redirection
    /// `<<` whose end depends on an expansion.
    case hereDocument
    /// A use of an evaluated built-in that differs between shells, or that prints.
    case builtin(String)
    /// A parameter whose value only the running shell has, by name.
    case parameter(String)
    /// `~user`, which needs the user database, or a tilde where shells differ.
    case tilde(String)
    /// A pattern or an expression on which shells differ.
    case unportable(String)
    /// Nesting deeper than the evaluator follows.
    case depth
    /// More steps than a configuration needs; perhaps an endless loop.
    case steps
  }

  /// Its kind.
  package var construct: Construct
  /// The place of the error.
  package var location: SourceLocation

  /// `construct` at `location`.
  package init(_ construct: Construct, at location: SourceLocation) {
    self.construct = construct
    self.location = location
  }
}

/// The reason to stop. Boxed, since it passes through a thousand frames in deeply nested text.
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
