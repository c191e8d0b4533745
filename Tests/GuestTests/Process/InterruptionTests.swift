import Failover
import Guest
import Testing

@Suite("A request to stop", .timeLimit(.minutes(1)))
struct InterruptionTests {
  // In a separate process: a request to stop cannot be withdrawn, and other tests change the signal
  // handling of this process.
  @Test("SIGTERM ends what is under way, then nothing is begun any more")
  func heeded() async {
    await #expect(processExitsWith: .success) { try endWhatIsUnderWay() }
  }
}

private func endWhatIsUnderWay() throws {
  let patient = LiveGuest(environment: { shellEnvironment }, commandTimeout: .seconds(50))
  let guest = try patient.interruptible()
  #expect(!Interruption.hasCome)
  #expect(try guest.perform(.wait(.milliseconds(1))) == CommandResult(.exit(0)))

  let command = Command("/bin/sh", ["-c", "kill -TERM $PPID; exec sleep 300"])
  #expect(throws: GuestError.interrupted) { try guest.perform(.run(command)) }
  #expect(Interruption.hasCome)

  #expect(throws: GuestError.interrupted) { try guest.perform(.wait(.seconds(300))) }
  #expect(throws: GuestError.interrupted) {
    try guest.perform(.waitUntil(path: "/nowhere", reads: "1", atMost: .seconds(300)))
  }
  #expect(throws: GuestError.interrupted) { try guest.run(Command("/bin/sh", ["-c", ":"])) }
  // Commands that undo steps are not interrupted.
  #expect(try patient.run(Command("/bin/sh", ["-c", ":"])) == CommandResult(.exit(0)))
}
