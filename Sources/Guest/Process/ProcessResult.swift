import Failover

extension Termination {
  /// What waitpid(2) reports of a child that ended; its macros are not visible to Swift.
  init(waitStatus status: CInt) {
    let signal = status & 0x7f
    self = signal == 0 ? .exit(status >> 8 & 0xff) : .signal(signal)
  }
}

/// How a command ended, and what it said where that was captured.
package struct ProcessResult: Equatable, Sendable {
  /// How it ended.
  package var status: Termination
  /// Its standard output; empty unless captured.
  package var output: [UInt8]
  /// Its standard error; empty unless captured.
  package var errorOutput: [UInt8]
  /// What it wrote to descriptor 3; empty unless captured.
  package var descriptor3: [UInt8]

  /// A result; what is left out is empty.
  package init(
    status: Termination, output: [UInt8] = [], errorOutput: [UInt8] = [], descriptor3: [UInt8] = []
  ) {
    self.status = status
    self.output = output
    self.errorOutput = errorOutput
    self.descriptor3 = descriptor3
  }

  /// Whether it ended by itself with status 0.
  package var succeeded: Bool { status == .exit(0) }
  /// `output` as UTF-8; what is not UTF-8 becomes U+FFFD, and so does NUL, which no text has: none could
  /// be kept as rc.conf.
  package var outputText: String { Self.text(of: output) }
  /// `errorOutput` likewise.
  package var errorText: String { Self.text(of: errorOutput) }

  private static func text(of bytes: [UInt8]) -> String {
    let replacement = Array("\u{FFFD}".utf8)
    guard bytes.contains(0) else { return String(decoding: bytes, as: UTF8.self) }
    return String(decoding: bytes.flatMap { $0 == 0 ? replacement : [$0] }, as: UTF8.self)
  }
}

extension Process {
  /// Foundation's two ways to end; the second also stands for a deadline.
  package enum TerminationReason: Equatable, Sendable {
    case exit
    case uncaughtSignal
  }

  /// The exit status or the number of the signal that ended it; nil before `waitUntilExit()`.
  package var terminationStatus: Int32? {
    switch result?.status {
    case .exit(let number), .signal(let number), .deadlinePassed(let number): number
    case nil: nil
    }
  }

  /// Whether it ended by itself; nil before `waitUntilExit()`.
  package var terminationReason: TerminationReason? {
    switch result?.status {
    case .exit: .exit
    case .signal, .deadlinePassed: .uncaughtSignal
    case nil: nil
    }
  }
}
