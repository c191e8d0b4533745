extension Evaluator {
  /// Returns the first syntax error in `text`, also where sh would not reach it. Nil if there is no
  /// error, or if a construct that only sh can parse comes first. `file` is the name of the file
  /// that the error shows.
  package static func syntaxError(in text: [UInt8], named file: String) -> ConfigError? {
    var parser = Parser(text, named: file, depth: 0)
    do throws(Halt) {
      while true {
        if case .end = try parser.next() { return nil }
      }
    } catch {
      guard case .stopped(let error) = error else { return nil }
      return error
    }
  }
}
