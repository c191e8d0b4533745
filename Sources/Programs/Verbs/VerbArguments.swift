import Failover

/// The words after a verb: options and operands.
struct VerbArguments: Hashable {
  /// The given options without a value, by name.
  private(set) var options: [String] = []
  /// The values of the given options, by name.
  private(set) var values: KeyedValues<String, String> = [:]
  /// The words that are no options, in order, such as the names of interfaces.
  private(set) var operands: [String] = []

  /// Parses `words`. `options` are those of the verb; one with a value has a `=` at its end
  /// (`--for=`, given as `--for X` or `--for=X`).
  ///
  /// After `--` there are only operands. Throws for an unknown option and names the most similar
  /// one.
  init(_ words: [String], knowing options: [String]) throws(UsageError) {
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        operands += rest
        break
      }
      guard word.hasPrefix("-") else {
        operands.append(word)
        continue
      }
      let (head, tail) = word.cut(at: UInt8(ascii: "="))
      let name = String(head)
      if options.contains(word) {
        self.options.appendIfMissing(word)
      } else if options.contains(name + "=") {
        guard let value = tail.map({ String($0) }) ?? rest.popFirst() else {
          throw .valueMissing(name)
        }
        values[name] = value
      } else {
        let names = options.map { $0.hasSuffix("=") ? String($0.dropLast()) : $0 }
        throw .unknownOption(word, nearest: nearest(to: name, among: names))
      }
    }
  }

  /// True if the option, one without a value, was given.
  func has(_ option: String) -> Bool { options.contains(option) }

  /// The single operand. Throws for any other number of operands.
  var operand: String {
    get throws(Failure) {
      guard operands.count == 1 else { throw .usage(.argumentCount(operands.count, expected: 1)) }
      return operands[0]
    }
  }
}
