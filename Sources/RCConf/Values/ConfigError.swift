/// An error in rc.conf: one at which sh(1) stops reading, or a variable with an invalid value.
package struct ConfigError: Error, Hashable, Sendable {
  /// The kind of error.
  package enum Reason: Hashable, Sendable {
    /// A syntax error. `unexpected` is the token, or the part of one, that the grammar (POSIX XCU
    /// 2.10) does not allow at the location of the error. `expected` is the token that should be
    /// there; nil if the parser does not know one.
    case syntax(unexpected: String, expected: String?)
    /// The file ends inside a construct. The value is the text that opens the construct: `${`.
    case unterminated(String)
    /// The text has `${name?message}`, and the parameter `name` is not set. Or it has
    /// `${name:?message}`, and `name` is not set or is empty. `message` is nil if the text has
    /// none.
    case parameterUnset(name: String, message: String?)
    /// The text assigns to the variable `name`, which the command `readonly` has protected.
    case readonly(name: String)
    /// `$((expression))` cannot be computed. `what` is the reason: `division by zero`.
    case arithmetic(expression: String, what: String)
    /// The text after `${` is not the name of a parameter, or the operation on it does not exist in
    /// sh. The value shows the construct, with `…` for what follows the name: `${x…}`.
    case badSubstitution(String)
    /// The command `.` should read the file at `path`, and the file is missing or unreadable.
    case cannotRead(path: String)
    /// The text runs `exit`. In sh, this ends the script that reads the file, with the exit status
    /// `status`.
    case exit(status: Int)
    /// A variable has the value that the case holds, which is not a whole number of seconds,
    /// 0...65535.
    case notSeconds(String)
    /// The value of a variable is not UTF-8, and text is needed.
    case notUTF8
    /// A variable has the value `value`, which its setting does not accept. `expected` says which
    /// values are accepted: `2 or more seconds`.
    case invalid(value: String, expected: String)
  }

  /// The kind of error.
  package var reason: Reason
  /// The name of the variable with the error; nil if the error is in the syntax of the text.
  package var variable: String?
  /// The file and the line with the error.
  package var location: SourceLocation

  /// An error of the kind `reason` at `location`, in `variable` if that is not nil.
  package init(_ reason: Reason, variable: String? = nil, at location: SourceLocation) {
    self.reason = reason
    self.variable = variable
    self.location = location
  }
}
