extension SimulatedMachine {
  /// Runs a command line of plain words and returns its exit status.
  package mutating func shell(_ line: String) -> Int32 { run(line).status }

  /// Runs a command line of plain words and returns its output.
  package mutating func printed(_ line: String) -> String { run(line).output }

  private mutating func run(_ line: String) -> ToolAnswer {
    let words = line.split(separator: " ").map(String.init)
    guard let tool = SimulatedTool.allCases.first(where: { $0.name == words[0] }) else {
      return .refuses("\(words[0]): not found", status: 127)
    }
    return answer(tool, Array(words.dropFirst()))
  }
}
