import TestSupport
import Testing

@Suite("Every deviation from the script has its number")
struct DeviationTests {
  @Test(
    "what the script was recorded to do and the dry run differ only where there is a number",
    // Without cases with faults, whose recordings end early, and without the override, whose own
    // commands were recorded.
    arguments: try ParityCase.all().filter { $0.faults.isEmpty && $0.name != "up-override" })
  func recorded(parity: ParityCase) throws {
    let dry = DryRun(try ParityRun(parity, as: .itself, options: ["-n"]).output)
    #expect(
      dry.unnumbered(against: parity.scriptsCurrent.effects, without: ["kill", "sleep"]) == [])
  }

  @Test(
    "a dry run without its numbers is found out",
    arguments: [
      "alias-absent", "alias-gap", "alias-range", "route-defaultrouter", "route-live",
      "route-static", "up-empty-config-beats-default", "up-no-config", "up-transparent",
    ])
  func stripped(name: String) throws {
    let parity = try ParityCase.named(name)
    let text = try ParityRun(parity, as: .itself, options: ["-n"]).output
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("# differs") }
    let dry = DryRun(lines.joined(separator: "\n"))
    #expect(
      dry.unnumbered(against: parity.scriptsCurrent.effects, without: ["kill", "sleep"]) != [])
  }

  @Test("each deviation that shows in a dry run shows its number", arguments: Deviant.all)
  func numbers(deviant: Deviant) throws {
    let dry = DryRun(try deviant.run(as: .itself, options: ["-n"]).output)
    let script = try deviant.run(as: .current).guest.performed.map(\.words)
    #expect(dry.unnumbered(against: script, without: ["sleep"]) == [])
    // The order of a takeover is always the programs' own (D20), and a failed takeover is tried
    // again (D31).
    #expect(dry.numbers.contains(deviant.number))
    #expect(dry.numbers.subtracting(["D20", "D31", deviant.number]) == deviant.others)
  }
}

extension DryRun {
  /// The numbers of the deviations, each once.
  var numbers: Set<String> {
    Set(lines.compactMap(\.deviation) + [noticeDeviation].compactMap(\.self))
  }

  /// Returns the commands that differ from the script's without a number. A numbered notice, or a
  /// plan in which every step is numbered, replaces all commands of the script.
  func unnumbered(against script: [[String]], without untraced: Set<String>) -> [String] {
    let lines = lines.filter { !untraced.contains($0.words[0]) }
    let isReplaced =
      noticeDeviation != nil || (!lines.isEmpty && lines.allSatisfy { $0.deviation != nil })
    let ours = lines.filter { $0.deviation == nil && !$0.isAlternative }.map {
      Self.named($0.words)
    }
    let theirs = isReplaced ? [] : script.map(Self.named)
    let alternatives = lines.filter { $0.deviation == nil && $0.isAlternative }
    return alternatives.map { "only if a command fails: \($0.words)" }
      + ours.difference(from: theirs).map { change in
        switch change {
        case .insert(_, let words, _): "not in the script: \(words)"
        case .remove(_, let words, _): "only in the script: \(words)"
        }
      }
  }

  /// Returns the words with the tool's name instead of its path, and without an exit status at the
  /// end.
  private static func named(_ words: [String]) -> [String] {
    let name = words[0].split(separator: "/").last.map(String.init) ?? ""
    return [name] + words.dropFirst().filter { !$0.hasPrefix("=> ") }
  }
}
