import Failover
import RCConf

/// A problem that `hyperv_vfctl check` reports: a part of the configuration does not do what it
/// seems to do, now or after a takeover.
package struct ConfigFinding: Hashable, Sendable {
  /// The place of the problem: the path of a file, the command that printed a rule (`pfctl -sr`),
  /// or the name of an interface.
  package var file: String
  /// The number of the line in `file`, from 1. Nil if the problem is not in one line. Also nil if
  /// /bin/sh evaluated the file, since sh does not report lines.
  package var line: Int?
  /// The problem, in words.
  package var problem: String
  /// The remedy for the user, a command or a hint; empty if `problem` already names the remedy.
  package var remedy: String

  /// The finding that `file`, or only its line `line`, has this problem.
  package init(_ file: String, line: Int? = nil, _ problem: String, remedy: String = "") {
    self.file = file
    self.line = line
    self.problem = problem
    self.remedy = remedy
  }

  /// The finding for an error of rc.conf. Its file, line and problem come from `error`.
  init(_ error: ConfigError, remedy: String = "") {
    let whole = error.text
    let place = "\(error.location): "
    self.init(
      error.location.file, line: error.location.line,
      whole.hasPrefix(place) ? String(whole.dropFirst(place.count)) : whole, remedy: remedy)
  }

  /// The finding in one line: `/etc/rc.conf:12: hyperv_vf_dealy: no such variable; did you mean
  /// hyperv_vf_delay?`.
  package var text: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return "\(place): \(problem)" + (remedy.isEmpty ? "" : "; \(remedy)")
  }

  /// The output of `hyperv_vfctl check --json`: one object whose `findings` is a list of objects
  /// with the keys `file`, `line`, `text` (the problem) and `remedy`. Without a line, the key
  /// `line` is left out.
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
