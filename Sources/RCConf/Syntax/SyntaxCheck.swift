extension Evaluator {
  /// The first error of syntax in `text`, whether it would be reached or not; nil where there is none,
  /// or where only sh can tell.
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
