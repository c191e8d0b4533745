import Failover

/// The words behind a verb: options that the verb has, then everything else.
struct VerbArguments: Hashable {
  /// The options that were given, by the names that the verb has for them.
  private(set) var options: Set<String> = []
  /// The values of those that take one, by the option's name.
  private(set) var values: [String: String] = [:]
  /// All other words.
  private(set) var operands: [String] = []

  /// Reads `words`; `options` are those that the verb has, one that takes a value with `=` at its end
  /// (`--for=`, given as `--for X` or `--for=X`).
  ///
  /// Behind `--` there are no options. Throws at one that the verb does not have, and names the
  /// nearest one.
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
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      if options.contains(word) {
        self.options.insert(word)
      } else if options.contains(name + "=") {
        guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
          throw .valueMissing(name)
        }
        values[name] = value
      } else {
        let names = options.map { $0.hasSuffix("=") ? String($0.dropLast()) : $0 }
        throw .unknownOption(word, nearest: nearest(to: name, among: names))
      }
    }
  }

  /// Whether the option was given.
  func has(_ option: String) -> Bool { options.contains(option) }

  /// The single operand; throws where there is another number of them.
  var operand: String {
    get throws(Failure) {
      guard operands.count == 1 else { throw .usage(.argumentCount(operands.count, expected: 1)) }
      return operands[0]
    }
  }
}
