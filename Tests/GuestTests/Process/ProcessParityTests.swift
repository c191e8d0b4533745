import Failover
import Foundation
import Guest
import Testing

/// A command for both implementations.
private struct Command: CustomTestStringConvertible, Sendable {
  var situation: String
  var executable = "/bin/sh"
  var arguments: [String]
  var environment = shellEnvironment
  var input: [UInt8] = []

  var testDescription: String { situation }
}

/// The result that both implementations report. Output of megabytes is compared as a whole.
private struct Ending: Equatable {
  var byItself: Bool
  var status: Int32
  var output: [UInt8]
  var errorOutput: [UInt8]
}

private let showArguments = #"for a do printf '<%s>' "$a"; done"#
private let megabytes = [UInt8](repeating: UInt8(ascii: "x"), count: 5_000_000)

private let commands = [
  Command(situation: "exit 0", arguments: ["-c", "exit 0"]),
  Command(situation: "exit 3", arguments: ["-c", "exit 3"]),
  Command(situation: "exit 255", arguments: ["-c", "exit 255"]),
  Command(situation: "ended by SIGTERM", arguments: ["-c", "kill -TERM $$"]),
  Command(situation: "ended by SIGKILL", arguments: ["-c", "echo out; kill -KILL $$"]),
  Command(
    situation: "a signal that it handles",
    arguments: ["-c", "trap 'exit 7' TERM; kill -TERM $$"]),
  Command(
    situation: "arguments with blanks, newlines, quotes, UTF-8 and nothing",
    arguments: ["-c", showArguments, "sh", "a b", "", "c\nd", "'\"$x`", "größer 🐡", "-n", "\\"]),
  Command(situation: "no arguments", executable: "/bin/true", arguments: []),
  Command(
    situation: "one variable", executable: "/usr/bin/env", arguments: [], environment: ["A": "b=c"]),
  Command(
    situation: "a variable with newline, UTF-8 and an empty one",
    arguments: ["-c", "echo $A$B-$C"],
    environment: ["A": "x\ny", "B": "ü", "C": "", "PATH": "/bin"]),
  Command(
    situation: "5 MB on both outputs, one after the other",
    arguments: ["-c", "head -c 5000000 /dev/zero; head -c 5000000 /dev/zero >&2"]),
  Command(
    situation: "5 MB on both outputs at once",
    arguments: ["-c", "head -c 5000000 /dev/zero & head -c 5000000 /dev/zero >&2; wait"]),
  Command(situation: "output without newline", arguments: ["-c", "printf x; printf y >&2"]),
  Command(situation: "outputs closed early", arguments: ["-c", "echo a; exec >&- 2>&-; exit 4"]),
  Command(situation: "standard input closed", arguments: ["-c", "exec <&-; echo a"]),
  Command(situation: "nothing to read", executable: "/bin/cat", arguments: []),
  Command(situation: "5 MB to read", executable: "/bin/cat", arguments: [], input: megabytes),
  Command(
    situation: "5 MB of which ten bytes are read", arguments: ["-c", "head -c 10; exit 5"],
    input: megabytes),
]

@Suite("Our Process against Foundation's", .timeLimit(.minutes(1)))
struct ProcessParityTests {
  @Test("both end a command alike", arguments: commands)
  private func alike(_ command: Command) throws {
    let expected = try foundation(command)
    let ours = try Guest.Process.run(
      command.executable, command.arguments, environment: command.environment,
      standardInput: command.input.isEmpty ? .nothing : .text(command.input))
    let (byItself, status): (Bool, Int32) =
      switch ours.status {
      case .exit(let status): (true, status)
      case .signal(let signal), .deadlinePassed(let signal): (false, signal)
      }
    #expect(
      Ending(
        byItself: byItself, status: status, output: ours.output, errorOutput: ours.errorOutput)
        == expected)
  }

  @Test(
    "the properties have Foundation's values",
    arguments: [
      ("exit 3", 3, .exit), ("kill -KILL $$", 9, .uncaughtSignal),
    ] as [(String, Int32, Guest.Process.TerminationReason)])
  func properties(line: String, status: Int32, reason: Guest.Process.TerminationReason) throws {
    let process = Guest.Process("/bin/sh", ["-c", line])
    #expect(process.processIdentifier == nil)
    try process.run()
    #expect(try #require(process.processIdentifier) > 1)
    #expect(process.terminationStatus == nil)
    try process.waitUntilExit()
    #expect(process.terminationStatus == status)
    #expect(process.terminationReason == reason)
  }
}

/// Uses files, since Foundation does not read several pipes at the same time.
private func foundation(_ command: Command) throws -> Ending {
  let folder = TemporaryFolder()
  let process = Foundation.Process()
  process.executableURL = URL(fileURLWithPath: command.executable)
  process.arguments = command.arguments
  process.environment = Dictionary(
    uniqueKeysWithValues: command.environment.variables.map { ($0.name, $0.value) })
  try Data(command.input).write(to: URL(fileURLWithPath: folder("input")))
  for name in ["output", "error"] { try Data().write(to: URL(fileURLWithPath: folder(name))) }
  process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: folder("input")))
  process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: folder("output")))
  process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: folder("error")))
  try withDefaultSignals { try process.run() }
  process.waitUntilExit()
  return Ending(
    byItself: process.terminationReason == .exit, status: process.terminationStatus,
    output: [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder("output")))),
    errorOutput: [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder("error")))))
}

/// Runs `body` with default signal handling. Foundation's children inherit the signals that a test
/// runner ignores and its threads block; children of Process do not.
private func withDefaultSignals(_ body: () throws -> Void) rethrows {
  var (none, before) = (sigset_t(), sigset_t())
  sigemptyset(&none)
  pthread_sigmask(SIG_SETMASK, &none, &before)
  let handler = signal(SIGTERM, SIG_DFL)
  defer {
    signal(SIGTERM, handler)
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }
  try body()
}
