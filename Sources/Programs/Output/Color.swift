/// The colour of a verdict on a terminal.
enum Color: String {
  /// Green, for no findings.
  case good = "\u{1b}[32m"
  /// Red, for findings.
  case bad = "\u{1b}[31m"

  /// Returns `text` in this colour (ECMA-48, SGR) if `isWanted`, else `text` unchanged.
  func text(_ text: String, isWanted: Bool) -> String {
    isWanted ? "\(rawValue)\(text)\u{1b}[0m" : text
  }

  /// True if the output may have colours: standard output is a terminal (`isTerminal`), TERM is not
  /// `dumb`, and NO_COLOR is unset or empty (no-color.org). `variable` returns the value of an
  /// environment variable; nil if it is not set.
  static func areWanted(onTerminal isTerminal: Bool, variable: (String) -> String?) -> Bool {
    isTerminal && variable("NO_COLOR") ?? "" == "" && variable("TERM") != "dumb"
  }
}
