import RCConf

extension ConfigError {
  /// The error in words, with its file and line, its variable and the valid values:
  /// `/etc/rc.conf:3: hyperv_vf_delay: not 2 or more seconds: '1'`.
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
