/// The environment of a command: variables and values (environ(7)), each name once.
///
/// The variables are in an array and not in a Dictionary: creating the first Dictionary costs more
/// than searching four names.
package struct Environment: Hashable, Sendable {
  /// A variable of an environment, with its value.
  package struct Variable: Hashable, Sendable {
    /// The name of the variable, such as `PATH`. An empty name, or one with `=`, is accepted here;
    /// running the command then throws.
    package var name: String
    /// The value of the variable.
    package var value: String
  }

  /// The variables, in the order in which they were set.
  package private(set) var variables: [Variable] = []

  /// An environment without variables.
  package init() {}

  /// The value of the variable `name`; nil if it is not set. Setting nil removes the variable.
  package subscript(name: String) -> String? {
    get { variables.first { $0.name == name }?.value }
    set {
      variables.removeAll { $0.name == name }
      if let newValue { variables.append(Variable(name: name, value: newValue)) }
    }
  }

  /// The variables of both environments. If both have a variable, the result has the value of
  /// `other`.
  package func overridden(by other: Environment) -> Environment {
    var merged = self
    for variable in other.variables { merged[variable.name] = variable.value }
    return merged
  }
}

extension Environment: ExpressibleByDictionaryLiteral {
  /// The environment of a literal, such as `["HOME": "/"]`.
  package init(dictionaryLiteral pairs: (String, String)...) {
    for (name, value) in pairs { self[name] = value }
  }
}
