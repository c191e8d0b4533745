/// An error at which sh stops, or an invalid value of a variable.
package struct ConfigError: Error, Hashable, Sendable {
  /// The kind of error.
  package enum Reason: Hashable, Sendable {
    /// `unexpected` is a token, or a part of one, that the grammar (POSIX XCU 2.10) does not allow
    /// here. `expected` is the token that should be there; nil if the parser does not know one.
    case syntax(unexpected: String, expected: String?)
    /// The file ends inside a construct. The value is the characters that open the construct: `${`.
    case unterminated(String)
    /// `${name?message}` was expanded, and `name` is not set; for `:?`, also if it is empty.
    /// `message` is nil if the text has none.
    case parameterUnset(name: String, message: String?)
    /// An assignment to the variable `name`, which the command `readonly` has marked.
    case readonly(name: String)
    /// `$((expression))` that cannot be computed. `what` is the reason: `division by zero`.
    case arithmetic(expression: String, what: String)
    /// `${…}` that names no parameter or no operation on one. The value is the text of the
    /// substitution without its operand.
    case badSubstitution(String)
    /// The file at `path`, which `.` should read, is missing or unreadable.
    case cannotRead(path: String)
    /// The text ran `exit` with `status`. In sh, this ends the script that reads the file.
    case exit(status: Int)
    /// The value of a variable is not a whole number of seconds, 0...65535. The case holds that
    /// value.
    case notSeconds(String)
    /// A value that is not UTF-8 where text is needed.
    case notUTF8
    /// A value that the setting does not accept. `expected` says which values it accepts: `2 or
    /// more seconds`.
    case invalid(value: String, expected: String)
  }

  /// The kind of error.
  package var reason: Reason
  /// The variable with the error; nil if the error is in the text.
  package var variable: String?
  /// The file and the line with the error.
  package var location: SourceLocation

  /// An error about `variable`, or about the text itself, at `location`.
  package init(_ reason: Reason, variable: String? = nil, at location: SourceLocation) {
    self.reason = reason
    self.variable = variable
    self.location = location
  }
}
