import Failover

/// What a tool of a simulated machine answers.
struct ToolAnswer {
  var status: Int32 = 0
  var output = ""
  var errorOutput = ""
  /// Whether the call was of a kind that changes something: those are traced, failed or not.
  var changes = false

  /// Only an answer.
  static func says(_ output: String) -> ToolAnswer { ToolAnswer(output: output) }

  /// A change that was made.
  static let done = ToolAnswer(changes: true)

  /// A change that was refused.
  static func refuses(_ words: String, status: Int32 = 1) -> ToolAnswer {
    ToolAnswer(status: status, errorOutput: "\(words)\n", changes: true)
  }

  /// A question that has no answer.
  static func knowsNot(_ words: String) -> ToolAnswer {
    ToolAnswer(status: 1, errorOutput: words.isEmpty ? "" : "\(words)\n")
  }

  var result: CommandResult {
    CommandResult(.exit(status), output: output, errorOutput: errorOutput)
  }
}
