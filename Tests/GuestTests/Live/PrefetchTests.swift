import Failover
import Guest
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("What is asked ahead", .timeLimit(.minutes(1)))
struct AskAheadTests {
  private let folder = TemporaryFolder()
  private let guest = LiveGuest(environment: { shellEnvironment }, commandTimeout: .seconds(50))

  @Test("it is asked once, and its answer given once")
  func once() throws {
    let query = Command("/bin/sh", ["-c", "echo asked >>\"$0\"; wc -l <\"$0\"", folder("asked")])
    guest.prefetch([query, query])
    guest.prefetch([query])
    #expect(try guest.run(query).output == "1\n")
    #expect(try guest.run(query).output == "2\n")
  }

  @Test("an answer from before a change is not given after it")
  func stale() throws {
    let fifo = folder.fifo("told")
    let reader = open(fifo, O_RDWR | O_CLOEXEC)
    defer { close(reader) }
    let line = "echo asked >>\"$0\"; echo told >\"$1\"; wc -l <\"$0\""
    let query = Command("/bin/sh", ["-c", line, folder("asked"), fifo])
    guest.prefetch([query])
    takeLine(reader)
    _ = try guest.perform(.wait(.milliseconds(1)))
    #expect(try guest.run(query).output == "2\n")
  }

  @Test("a tool that is missing is told of where its answer is needed")
  func missing() throws {
    let query = Command(folder("missing"), [])
    guest.prefetch([query])
    #expect(throws: GuestError.toolMissing(folder("missing"))) { try guest.run(query) }
  }

  @Test(
    "one that hangs and is not needed is ended, with what it started where it has a deadline",
    arguments: [
      (Duration.seconds(50), "trap '' TERM; sleep 300 & wait"), (nil, "exec sleep 300"),
    ])
  func forgotten(limit: Duration?, line: String) throws {
    let fifo = folder.fifo("held")
    let reader = open(fifo, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    defer { close(reader) }
    let guest = guest.allowing(limit)
    guest.prefetch([Command("/bin/sh", ["-c", "exec 9>\"$0\"; echo held >&9; \(line)", fifo])])
    takeLine(reader)
    guest.discardPrefetched()
    // The FIFO hangs up when all processes that had it open have ended.
    var polled = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
    #expect(poll(&polled, 1, 30_000) == 1)
    #expect(polled.revents == Int16(POLLHUP))
  }

  /// Waits for a line and reads it.
  private func takeLine(_ reader: CInt) {
    var polled = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
    #expect(poll(&polled, 1, 30_000) == 1)
    var line: [UInt8] = Array(repeating: 0, count: 5)
    #expect(read(reader, &line, 5) == 5)
  }
}
