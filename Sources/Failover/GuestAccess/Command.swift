/// A program with its arguments and its input, not yet started. A dry run prints it;
/// `GuestView.run` and `Effect.run` run it.
package struct Command: Hashable, Sendable {
  /// How long a command may run. A command that runs longer gets SIGTERM, and SIGKILL two seconds
  /// later.
  package enum Patience: Hashable, Sendable {
    /// The deadline that rc.conf sets for commands (`hyperv_vf_command_timeout`), by default 30
    /// seconds. No limit in compatibility mode.
    case standard
    /// For a DHCP client that waits for a lease: the standard deadline, but at least 90 seconds.
    /// The client itself gives up earlier.
    case lease
    /// No limit. For an override, a program of the administrator that replaces hyperv_vfup(8).
    case unlimited
  }

  /// The absolute path of the program.
  package var executable: String
  /// The arguments of the program, without its name.
  package var arguments: [String]
  /// The text that the program gets on standard input; nil for an empty standard input.
  package var input: String?
  /// How long the command may run.
  package var patience: Patience
  /// Variables that the command gets in addition to the usual ones, such as PATH. They replace
  /// usual variables of the same name.
  package var environment = Environment()
  /// True if the command writes to the standard output and standard error of this program; false if
  /// its output is captured into a `CommandResult`.
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
  /// A signal ended the command before its deadline. The value is the number of the signal.
  case signal(Int32)
  /// The command ran longer than it may, and was ended. The value is the last signal that it got:
  /// SIGTERM, or SIGKILL if it did not exit within two seconds. The value is 0 if an
  /// `Effect.waitUntil`, which runs no command, waits in vain.
  case deadlinePassed(Int32)

  /// True if the command exited with status 0.
  package var isSuccess: Bool { self == .exit(0) }

  /// The status that sh(1) has in `$?`: the exit status n for `.exit(n)`, 128 + n for `.signal(n)`,
  /// and 124 for a passed deadline, as timeout(1) returns.
  package var shellStatus: Int32 {
    switch self {
    case .exit(let status): status
    case .signal(let signal): 128 + signal
    case .deadlinePassed: 124
    }
  }
}

/// How a command ended, and what it printed.
package struct CommandResult: Hashable, Sendable {
  /// How the command ended.
  package var termination: Termination
  /// The standard output of the command; empty if it was not captured. Invalid UTF-8 is replaced.
  package var output: String
  /// The standard error of the command; empty if it was not captured. Invalid UTF-8 is replaced.
  package var errorOutput: String

  /// The result of a command that ended as `termination` says and printed `output` and
  /// `errorOutput`.
  package init(_ termination: Termination, output: String = "", errorOutput: String = "") {
    self.termination = termination
    self.output = output
    self.errorOutput = errorOutput
  }
}
