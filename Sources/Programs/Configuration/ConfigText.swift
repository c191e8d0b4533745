import RCConf

extension ConfigError {
  /// The error with place, variable and valid values.
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
  /// The place and the construct that needs /bin/sh.
  package var text: String { "\(location): \(construct.text)" }
}
