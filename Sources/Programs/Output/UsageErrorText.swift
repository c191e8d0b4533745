extension UsageError {
  var text: String {
    switch self {
    case .unknownOption(let word, let nearest): "'\(word)': no such option" + hint(nearest)
    case .valueMissing(let option): "\(option): takes a value"
    case .unknownValue(let word, let option, let values):
      "\(option): '\(word)': is none of \(values.joined(separator: ", "))"
    case .argumentCount(let count, let expected):
      "takes \(expected) argument\(expected == 1 ? "" : "s"), got \(count)"
    case .interfaceMissing: "the name of an interface is missing, such as eth0 or hn0"
    case .conflictingOptions(let one, let other): one + " and " + other + " exclude each other"
    case .notAnInterface(let word): "'\(word)': not a name that an interface can have"
    case .notADelay(let word): "'\(word)': not a whole number of seconds"
    case .verbMissing: "a verb is missing"
    case .unknownVerb(let word, let nearest): "'\(word)': no such verb" + hint(nearest)
    }
  }

  private func hint(_ nearest: String?) -> String {
    nearest.map { "; did you mean '\($0)'?" } ?? ""
  }
}
