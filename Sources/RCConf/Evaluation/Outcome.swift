/// How the evaluation of a text ended.
package enum Outcome: Equatable, Sendable {
  /// All of it was evaluated.
  case complete
  /// sh stops here too; what was set before stands.
  case stopped(ConfigError)
  /// The text uses something that only /bin/sh can know.
  case needsShell(ShellReason)
}

/// The construct that is left to /bin/sh, and where it stands.
package struct ShellReason: Hashable, Sendable {
  /// Its kind.
  package enum Construct: Hashable, Sendable {
    /// A command that is neither a function nor evaluated here, by name.
    case command(String)
    /// `$(…)` or `` `…` ``.
    case commandSubstitution
    /// `<`, `>` and their kin.
    case redirection
    /// `<<` whose end cannot be told without expanding it.
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
  /// Where.
  package var location: SourceLocation

  /// `construct` at `location`.
  package init(_ construct: Construct, at location: SourceLocation) {
    self.construct = construct
    self.location = location
  }
}

/// Why evaluation cannot go on; boxed, as it crosses a thousand frames when text is nested so.
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
