import Failover

extension Termination {
  /// Converts a status of waitpid(2), whose macros (WEXITSTATUS and others) Swift cannot import.
  init(waitStatus status: CInt) {
    let signal = status & 0x7f
    self = signal == 0 ? .exit(status >> 8 & 0xff) : .signal(signal)
  }
}

/// The result of a command.
package struct ProcessResult: Equatable, Sendable {
  /// How the command ended.
  package var status: Termination
  /// The standard output of the command; empty unless captured.
  package var output: [UInt8]
  /// The standard error of the command; empty unless captured.
  package var errorOutput: [UInt8]
  /// What the command wrote to descriptor 3; empty unless captured.
  package var descriptor3: [UInt8]

  /// The result of a command that ended as `status` says.
  package init(
    status: Termination, output: [UInt8] = [], errorOutput: [UInt8] = [], descriptor3: [UInt8] = []
  ) {
    self.status = status
    self.output = output
    self.errorOutput = errorOutput
    self.descriptor3 = descriptor3
  }

  /// True if the command exited with status 0.
  package var succeeded: Bool { status == .exit(0) }
  /// `output` as UTF-8. Invalid bytes and NUL become U+FFFD.
  package var outputText: String { Self.text(of: output) }
  /// `errorOutput` as UTF-8.
  package var errorText: String { Self.text(of: errorOutput) }

  private static func text(of bytes: [UInt8]) -> String {
    let replacement = Array("\u{FFFD}".utf8)
    guard bytes.contains(0) else { return String(decoding: bytes, as: UTF8.self) }
    return String(decoding: bytes.flatMap { $0 == 0 ? replacement : [$0] }, as: UTF8.self)
  }
}

extension Process {
  /// How a process ended, as in Foundation: it exited, or a signal ended it. A passed deadline
  /// counts as a signal.
  package enum TerminationReason: Equatable, Sendable {
    case exit
    case uncaughtSignal
  }

  /// The exit status, or the number of the signal that ended the process; nil before
  /// `waitUntilExit()`. After a passed deadline: the last signal that was sent.
  package var terminationStatus: Int32? {
    switch result?.status {
    case .exit(let number), .signal(let number), .deadlinePassed(let number): number
    case nil: nil
    }
  }

  /// How the process ended; nil before `waitUntilExit()`.
  package var terminationReason: TerminationReason? {
    switch result?.status {
    case .exit: .exit
    case .signal, .deadlinePassed: .uncaughtSignal
    case nil: nil
    }
  }
}
