import Testing

@testable import Guest

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("StandardStream", .timeLimit(.minutes(1)))
struct StandardStreamTests {
  @Test("writing to a pipe that nobody reads is an error and not our end")
  func brokenPipe() throws {
    var pipe = try Optional(Guest.Pipe())
    let writeEnd = try #require(pipe?.writeEnd)
    pipe = nil
    // A child that another test starts at this moment has a copy of the read end until it calls
    // exec.
    var polled = pollfd(fd: writeEnd.number, events: 0, revents: 0)
    #expect(poll(&polled, 1, 30_000) == 1)
    #expect(throws: StandardStream.Failure.brokenPipe) {
      try StandardStream.write([1], to: writeEnd.number)
    }
  }

  @Test("writing where there is no room or no descriptor says why")
  func failures() throws {
    let full = try Files.openFile("/dev/full", O_WRONLY)
    #expect(throws: StandardStream.Failure.failed(SystemCallError("write", errno: ENOSPC))) {
      try StandardStream.write([1], to: full.number)
    }
    #expect(throws: StandardStream.Failure.failed(SystemCallError("write", errno: EBADF))) {
      try StandardStream.write([1], to: -1)
    }
  }

  @Test(
    "a time limit becomes poll's milliseconds, rounded up",
    arguments: [
      (nil, -1), (.zero, 0), (.nanoseconds(1), 1), (.milliseconds(1500), 1500),
      (.seconds(-1), 0), (.seconds(1 << 40), 1_000_000_000),
    ] as [(Duration?, CInt)])
  func timeout(duration: Duration?, milliseconds: CInt) {
    #expect(pollTimeout(duration) == milliseconds)
  }
}
