extension Evaluator {
  /// The files of the `.` commands in `text`, reached or not, in the order of the text. Names are
  /// expanded with `variables`.
  ///
  /// Without names that depend on the run: parameters of a function, the output of a command, all
  /// but the last value of a loop's variable, and anything after a syntax error.
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
          // Another name is looked for in PATH.
          path.contains(UInt8(ascii: "/"))
        else { continue }
        found.append(display(path))
      }
    }
    return found
  }
}
