extension Evaluator {
  /// The first syntax error in `text`, reached or not; nil if there is none, or if sh is needed to
  /// find it.
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
