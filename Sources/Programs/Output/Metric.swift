/// A metric family of the Prometheus text exposition format 0.0.4, whose names begin with `hyperv_vf_`.
struct Metric {
  /// The kind of the metric's numbers.
  enum Kind: String {
    /// A number that can go up and down.
    case gauge
    /// A number that only goes up, until it restarts at 0. The name of the metric ends with
    /// `_total`.
    case counter
  }

  /// Names and values of labels, in this order.
  typealias Labels = [(name: String, value: String)]
  /// A number with its labels.
  typealias Sample = (labels: Labels, number: Int)

  private let name: String
  private let help: String
  private let kind: Kind
  private let samples: [Sample]

  /// A metric `hyperv_vf_name` with a number for each of `samples`. `help` is one line without a
  /// backslash.
  init(_ name: String, _ help: String, _ samples: [Sample], _ kind: Kind = .gauge) {
    self.name = "hyperv_vf_\(name)"
    self.help = help
    self.kind = kind
    self.samples = samples
  }

  /// The lines of the metric; empty without samples.
  var text: String {
    guard !samples.isEmpty else { return "" }
    return "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
      + samples.map { "\(name)\(Self.text(of: $0.labels)) \($0.number)\n" }.joined()
  }

  private static func text(of labels: Labels) -> String {
    guard !labels.isEmpty else { return "" }
    return "{" + labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ",") + "}"
  }

  /// The value in quotes, with line breaks escaped.
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
