import RCConf

extension ConfigError {
  /// Where, which variable, what is wrong, and what would be right.
  package var text: String {
    "\(location): " + (variable.map { "\($0): " } ?? "") + kind + reason.text
  }

  private var kind: String {
    switch reason {
    case .syntax, .unterminated: "syntax error: "
    case .parameterUnset(let name, _): "\(name): "
    default: ""
    }
  }
}

extension ShellReason {
  /// Where, and what only /bin/sh can know.
  package var text: String { "\(location): \(construct.text)" }
}
