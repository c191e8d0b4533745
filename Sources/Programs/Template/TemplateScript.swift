import Failover
import Platforms

/// A takeover as a shell script, which `hyperv_vfctl template` prints and an administrator can edit
/// and install as an override: the commands of the plan with their reasons. If a command fails, the
/// script undoes the others, as hyperv_vfup does.
final class TemplateScript {
  // A class, and no struct: a copy of all that was observed for each of its properties would take
  // more code than the properties themselves.
  let takeover: Takeover
  let plan: Plan
  let platform: any Platform

  init(takeover: Takeover, plan: Plan, platform: any Platform) {
    self.takeover = takeover
    self.plan = plan
    self.platform = platform
  }

  /// The placeholder for the name of the VF in the plan. The script has `$vf` in its place.
  static let vf = "@vf@"

  /// The text of the whole script, from `#!/bin/sh` to the last line end.
  var text: String {
    let body = steps
    let lines = head + undo + body + ["", "exit \"$status\""]
    return lines.map { Self.replacingPlaceholder(in: $0) + "\n" }.joined()
  }

  private var synthetic: InterfaceName { takeover.synthetic }
  private var bond: InterfaceName { takeover.bond }
  private var questions: ScriptQueries {
    platform.scriptQueries(of: synthetic, bond: bond)
  }

  private var head: [String] {
    [
      "#!/bin/sh", "#",
      "# hyperv_vfup.\(synthetic): what hyperv_vfup does for \(synthetic), to be edited; printed by",
      "# 'hyperv_vfctl template \(synthetic)'. The addresses and routes are those of that moment.",
      "# Beside hyperv_vfup, root's and writable by root alone (mode 755), it is run in its place.",
      "#", "# shellcheck disable=SC2317,SC2329 # undo1 and its like are called by number", "",
      "# The VF may have another name each time.",
    ] + questions.findingVF + [
      "if [ -z \"$vf\" ]; then", "  echo \"\(synthetic): VF was detached\"", "  exit 0", "fi", "",
      "# \(bond) is there: hyperv_vfup adds the VF that came back, and finishes what was cut short.",
      "if \(questions.bondTest); then",
      "  exec \"${0%/*}/hyperv_vfup\" --no-override \(synthetic)", "fi", "",
      "# What the commands print is not for hyperv_vfup to pass on.", "exec 3>&1 >/dev/null", "",
    ]
  }

  /// The steps of the plan that the script can undo, in the order of the plan, each with the
  /// actions that undo it. Empty if there are none.
  private var undoable: [(step: Step, undo: [Action])] {
    plan.steps.compactMap { step in
      let actions = planUndo(of: [step])
      return actions.flatMap(undoing).isEmpty ? nil : (step, actions)
    }
  }

  private var undo: [String] {
    let first = plan.beforeUndo.flatMap(lines).map { "  \($0)" }
    let functions = undoable.enumerated().flatMap { index, entry in
      ["undo\(index + 1)() {"] + entry.undo.flatMap(undoing).map { "  \($0)" } + ["}"]
    }
    return functions + [
      "", "# Takes back what was done, newest first. hyperv_vfup passes the exit status on.",
      "step=0", "status=0", "fail() {",
    ] + first + [
      "  while [ \"$step\" -gt 0 ]; do", "    \"undo$step\"", "    step=$((step - 1))", "  done",
      "  exit \(ExitCode.tryAgain)", "}",
    ]
  }

  private var steps: [String] {
    var number = 0
    return plan.steps.flatMap { step -> [String] in
      let isUndoable = undoable.contains { $0.step == step }
      if isUndoable { number += 1 }
      let commands = lines(of: step)
      guard !commands.isEmpty else { return [] }
      let mark = isUndoable ? ["step=\(number)"] : []
      // A bond whose creation fails belongs to another program and is not destroyed.
      if case .createBond = step.action { return ["", "# \(step.reason)"] + commands + mark }
      return ["", "# \(step.reason)"] + mark + commands
    }
  }

  /// Returns the lines of the script for one step: its commands, each with what sh does if the
  /// command fails, such as `|| fail`. Empty if a script has no command for the step.
  private func lines(of step: Step) -> [String] {
    let commands = lines(of: step.action)
    switch step.failure {
    // hyperv_vfup observes all routes again at the end of the plan. A script tries a failed route
    // once more at once.
    case .goOn where step.action.isRoute:
      return commands.map { Self.followed($0, by: " || \($0) || fail") }
    case .undo: return commands.map { Self.followed($0, by: " || fail") }
    case .goOn: return commands
    case .report:
      guard commands.count > 1 else { return commands.map { Self.followed($0, by: "; status=$?") } }
      return ["status=0"] + commands.map { Self.followed($0, by: " || status=$?") }
    case .stop(let status, let words):
      let say = words.map { "echo \(PlanText.quoted($0)) >&3; " } ?? ""
      return commands.map { Self.followed($0, by: " || { \(say)exit \(status); }") }
    case .instead(let others):
      let instead = others.flatMap { ["  # \($0.reason)"] + lines(of: $0.action).map { "  \($0)" } }
      return commands.map { Self.followed($0, by: " || {") } + ["  status=$?"] + instead + ["}"]
    }
  }

  /// Returns the lines of the script for an action that undoes a step. Where hyperv_vfup observes
  /// which routes are missing, the script tries to add all of them.
  private func undoing(_ action: Action) -> [String] {
    guard case .settleRoutes(let settlement) = action else { return lines(of: action) }
    return lines(of: .addRoutes(settlement.wanted))
  }

  private func lines(of action: Action) -> [String] {
    switch action {
    case .removeEveryAddress(let family, let name, _):
      guard let listing = questions.listingAddresses[family] else { break }
      // The unspecified address stands for all addresses.
      let any = family == .inet ? "0.0.0.0" : "::"
      guard let address = InterfaceAddress(any) else { break }
      let one = platform.effects(of: .removeAddresses([address], from: name)).map(PlanText.line)
      let line = one.joined(separator: "; ").words
        .map { $0 == any ? "\"$address\"" : $0 }.joined(separator: " ")
      return ["for address in $(\(listing)); do \(line); done"]
    case .stopClient(let client):
      return platform.effects(of: action).map { effect in
        guard case .terminate = effect else { return PlanText.line(of: effect) }
        return Self.ending([client.pidFile])
      }
    case .endClient: return [Self.ending(questions.clientFiles)]
    // A script cannot start a command early, and does not know the address of a lease in advance.
    case .prepare, .removeOutdated: return []
    default: break
    }
    return platform.effects(of: action).map(PlanText.line)
  }

  /// Returns the line of the script that ends each process whose id is in one of these pid files,
  /// by kill(1).
  private static func ending(_ files: [String]) -> String {
    let list = files.map(PlanText.quoted).joined(separator: " ")
    if files.count == 1 { return "if [ -e \(list) ]; then kill \"$(cat \(list))\"; fi" }
    return "for file in \(list); do if [ -e \"$file\" ]; then kill \"$(cat \"$file\")\"; fi; done"
  }

  /// Returns the command of sh with `rest`, such as ` || fail`, after it. In a here-document `rest`
  /// goes to the end of the first line, and in a `for` loop before `; done`.
  private static func followed(_ command: String, by rest: String) -> String {
    let done = "; done"
    if command.hasSuffix(done) {
      return String(Substring(command.utf8.dropLast(done.utf8.count))) + rest + done
    }
    let (first, others) = command.cut(at: UInt8(ascii: "\n"))
    return String(first) + rest + (others.map { "\n\($0)" } ?? "")
  }

  /// Returns the line with `"$vf"` in place of the placeholder `@vf@`. Inside single quotes, these
  /// are closed before it and opened again, so that sh(1) expands the variable. In a comment line
  /// it is a plain `$vf`.
  static func replacingPlaceholder(in line: String) -> String {
    guard !line.hasPrefix("#") else { return replacing(line.utf8[...], by: { _ in "$vf" }) }
    return replacing(line.utf8[...]) { isQuoted in isQuoted ? "'\"$vf\"'" : "\"$vf\"" }
  }

  private static func replacing(
    _ line: Substring.UTF8View, by text: (Bool) -> String
  ) -> String {
    var result: [UInt8] = []
    var rest = line
    var isQuoted = false
    while let first = rest.first {
      if rest.starts(with: vf.utf8) {
        result += text(isQuoted).utf8
        rest = rest.dropFirst(vf.utf8.count)
        continue
      }
      let isEscaped = !isQuoted && result.last == UInt8(ascii: "\\")
      if first == UInt8(ascii: "'"), !isEscaped { isQuoted.toggle() }
      result.append(first)
      rest = rest.dropFirst()
    }
    return String(decoding: result, as: UTF8.self)
  }
}

extension Action {
  /// True if the action adds routes again that the kernel has just removed with an address, or
  /// moves routes to another interface.
  fileprivate var isRoute: Bool {
    switch self {
    case .returnRoutes, .redirectRoutes: true
    default: false
    }
  }
}
