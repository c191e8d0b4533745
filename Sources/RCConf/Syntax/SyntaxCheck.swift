extension Evaluator {
  /// Returns the first syntax error in `text`, whether sh would reach it or not. Returns nil if
  /// there is no error, or if a construct that only sh can parse comes first.
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
