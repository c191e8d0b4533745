import Failover
import RCConf

/// Something in the configuration that does not do what it seems to say, or will not after a takeover.
package struct ConfigFinding: Hashable, Sendable {
  /// The file, or the command that shows it.
  package var file: String
  /// The line, from 1; nil where it is about the whole file, or only /bin/sh could tell.
  package var line: Int?
  /// What is wrong.
  package var problem: String
  /// What to do about it; empty where the problem says so.
  package var remedy: String

  /// A finding at that place.
  package init(_ file: String, line: Int? = nil, _ problem: String, remedy: String = "") {
    self.file = file
    self.line = line
    self.problem = problem
    self.remedy = remedy
  }

  /// What `error` says, at its place.
  init(_ error: ConfigError, remedy: String = "") {
    let whole = error.text
    let place = "\(error.location): "
    self.init(
      error.location.file, line: error.location.line,
      whole.hasPrefix(place) ? String(whole.dropFirst(place.count)) : whole, remedy: remedy)
  }

  /// One line: place, problem, remedy.
  package var text: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return "\(place): \(problem)" + (remedy.isEmpty ? "" : "; \(remedy)")
  }

  /// `findings` as one JSON object; `line` is left out where there is none.
  package static func json(_ findings: [ConfigFinding]) -> [UInt8] {
    var json = JSONText()
    json.raw("{\"findings\": [")
    for (index, finding) in findings.enumerated() {
      json.raw(index == 0 ? "\n{\"file\": " : ",\n{\"file\": ")
      json.string(finding.file.utf8)
      if let line = finding.line { json.raw(", \"line\": \(line)") }
      json.raw(", \"text\": ")
      json.string(finding.problem.utf8)
      json.raw(", \"remedy\": ")
      json.string(finding.remedy.utf8)
      json.raw("}")
    }
    json.raw("]}\n")
    return json.bytes
  }
}
