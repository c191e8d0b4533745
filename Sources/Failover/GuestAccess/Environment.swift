/// The environment of a command: variables and their values (environ(7)), each name once.
///
/// No Dictionary: a process pays more for its first one than for looking through four names.
package struct Environment: Hashable, Sendable {
  /// A variable of an environment.
  package struct Variable: Hashable, Sendable {
    /// What it is called; a name that no environment can hold is found when the command is run.
    package var name: String
    /// What it is set to.
    package var value: String
  }

  /// The variables, in the order in which they came.
  package private(set) var variables: [Variable] = []

  /// The environment without variables.
  package init() {}

  /// What a variable is set to; nil where it is not there, and to remove it.
  package subscript(name: String) -> String? {
    get { variables.first { $0.name == name }?.value }
    set {
      variables.removeAll { $0.name == name }
      if let newValue { variables.append(Variable(name: name, value: newValue)) }
    }
  }

  /// Both, whose values are those of `other` where a name is in both.
  package func overridden(by other: Environment) -> Environment {
    var merged = self
    for variable in other.variables { merged[variable.name] = variable.value }
    return merged
  }
}

extension Environment: ExpressibleByDictionaryLiteral {
  /// `["HOME": "/"]`
  package init(dictionaryLiteral pairs: (String, String)...) {
    for (name, value) in pairs { self[name] = value }
  }
}
