/// A metric of the Prometheus text exposition format 0.0.4: a name that begins with `hyperv_vf_`,
/// and numbers with labels.
struct Metric {
  /// The type of a metric: how its numbers change over time.
  enum Kind: String {
    /// A number that can go up and down.
    case gauge
    /// A number that only goes up, until it restarts at 0. The name of the metric ends with
    /// `_total`.
    case counter
  }

  /// The labels of a number, in this order: `[("nic", "eth0")]`.
  typealias Labels = [(name: String, value: String)]
  /// A number of the metric, and the labels that tell it from the others.
  typealias Sample = (labels: Labels, number: Int)

  private let name: String
  private let help: String
  private let kind: Kind
  private let samples: [Sample]

  /// The metric named `hyperv_vf_` and `name`, with a number for each of `samples`. `help` says in
  /// one line, without a backslash, what the numbers mean.
  init(_ name: String, _ help: String, _ samples: [Sample], _ kind: Kind = .gauge) {
    self.name = "hyperv_vf_\(name)"
    self.help = help
    self.kind = kind
    self.samples = samples
  }

  /// The lines of the metric, each with a line break; empty if there are no samples.
  var text: String {
    guard !samples.isEmpty else { return "" }
    return "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
      + samples.map { "\(name)\(Self.text(of: $0.labels)) \($0.number)\n" }.joined()
  }

  private static func text(of labels: Labels) -> String {
    guard !labels.isEmpty else { return "" }
    return "{" + labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ",") + "}"
  }

  /// Returns a label's value with backslashes, quotes and line breaks escaped.
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
