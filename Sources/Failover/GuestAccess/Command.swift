/// A program to run, as data: printed by a dry run, compared by tests, executed by the runner.
package struct Command: Hashable, Sendable {
  /// How long it may take before it counts as hung.
  package enum Patience: Hashable, Sendable {
    /// `hyperv_vf_command_timeout`.
    case standard
    /// It waits for a DHCP lease, which takes the client's own timeout.
    case lease
    /// It is somebody else's program and ends when it ends: an override.
    case unlimited
  }

  /// The absolute path of the program.
  package var executable: String
  /// Its arguments, without the program's name.
  package var arguments: [String]
  /// What it reads from standard input; nil: nothing.
  package var input: String?
  /// How long it may take.
  package var patience: Patience
  /// Variables that it has beside those of every command.
  package var environment = Environment()
  /// It writes to our own standard output and error; nothing of it is captured.
  package var sharesOutput = false

  /// `executable arguments...`
  package init(
    _ executable: String, _ arguments: [String], input: String? = nil,
    patience: Patience = .standard
  ) {
    self.executable = executable
    self.arguments = arguments
    self.input = input
    self.patience = patience
  }
}

/// How a command ended.
package enum Termination: Hashable, Sendable {
  /// By itself, with this exit status, 0...255.
  case exit(Int32)
  /// By a signal that it did not handle.
  case signal(Int32)
  /// Its time was over. The number is the last signal that it needed: SIGTERM, or SIGKILL after the
  /// grace.
  case deadlinePassed(Int32)

  /// True if the command ended by itself, with exit status 0.
  package var isSuccess: Bool { self == .exit(0) }

  /// The status as sh(1) has it in `$?`: 128 + n for signal n; 124, as timeout(1), past a deadline.
  package var shellStatus: Int32 {
    switch self {
    case .exit(let status): status
    case .signal(let signal): 128 + signal
    case .deadlinePassed: 124
    }
  }
}

/// What a command left behind.
package struct CommandResult: Hashable, Sendable {
  /// How it ended.
  package var termination: Termination
  /// Its standard output. Bytes that are not UTF-8 are replaced: no answer that is used has any.
  package var output: String
  /// Its standard error, for messages.
  package var errorOutput: String

  /// The result of a command.
  package init(_ termination: Termination, output: String = "", errorOutput: String = "") {
    self.termination = termination
    self.output = output
    self.errorOutput = errorOutput
  }
}
