import Failover

extension Termination {
  /// Creates the value from a status of waitpid(2): an exit status or a signal. Swift cannot import
  /// the macros for this, such as WEXITSTATUS.
  init(waitStatus status: CInt) {
    let signal = status & 0x7f
    self = signal == 0 ? .exit(status >> 8 & 0xff) : .signal(signal)
  }
}

/// How a command ended, and the output that was captured from it.
package struct ProcessResult: Equatable, Sendable {
  /// How the command ended: by itself with an exit status, by a signal, or by its deadline.
  package var status: Termination
  /// What the command wrote to standard output; empty unless captured.
  package var output: [UInt8]
  /// What the command wrote to standard error; empty unless captured.
  package var errorOutput: [UInt8]
  /// What the command wrote to descriptor 3; empty unless captured.
  package var descriptor3: [UInt8]

  /// Creates the result of a command that ended as `status` says and wrote these bytes.
  package init(
    status: Termination, output: [UInt8] = [], errorOutput: [UInt8] = [], descriptor3: [UInt8] = []
  ) {
    self.status = status
    self.output = output
    self.errorOutput = errorOutput
    self.descriptor3 = descriptor3
  }

  /// True if the command exited by itself with status 0.
  package var succeeded: Bool { status == .exit(0) }
  /// `output` as UTF-8. Invalid bytes and NUL become U+FFFD.
  package var outputText: String { Self.text(of: output) }
  /// `errorOutput` as UTF-8. Invalid bytes and NUL become U+FFFD.
  package var errorText: String { Self.text(of: errorOutput) }

  private static func text(of bytes: [UInt8]) -> String {
    let replacement = Array("\u{FFFD}".utf8)
    guard bytes.contains(0) else { return String(decoding: bytes, as: UTF8.self) }
    return String(decoding: bytes.flatMap { $0 == 0 ? replacement : [$0] }, as: UTF8.self)
  }
}

extension Process {
  /// How a process ended, with the names of Foundation: `exit` if by itself, `uncaughtSignal` if a
  /// signal ended it. A passed deadline counts as a signal.
  package enum TerminationReason: Equatable, Sendable {
    case exit
    case uncaughtSignal
  }

  /// The exit status, or the number of the signal that ended the process; nil before
  /// `waitUntilExit()` has returned. After a passed deadline: the number of the last signal that
  /// was sent.
  package var terminationStatus: Int32? {
    switch result?.status {
    case .exit(let number), .signal(let number), .deadlinePassed(let number): number
    case nil: nil
    }
  }

  /// How the process ended: by itself or by a signal; nil before `waitUntilExit()` has returned.
  package var terminationReason: TerminationReason? {
    switch result?.status {
    case .exit: .exit
    case .signal, .deadlinePassed: .uncaughtSignal
    case nil: nil
    }
  }
}
