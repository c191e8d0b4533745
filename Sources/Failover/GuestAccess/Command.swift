/// A program to run, as data: printed by a dry run, compared by tests, executed by the runner.
package struct Command: Hashable, Sendable {
  /// The time after which a command that has not ended is ended (SIGTERM).
  package enum Patience: Hashable, Sendable {
    /// The deadline from rc.conf: `hyperv_vf_command_timeout`, by default 30 seconds.
    case standard
    /// For a DHCP client that waits for a lease: the standard deadline, but longer than the client
    /// itself waits.
    case lease
    /// No limit, for an override: a program of the administrator.
    case unlimited
  }

  /// The absolute path of the program.
  package var executable: String
  /// Its arguments, without the program's name.
  package var arguments: [String]
  /// The text on standard input; nil for none.
  package var input: String?
  /// The time that the command may take.
  package var patience: Patience
  /// Variables in addition to those that every command gets.
  package var environment = Environment()
  /// True if its output goes to the program's own output instead of being captured.
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
  /// It exited with this status, 0...255.
  case exit(Int32)
  /// A signal ended it.
  case signal(Int32)
  /// Its deadline passed. The number is the last signal that was sent: SIGTERM, or SIGKILL after
  /// the grace period.
  case deadlinePassed(Int32)

  /// True if the command ended by itself, with exit status 0.
  package var isSuccess: Bool { self == .exit(0) }

  /// The status that sh(1) has in `$?`: 128 + n for signal n, and 124 for a deadline, as
  /// timeout(1).
  package var shellStatus: Int32 {
    switch self {
    case .exit(let status): status
    case .signal(let signal): 128 + signal
    case .deadlinePassed: 124
    }
  }
}

/// The result of a command.
package struct CommandResult: Hashable, Sendable {
  /// How the command ended.
  package var termination: Termination
  /// Its standard output. Bytes that are not UTF-8 are replaced.
  package var output: String
  /// Its standard error.
  package var errorOutput: String

  /// The result of a command.
  package init(_ termination: Termination, output: String = "", errorOutput: String = "") {
    self.termination = termination
    self.output = output
    self.errorOutput = errorOutput
  }
}
