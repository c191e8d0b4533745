/// How a verdict stands out on a terminal.
enum Color: String {
  /// All is well: green.
  case good = "\u{1b}[32m"
  /// Something is not: red.
  case bad = "\u{1b}[31m"

  /// `text` in this colour; as it is where none are wanted. ECMA-48, SGR.
  func text(_ text: String, isWanted: Bool) -> String {
    isWanted ? "\(rawValue)\(text)\u{1b}[0m" : text
  }

  /// Whether standard output gets colours: on a terminal that has them, and where NO_COLOR is unset or
  /// empty (no-color.org). `variable` gives a variable of the environment.
  static func areWanted(onTerminal isTerminal: Bool, variable: (String) -> String?) -> Bool {
    isTerminal && variable("NO_COLOR") ?? "" == "" && variable("TERM") != "dumb"
  }
}
