import Failover

/// The parsed words after a verb of hyperv_vfctl: options and operands.
struct VerbArguments: Hashable {
  /// The given options that take no value, such as `--json`, each once.
  private(set) var options: [String] = []
  /// The values of the given options that take one, by the name of the option, such as `--for`.
  private(set) var values: KeyedValues<String, String> = [:]
  /// The words that are neither options nor their values, in order, such as names of interfaces.
  private(set) var operands: [String] = []

  /// Parses `words`. `options` are those that the verb takes. An option that needs a value ends
  /// with `=`: `--for=` can be given as `--for X` or `--for=X`.
  ///
  /// All words after `--` are operands. Throws for an unknown option, with the most similar known
  /// one, and if a value is missing.
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

  /// True if `option`, which takes no value, was given: `--json`.
  func has(_ option: String) -> Bool { options.contains(option) }

  /// The operand, the name of an interface, if there is exactly one. Throws `.usage` for any other
  /// number of operands.
  var operand: String {
    get throws(Failure) {
      guard !operands.isEmpty else { throw .usage(.interfaceMissing) }
      guard operands.count == 1 else { throw .usage(.argumentCount(operands.count, expected: 1)) }
      return operands[0]
    }
  }
}
