import Failover
import Guest
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("Process", .timeLimit(.minutes(1)))
struct ProcessTests {
  @Test(
    "what cannot be run is a typed error",
    arguments: [
      ("missing", "/nonexistent/tool", [], .notFound("/nonexistent/tool")),
      ("not executable", "/etc/passwd", [], .notExecutable("/etc/passwd")),
      ("a folder", "/etc", [], .notExecutable("/etc")),
      ("relative", "bin/true", [], .notAbsolute("bin/true")),
      ("only a name", "true", [], .notAbsolute("true")),
      ("empty", "", [], .notAbsolute("")),
      ("a NUL in an argument", "/bin/true", ["a\0b"], .unusable("a\0b", for: "/bin/true")),
    ] as [(String, String, [String], ProcessError)])
  func refused(situation: String, path: String, arguments: [String], error: ProcessError) {
    #expect(throws: error) { try Process.run(path, arguments) }
  }

  @Test(
    "a variable that cannot be passed is refused",
    arguments: [("", "x", ""), ("A=B", "x", "A=B"), ("A", "x\0y", "A=x\0y")])
  func badVariable(name: String, value: String, told: String) {
    #expect(throws: ProcessError.unusable(told, for: "/bin/true")) {
      try Process.run("/bin/true", environment: [name: value])
    }
  }

  @Test("what is no text is replaced in what was printed")
  func noText() throws {
    let result = try Process.run("/bin/sh", ["-c", "printf 'a\\000b\\377'; printf '\\000' >&2"])
    #expect(result.outputText == "a\u{FFFD}b\u{FFFD}")
    #expect(result.errorText == "\u{FFFD}")
  }

  @Test("a script whose interpreter is missing is not called missing itself")
  func missingInterpreter() throws {
    let folder = TemporaryFolder()
    try Files.write(Array("#!/nonexistent/sh\n".utf8), to: folder("script"), mode: 0o700)
    let busy = ProcessError.failed(folder("script"), SystemCallError("posix_spawn", errno: ETXTBSY))
    var error: ProcessError?
    // A child of another test may have the file open for writing until it calls exec.
    for _ in 1...1000 where error == nil || error == busy {
      error = #expect(throws: ProcessError.self) { try Process.run(folder("script")) }
    }
    let missing = SystemCallError("posix_spawn", errno: ENOENT)
    #expect(error == .failed(folder("script"), missing))
  }

  @Test("a command leads a session of its own where it is to", arguments: [true, false])
  func session(leads: Bool) throws {
    // The fields after the name in parentheses: state, parent, group, session (proc(5)).
    let process = Process(
      "/bin/sh", ["-c", "read -r line </proc/$$/stat; echo \"$$ ${line##*) }\""])
    process.leadsSession = leads
    try process.run()
    let words = try process.waitUntilExit().outputText.split(separator: " ")
    #expect((words[0] == words[4]) == leads)
  }

  @Test("a command runs once, and is awaited only after that")
  func outOfTurn() throws {
    let process = Process("/bin/true")
    #expect(throws: ProcessError.calledInWrongOrder("/bin/true")) { try process.waitUntilExit() }
    try process.run()
    #expect(throws: ProcessError.calledInWrongOrder("/bin/true")) { try process.run() }
    let first = try process.waitUntilExit()
    #expect(try process.waitUntilExit() == first)
  }

  @Test("two commands may run at once, and be awaited in any order")
  func twoAtOnce() throws {
    let early = Process("/bin/sh", ["-c", "echo early"])
    let late = Process("/bin/sh", ["-c", "read x; echo $x"])
    late.standardInput = .text(Array("late\n".utf8))
    try early.run()
    try late.run()
    #expect(
      try late.waitUntilExit() == ProcessResult(status: .exit(0), output: Array("late\n".utf8)))
    #expect(
      try early.waitUntilExit() == ProcessResult(status: .exit(0), output: Array("early\n".utf8)))
  }

  @Test("descriptor 3 is captured when asked for, and closed otherwise")
  func descriptor3() throws {
    let line = ["-c", "echo out; echo error >&2; echo three >&3"]
    let captured = try Process.run("/bin/sh", line, capturesDescriptor3: true)
    #expect(
      captured
        == ProcessResult(
          status: .exit(0), output: Array("out\n".utf8), errorOutput: Array("error\n".utf8),
          descriptor3: Array("three\n".utf8)))
    let closed = try Process.run("/bin/sh", line, errorOutput: .discarded)
    #expect(closed.status != .exit(0))
    #expect(closed.descriptor3 == [])
  }

  @Test("what is inherited is ours, what is discarded is not captured")
  func inherited() throws {
    let ours = try Files.destination(ofLink: "/proc/self/fd/1")
    let result = try Process.run(
      "/bin/sh", ["-c", "exec 9>&1 >&2; readlink /proc/self/fd/9"], environment: shellEnvironment,
      output: .inherited)
    // Two pipes have the same name only if they are the same pipe.
    #expect(result.errorText.hasSuffix("\n"))
    #expect(result == ProcessResult(status: .exit(0), errorOutput: Array("\(ours)\n".utf8)))
    #expect(
      try Process.run(
        "/bin/sh", ["-c", "echo a; echo b >&2"], output: .discarded, errorOutput: .discarded)
        == ProcessResult(status: .exit(0)))
  }

  @Test("5 MB that a command does not read neither hold us up nor end us")
  func unreadInput() throws {
    let text = [UInt8](repeating: 1, count: 5_000_000)
    #expect(try Process.run("/bin/true", standardInput: .text(text)).status == .exit(0))
    #expect(try Process.run("/bin/true", standardInput: .text([])).status == .exit(0))
  }

  @Test("a daemon that is left behind lives on, and its pipes are not waited for")
  func daemonLeftBehind() throws {
    let result = try sh("sleep 300 & echo $!")
    #expect(result.status == .exit(0))
    let daemon = try #require(pid_t(result.outputText.dropLast()))
    #expect(kill(daemon, SIGKILL) == 0)
  }

  @Test("a daemon that goes on writing does not keep us reading")
  func chattyDaemon() throws {
    let result = try sh("yes & echo $! >&2")
    let daemon = try #require(pid_t(result.errorText.dropLast()))
    #expect(result.status == .exit(0))
    // The daemon may have ended because the pipe was closed; otherwise it is ended here.
    kill(daemon, SIGKILL)
  }
}
