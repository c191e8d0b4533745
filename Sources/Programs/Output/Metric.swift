/// A metric family of the Prometheus text exposition format 0.0.4, whose names begin with `hyperv_vf_`.
struct Metric {
  /// What its numbers mean.
  enum Kind: String {
    /// It goes up and down.
    case gauge
    /// It only goes up, until it begins again; its name ends with `_total`.
    case counter
  }

  /// Names and values of labels, in this order.
  typealias Labels = [(name: String, value: String)]
  /// A number, and what it is about.
  typealias Sample = (labels: Labels, number: Int)

  private let name: String
  private let help: String
  private let kind: Kind
  private let samples: [Sample]

  /// That of `name` without what all begin with; `help` is one line without a backslash.
  init(_ name: String, _ help: String, _ samples: [Sample], _ kind: Kind = .gauge) {
    self.name = "hyperv_vf_\(name)"
    self.help = help
    self.kind = kind
    self.samples = samples
  }

  /// Its lines; none without a sample.
  var text: String {
    guard !samples.isEmpty else { return "" }
    return "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
      + samples.map { "\(name)\(Self.text(of: $0.labels)) \($0.number)\n" }.joined()
  }

  private static func text(of labels: Labels) -> String {
    guard !labels.isEmpty else { return "" }
    return "{" + labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ",") + "}"
  }

  /// A value between quotes; no name of an interface has a line break, but a value may.
  private static func escaped(_ value: String) -> String {
    var text = ""
    for character in value {
      switch character {
      case "\\": text += "\\\\"
      case "\"": text += "\\\""
      case "\n": text += "\\n"
      default: text.append(character)
      }
    }
    return text
  }
}
