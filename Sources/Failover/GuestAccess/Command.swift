/// A program to run, as data: printed by a dry run, compared by tests, executed by the runner.
package struct Command: Hashable, Sendable {
  /// The time after which a command that has not ended is ended (SIGTERM).
  package enum Patience: Hashable, Sendable {
    /// The deadline from rc.conf: `hyperv_vf_command_timeout`, by default 30 seconds.
    case standard
    /// For a DHCP client that waits for a lease: the standard deadline, but at least 90 seconds,
    /// which is longer than the client itself waits.
    case lease
    /// No limit, for an override: a program of the administrator.
    case unlimited
  }

  /// The absolute path of the program.
  package var executable: String
  /// The arguments of the program, without its name.
  package var arguments: [String]
  /// The text that the program gets on standard input; nil for none.
  package var input: String?
  /// The time that the command may take.
  package var patience: Patience
  /// Variables in addition to those that every command gets.
  package var environment = Environment()
  /// True if the command writes to the output of this program; false if its output is captured.
  package var sharesOutput = false

  /// The command that runs `executable` with `arguments`.
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
  /// The command exited. The value is its exit status, 0...255.
  case exit(Int32)
  /// A signal ended the command. The value is the number of the signal.
  case signal(Int32)
  /// The deadline of the command passed. The value is the last signal that was sent: SIGTERM, or
  /// SIGKILL after the grace period.
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
  /// The standard output of the command. Bytes that are not UTF-8 are replaced.
  package var output: String
  /// The standard error of the command.
  package var errorOutput: String

  /// The result of a command that ended as `termination` says.
  package init(_ termination: Termination, output: String = "", errorOutput: String = "") {
    self.termination = termination
    self.output = output
    self.errorOutput = errorOutput
  }
}
