import Failover
import Platforms

/// The text of plans, as a dry run prints them: reasons as comments, and commands for sh(1).
package enum PlanText {
  /// Returns the plan as lines for sh(1): for each step a comment with its reason, then its
  /// commands. Further comments show what would be done if a step failed. If there is nothing to
  /// do, the text is a comment with the reason.
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

  /// Returns comments with the steps that run if `what` fails, which is a word for the comment,
  /// such as `a step`. Empty if there are no such steps.
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

  /// Returns a line for sh(1) that does the same as `effect`, such as `sleep 2`.
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
    case .wait(let duration): "sleep \(duration.decimalSeconds)"
    case .waitUntil(let path, let reads, let limit):
      "timeout \(limit.components.seconds) sh -c "
        + quoted("until [ \"$(cat \(path))\" = \(reads) ]; do sleep 0.01; done")
    }
  }

  /// Returns `command` as a line for sh(1): its variables, path and arguments, quoted if needed.
  /// Its input follows as a here-document.
  package static func line(of command: Command) -> String {
    let variables = command.environment.variables.map { "\($0.name)=\(quoted($0.value))" }
    let words = variables + ([command.executable] + command.arguments).map(quoted)
    let line = words.joined(separator: " ")
    return command.input.map { "\(line) <<'END'\n\($0)END" } ?? line
  }

  /// Returns `word` so that sh reads it back unchanged: in single quotes, unless all of its
  /// characters are plain, as in `eth0`.
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

extension Duration {
  /// The duration in seconds, with three decimals if it has milliseconds: `2`, `0.020`.
  fileprivate var decimalSeconds: String {
    let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    return rest == 0 ? "\(seconds)" : "\(seconds).\(String("\(1000 + rest)".dropFirst()))"
  }
}
