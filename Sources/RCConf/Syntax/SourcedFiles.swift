extension Evaluator {
  /// Returns the paths of the files that `text` reads with the command `.`, in the order of the
  /// text, also where sh would not reach the command. The paths are expanded with the values in
  /// `variables`. Empty if there are none.
  ///
  /// Paths without a slash are left out. So are paths that depend on the run: on parameters of a
  /// function, on the output of a command, and on any but the last value of a loop's variable.
  /// Nothing is found after a syntax error, or after text that only sh can parse.
  package static func filesSourced(
    by text: [UInt8], named file: String, given variables: Variables
  ) -> [String] {
    var parser = Parser(text, named: file, depth: 0)
    let evaluator = Evaluator(files: .none)
    evaluator.file = evaluator.number(ofFile: file)
    for variable in variables.sorted {
      evaluator.scope.importVariable(variable.name, variable.bytes)
    }
    var found: [String] = []
    while let line = try? parser.next() {
      if case .end = line { break }
      for node in parser.syntax.nodes where node.kind == .simple {
        let words = parser.syntax.words[Int(node.first)..<Int(node.second)].filter {
          $0.equals == nil
        }
        guard words.count > 1, parser.syntax.plainText(words[0]).elementsEqual(".".utf8),
          let path = try? evaluator.expandText(words[1], parser.syntax),
          // sh searches PATH for a name without a slash.
          path.contains(UInt8(ascii: "/"))
        else { continue }
        found.append(display(path))
      }
    }
    return found
  }
}
