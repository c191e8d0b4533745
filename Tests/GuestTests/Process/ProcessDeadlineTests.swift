import Failover
import Guest
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("The deadline of a Process", .timeLimit(.minutes(1)))
struct ProcessDeadlineTests {
  @Test("a command that keeps to it ends as without one")
  func kept() throws {
    #expect(
      try sh("echo a; exit 3", deadline: .seconds(60))
        == ProcessResult(status: .exit(3), output: Array("a\n".utf8)))
  }

  @Test(
    "a hung command is ended, with what it started",
    arguments: [
      ("it obeys SIGTERM", "sleep 300 & wait", SIGTERM),
      ("it closed its outputs", "exec >&- 2>&-; sleep 300 & wait", SIGTERM),
      ("it calls SIGTERM a success", "trap 'exit 0' TERM; sleep 300 & wait", SIGTERM),
      ("it ignores SIGTERM", "trap '' TERM; sleep 300 & wait", SIGKILL),
      ("only its child ignores it", "(trap '' TERM; exec sleep 300) & wait", SIGTERM),
    ])
  func passed(situation: String, line: String, signal: CInt) throws {
    let folder = TemporaryFolder()
    let fifo = folder.fifo("held")
    let reader = open(fifo, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    defer { close(reader) }
    let result = try sh("exec 9>\"$0\"; \(line)", [fifo], deadline: .milliseconds(300))
    #expect(result == ProcessResult(status: .deadlinePassed(signal)))
    // The FIFO hangs up when all processes that had it open have ended.
    var polled = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
    #expect(poll(&polled, 1, 30_000) == 1)
  }

  @Test("what was said before it passed is kept")
  func output() throws {
    #expect(
      try sh("echo said; exec sleep 300", deadline: .milliseconds(300))
        == ProcessResult(status: .deadlinePassed(SIGTERM), output: Array("said\n".utf8)))
  }

  @Test("a daemon in a session of its own outlives it")
  func daemon() throws {
    let result = try sh(
      "setsid sleep 300 >/dev/null 2>&1 & echo $!; exec sleep 300", deadline: .milliseconds(500))
    #expect(result.status == .deadlinePassed(SIGTERM))
    let daemon = try #require(pid_t(result.outputText.dropLast()))
    #expect(kill(daemon, SIGKILL) == 0)
  }

  @Test("only with a deadline does a command leave our process group")
  func group() throws {
    let (with, without) = (
      Process("/bin/cat", ["/proc/self/stat"]), Process("/bin/cat", ["/proc/self/stat"])
    )
    with.deadline = .seconds(60)
    for process in [with, without] { try process.run() }
    // The fields are: pid (name) state parent group.
    let groups = try [with, without].map { process in
      try process.waitUntilExit().outputText.split(separator: " ").dropFirst(4).first.map {
        pid_t($0)
      }
    }
    #expect(groups == [with.processIdentifier, getpgrp()])
  }
}
