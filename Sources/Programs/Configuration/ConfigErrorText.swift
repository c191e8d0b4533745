import RCConf

extension ConfigError.Reason {
  /// The error in words, without the file, the line and the variable.
  package var text: String {
    switch self {
    case .syntax(let unexpected, let expected?):
      "unexpected '\(unexpected)', expecting '\(expected)'"
    case .syntax(let unexpected, nil): "unexpected '\(unexpected)'"
    case .unterminated(let opener): "'\(opener)' is never closed"
    case .parameterUnset(_, let message): message ?? "parameter not set"
    case .readonly(let name): "'\(name)' is read only"
    case .arithmetic(let expression, let what): "\(what): '\(expression)'"
    case .badSubstitution(let text): "bad substitution: '\(text)'"
    case .cannotRead(let path): "cannot read '\(path)'"
    case .exit(let status): "exit \(status)"
    case .notSeconds(let value): "not a number of seconds: '\(value)'"
    case .notUTF8: "not UTF-8"
    case .invalid(let value, let expected): "not \(expected): '\(value)'"
    }
  }
}

extension ShellReason.Construct {
  /// The construct in words, such as `a command substitution`.
  package var text: String {
    switch self {
    case .command(let name): "the command '\(name)'"
    case .commandSubstitution: "a command substitution"
    case .redirection: "a redirection"
    case .hereDocument: "a here-document"
    case .builtin(let name): "a use of '\(name)' on which shells differ"
    case .parameter(let name): "the parameter '\(name)'"
    case .tilde(let user): "the tilde of '~\(user)'"
    case .unportable(let text): "'\(text)', on which shells differ"
    case .depth: "nesting too deep"
    case .steps: "too many steps"
    }
  }
}
