import Guest
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("What a Process takes from us and leaves with us", .timeLimit(.minutes(2)))
struct ProcessInheritanceTests {
  @Test("no signal is ignored or blocked in a command")
  func signals() throws {
    signal(SIGUSR2, SIG_IGN)
    defer { signal(SIGUSR2, SIG_DFL) }
    var blocked = sigset_t()
    sigemptyset(&blocked)
    sigaddset(&blocked, SIGUSR1)
    pthread_sigmask(SIG_BLOCK, &blocked, nil)
    defer { pthread_sigmask(SIG_UNBLOCK, &blocked, nil) }
    let masks = try Process.run("/bin/grep", ["-E", "^Sig(Blk|Ign)", "/proc/self/status"])
    let numbers = masks.outputText.split(whereSeparator: \.isWhitespace).compactMap {
      UInt64($0, radix: 16)
    }
    // glibc leaves its two internal signals, 32 and 33, ignored.
    #expect(numbers.map { $0 & ~0x1_8000_0000 } == [0, 0])
  }

  @Test("a command gets no descriptor but its three, even of one that is not close-on-exec")
  func descriptors() throws {
    let leaky = open("/dev/null", O_RDONLY)
    defer { close(leaky) }
    // Descriptor 3 is the folder that ls reads.
    #expect(
      try Process.run(
        "/bin/ls", ["/proc/self/fd"], standardInput: .text(Array("x".utf8)), deadline: .seconds(60)
      ).outputText == "0\n1\n2\n3\n")
  }

  @Test("2,000 commands in a row leave neither a descriptor nor a zombie")
  func manyInARow() throws {
    let before = try Files.names(inFolder: "/proc/self/fd").count
    var left: [pid_t] = []
    for _ in 0..<2000 {
      let process = Process("/bin/true")
      process.standardInput = .text([1])
      try process.run()
      try process.waitUntilExit()
      let pid = try #require(process.processIdentifier)
      if waitpid(pid, nil, WNOHANG) != -1 || errno != ECHILD { left.append(pid) }
    }
    #expect(left == [])
    // Other tests open files at the same time, but not hundreds.
    #expect(try Files.names(inFolder: "/proc/self/fd").count < before + 500)
  }

  @Test("commands that cannot be run leave no descriptor")
  func failures() throws {
    let before = try Files.names(inFolder: "/proc/self/fd").count
    for _ in 0..<1000 { _ = try? Process.run("/nonexistent/tool", standardInput: .text([1])) }
    #expect(try Files.names(inFolder: "/proc/self/fd").count < before + 500)
  }
}
