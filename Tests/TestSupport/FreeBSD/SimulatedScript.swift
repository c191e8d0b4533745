import Failover

/// The few commands of sh(1) that overrides in recorded machines use: `echo`, `exit`, and tools by
/// their names. The script has no arguments.
struct SimulatedScript {
  private let lines: [[String]]

  init(_ text: String) {
    lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      line.split(separator: " ").map { $0 == "$#" ? "0" : String($0) }
    }
  }

  /// Runs the script up to its `exit` or its last line.
  func run(on guest: SimulatedFreeBSD) throws(GuestError) -> CommandResult {
    var result = CommandResult(.exit(0))
    for words in lines {
      let arguments = Array(words.dropFirst())
      switch words[0] {
      case "exit":
        result.termination = .exit(arguments.first.flatMap { Int32($0) } ?? 0)
        return result
      case "echo": result.output += arguments.joined(separator: " ") + "\n"
      case let name:
        guard let tool = SimulatedTool.allCases.first(where: { $0.name == name }) else {
          throw .toolMissing(name)
        }
        let said = try guest.execute(Command(tool.rawValue, arguments))
        result.termination = said.termination
        result.output += said.output
      }
    }
    return result
  }
}
