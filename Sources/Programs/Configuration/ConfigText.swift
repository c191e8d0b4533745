import RCConf

extension ConfigError {
  /// The error with its file and line, its variable and the valid values.
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
  /// The file, the line and the construct that needs /bin/sh: `/etc/rc.conf:12: a command
  /// substitution`.
  package var text: String { "\(location): \(construct.text)" }
}
