import Failover
import Platforms

/// A plan as text: reasons as comments, and commands for sh(1).
package enum PlanText {
  /// The plan, one line for each effect. Comments show what would be done if a step failed.
  package static func text(of plan: Plan, on platform: any Platform) -> String {
    if let notice = plan.notice {
      let lines = ["# nothing to do: \(notice.text)"] + mark(plan.deviation)
      return lines.map { "\($0)\n" }.joined()
    }
    let steps = plan.steps.map { text(of: $0, on: platform) }.joined()
    guard let retry = plan.retry, !steps.isEmpty else { return steps }
    let further = alternative([retry], if: "a step", on: platform)
    return steps + further.map { "\($0)\n" }.joined()
  }

  private static func text(of step: Step, on platform: any Platform) -> String {
    let effects = platform.effects(of: step.action)
    guard !effects.isEmpty else { return "" }
    var lines = ["# \(step.reason)"] + mark(step.deviation)
    lines += effects.map(line)
    if case .instead(let steps) = step.failure {
      lines += alternative(steps, if: "that", on: platform)
    }
    return lines.map { "\($0)\n" }.joined()
  }

  /// The steps that run instead if `what` fails, as comments.
  private static func alternative(
    _ steps: [Step], if what: String, on platform: any Platform
  ) -> [String] {
    guard let first = steps.first else { return [] }
    return ["# if \(what) fails: \(first.reason)"] + mark(first.deviation)
      + steps.flatMap { platform.effects(of: $0.action) }.map { "#   \(line(of: $0))" }
  }

  private static func mark(_ deviation: Deviation?) -> [String] {
    deviation.map { ["# differs from the script: \($0.name)"] } ?? []
  }

  /// The effect as a line for sh(1) that does the same.
  package static func line(of effect: Effect) -> String {
    switch effect {
    case .run(let command): line(of: command)
    case .prepare(let command): "# \(command.executable) is started, and waits for its input"
    case .terminate(let client): "kill -TERM \(client.process)"
    case .awaitExit(let client, let limit):
      "timeout \(limit.components.seconds) tail --pid=\(client.process) -f /dev/null"
        + " || kill -KILL \(client.process)"
    case .write(let text, let path): "printf %s \(quoted(text)) >\(quoted(path))"
    case .copyLease(let old, let new, let from, let to):
      "sed s/\(quoted(from.text))/\(quoted(to.text))/g <\(quoted(old)) >\(quoted(new))"
    case .makeFile(let path, let text):
      "cat >\(quoted(path)) <<'END'\n\(String(decoding: text, as: UTF8.self))END"
    case .detach(let command): "setsid -f \(line(of: command))"
    case .broadcast(let name): "ping -b -c 1 -I \(name) 255.255.255.255"
    case .wait(let duration): "sleep \(duration.components.seconds)"
    case .waitUntil(let path, let reads, let limit):
      "timeout \(limit.components.seconds) sh -c "
        + quoted("until [ \"$(cat \(path))\" = \(reads) ]; do sleep 0.01; done")
    }
  }

  /// A command with quoted arguments, and its input as a here-document.
  package static func line(of command: Command) -> String {
    let variables = command.environment.variables.map { "\($0.name)=\(quoted($0.value))" }
    let words = variables + ([command.executable] + command.arguments).map(quoted)
    let line = words.joined(separator: " ")
    return command.input.map { "\(line) <<'END'\n\($0)END" } ?? line
  }

  /// The word as sh reads it back: in single quotes unless it is plain.
  static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
          || "%+,-./:=@_".utf8.contains(byte)
      }
    guard !isPlain else { return word }
    return word.quoted
  }
}
