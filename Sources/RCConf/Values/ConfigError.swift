/// An error at which sh stops, or an invalid value of a variable.
package struct ConfigError: Error, Hashable, Sendable {
  /// The kind of error.
  package enum Reason: Hashable, Sendable {
    /// A token that the grammar (POSIX XCU 2.10) does not allow here.
    case syntax(unexpected: String, expected: String?)
    /// The file ends inside this construct, named by its opening characters.
    case unterminated(String)
    /// `${name?message}` of an unset name; `message` is nil if there is none.
    case parameterUnset(name: String, message: String?)
    /// An assignment to a variable marked by `readonly`.
    case readonly(name: String)
    /// `$((expression))` that cannot be computed.
    case arithmetic(expression: String, what: String)
    /// `${text}` that names no parameter or no operation on one.
    case badSubstitution(String)
    /// A file for `.` that is missing or unreadable.
    case cannotRead(path: String)
    /// `exit` was run: it would end the script that reads this file.
    case exit(status: Int)
    /// A value that is not a whole number of seconds, 0...65535.
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
