import Guest
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

// The tests wait for the lock even when it seems to be free. A child process that another test
// starts at this moment holds a copy of the descriptor until it calls exec.
@Suite("RunLock", .timeLimit(.minutes(1)))
struct RunLockTests {
  private let folder = TemporaryFolder()
  private var path: String { folder("lock") }

  @Test("only one has it at a time, and the next when it is let go")
  func excludes() throws {
    let (first, second) = (try RunLock(path), try RunLock(path))
    #expect(try first.tryLock())
    #expect(try !second.tryLock())
    try first.unlock()
    #expect(try second.tryLock())
    #expect(try !first.tryLock())
  }

  @Test("it goes with its value")
  func goesWithValue() throws {
    do { #expect(try RunLock(path).tryLock()) }
    #expect(try RunLock(path).lock(waitingAtMost: .seconds(30)))
  }

  @Test("a wait for a lock that is never let go ends without it, and takes it from nobody later")
  func bounded() throws {
    let holder = try RunLock(path)
    #expect(try holder.tryLock())
    #expect(try !RunLock(path).lock(waitingAtMost: .zero))
    #expect(try !RunLock(path).lock(waitingAtMost: .milliseconds(50)))
    try holder.unlock()
    #expect(try RunLock(path).lock(waitingAtMost: .seconds(30)))
  }

  @Test("a wait without need takes the lock at once")
  func free() throws { #expect(try RunLock(path).lock(waitingAtMost: .zero)) }

  @Test(
    "a wait ends with the lock when the process that has it ends",
    .enabled(if: (try? Files.facts("/usr/bin/flock")) != nil),
    arguments: ["by itself", "killed"])
  func otherProcess(end: String) throws {
    let (ready, release) = (folder.fifo("ready"), folder.fifo("release"))
    // The holder opens "ready" when it has the lock, and then waits for "release".
    let holder = Process(
      "/usr/bin/flock",
      ["-o", path, "/bin/sh", "-c", "echo >\"$0\"; read x <\"$1\"", ready, release])
    try holder.run()
    _ = try Process.run("/bin/cat", [ready])
    let lock = try RunLock(path)
    #expect(try !lock.tryLock())
    if end == "killed" {
      kill(try #require(holder.processIdentifier), SIGKILL)
    } else {
      _ = try sh("echo >\"$0\"", [release])
    }
    #expect(try lock.lock(waitingAtMost: .seconds(30)))
    if end == "killed" { _ = try sh("echo >\"$0\"", [release]) }
    try holder.waitUntilExit()
  }

  @Test("a child that is left behind does not keep it")
  func children() throws {
    let daemon: ProcessResult
    do {
      let lock = try RunLock(path)
      #expect(try lock.tryLock())
      daemon = try sh("sleep 300 >/dev/null & echo $!")
    }
    #expect(try RunLock(path).lock(waitingAtMost: .seconds(30)))
    kill(try #require(pid_t(daemon.outputText.dropLast())), SIGKILL)
  }

  @Test("its file is the owner's alone, and no link is followed to it")
  func file() throws {
    _ = try RunLock(path)
    #expect(try Files.facts(path).mode == 0o600)
    symlink("lock", folder("link"))
    #expect(throws: FileError(folder("link"), "open", errno: ELOOP)) {
      try RunLock(folder("link"))
    }
    #expect(throws: FileError(folder("none/lock"), "open", errno: ENOENT)) {
      try RunLock(folder("none/lock"))
    }
  }
}
