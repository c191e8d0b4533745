import Failover
import Platforms

extension Verb {
  /// The verb `verify [--json] [--quiet] [--no-shell] [IF...]`: prints a line for each thing that
  /// is wrong with the pairs, or with those of the interfaces IF. `words` are the words after
  /// `verify`. Returns the exit status: 0 if nothing is wrong, else 1. Throws if a query fails, or
  /// if an IF belongs to no pair.
  func verify(_ words: [String], on console: Console) throws(Failure) -> Int32 {
    let given = try arguments(words)
    let survey = try StatusReport.live(of: given.operands, mayUseShell: !given.has("--no-shell"))
    let platform = try Main.platform()
    let findings = verdict(on: survey.state)
    if given.has("--json") {
      let json = JSONValue.object([
        "ok": .bool(findings.isEmpty), "findings": .array(findings.map { $0.json(on: platform) }),
      ])
      console.write(json.bytes)
    } else if !given.has("--quiet") {
      let lines = findings.map { $0.line(on: platform, inColor: console.hasColors) + "\n" }
      console.print(lines.joined())
    }
    return findings.isEmpty ? ExitCode.success : 1
  }
}
