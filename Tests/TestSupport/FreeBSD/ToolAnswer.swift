import Failover

/// The result of a tool on a simulated machine.
struct ToolAnswer {
  var status: Int32 = 0
  var output = ""
  var errorOutput = ""
  /// True if the call was of a kind that changes something. Such calls are recorded, even if they
  /// fail.
  var changes = false

  /// The result of a query with this output.
  static func says(_ output: String) -> ToolAnswer { ToolAnswer(output: output) }

  /// The result of a successful change.
  static let done = ToolAnswer(changes: true)

  /// The result of a change that was refused.
  static func refuses(_ words: String, status: Int32 = 1) -> ToolAnswer {
    ToolAnswer(status: status, errorOutput: "\(words)\n", changes: true)
  }

  /// The result of a query that failed.
  static func knowsNot(_ words: String) -> ToolAnswer {
    ToolAnswer(status: 1, errorOutput: words.isEmpty ? "" : "\(words)\n")
  }

  var result: CommandResult {
    CommandResult(.exit(status), output: output, errorOutput: errorOutput)
  }
}
