import TestSupport
import Testing

@Suite("A command that fails or hangs does not cost the network")
struct FaultTests {
  @Test(
    "a change that goes wrong leaves a network, and the status that the table says",
    arguments: try Disturbance.changes([.fails(1), .hangs, .hangsDone]))
  func changes(disturbance: Disturbance) throws {
    let run = try disturbance.run()
    #expect(run.exit == Self.status(of: disturbance))
    #expect(try disturbance.loss(on: run.guest) == nil)
    #expect(run.guest.machine.files["/var/run/hyperv_vf/hn0.state"] == nil)
  }

  @Test(
    "after exit 75 the machine is what it was",
    arguments: try Disturbance.changes([.fails(1), .hangs, .hangsDone])
      .filter { status(of: $0) == 75 })
  func restored(disturbance: Disturbance) throws {
    let run = try disturbance.run()
    #expect(run.exit == 75)
    #expect(try NetworkView(run.guest.machine) == NetworkView(disturbance.start))
  }

  @Test(
    "a question that fails leaves a network",
    arguments: try Disturbance.calls([.fails(1)])
      .filter(\.isQuestion))
  func questions(disturbance: Disturbance) throws {
    #expect(try disturbance.loss(on: disturbance.run().guest) == nil)
  }

  @Test(
    "a question that is never answered ends the run, with all undone or all done",
    arguments: try Disturbance.calls([.hangs]).filter(\.isQuestion))
  func unanswered(disturbance: Disturbance) throws {
    let run = try disturbance.run()
    let wanted = try disturbance.isAfterwards ? disturbance.clean : disturbance.start
    #expect(run.exit == (disturbance.isAfterwards ? 0 : 75))
    #expect(NetworkView(run.guest.machine) == NetworkView(wanted))
  }

  @Test(
    "after a status that asks for another try, the next run ends where an undisturbed one ends",
    arguments: try Disturbance.changes([.fails(1), .hangs, .hangsDone])
      .filter { status(of: $0) != 0 })
  func next(disturbance: Disturbance) throws {
    let guest = try disturbance.run().guest
    let again = try disturbance.runAgain(on: guest)
    #expect(again.exit == 0)
    #expect(try NetworkView(guest.machine) == NetworkView(disturbance.clean))
  }

  @Test(
    "a run that is told to stop takes all back",
    arguments: try Disturbance.calls([.interrupts, .interruptsDone]))
  func interrupted(disturbance: Disturbance) throws {
    let run = try disturbance.run()
    let wanted = try disturbance.isConfirmation ? disturbance.clean : disturbance.start
    #expect(run.exit == (disturbance.isConfirmation ? 0 : 75))
    #expect(NetworkView(run.guest.machine) == NetworkView(wanted))
    #expect(run.guest.machine.files["/var/run/hyperv_vf/hn0.state"] == nil)
  }

  @Test("a lagg that was made by a command that then hung is taken back", arguments: [1, 0])
  func hungCreation(isDone: Int) throws {
    let create = SimulatedFault.Trigger.line("^ifconfig lagg0 create$", nth: 1)
    let disturbance = Disturbance(
      origin: "up-static", fault: SimulatedFault(isDone == 1 ? .hangsDone : .hangs, at: create))
    let run = try disturbance.run()
    #expect(run.exit == 1)
    #expect(run.output == "lagg0 creation failed\n")
    #expect(try NetworkView(run.guest.machine) == NetworkView(disturbance.start))
  }

  /// Returns the exit status that freebsd.md defines: the scripts' own status for `create`; the
  /// status of a client, or 124 after its deadline; 0 if duplicate address detection fails. In all
  /// other cases the takeover is undone.
  private static func status(of disturbance: Disturbance) -> Int32 {
    let words = disturbance.words
    switch words[0] {
    case "dhclient": return disturbance.fault.outcome == .fails(1) ? 1 : 124
    case "ifconfig" where words.last == "create": return 1
    case "ifconfig" where words.last == "no_dad": return 0
    // The default route is tried again, when all routes are compared.
    case "route" where words.contains("default"): return 0
    default: return 75
    }
  }
}
