import TestSupport
import Testing

@Suite("A run that was killed is finished by the next")
struct KillTests {
  @Test(
    "the next run ends where an undisturbed one ends, with a network",
    arguments: try Disturbance.calls([.kills, .killsDone]))
  func next(disturbance: Disturbance) throws {
    let guest = try disturbance.run().guest
    let again = try disturbance.runAgain(on: guest)
    #expect(again.exit == 0)
    #expect(try NetworkView(guest.machine) == NetworkView(disturbance.clean))
    #expect(try disturbance.loss(on: guest) == nil)
    #expect(guest.machine.files["/var/run/hyperv_vf/hn0.state"] == nil)
  }

  @Test(
    "a next run that fails takes all back, and leaves a lagg that was there before",
    arguments: try Disturbance.calls([.kills, .killsDone]).filter { $0.origin == "up6-static" })
  func nextFails(disturbance: Disturbance) throws {
    let guest = try disturbance.run().guest
    let refused = SimulatedFault(.fails(1), at: .line("^ifconfig lagg0 inet6 2001", nth: 1))
    let again = try disturbance.runAgain(on: guest, faults: [refused])
    // If the configuration was complete, no command is left that could be refused.
    let wanted = try again.exit == 0 ? disturbance.clean : disturbance.start
    #expect([0, 75].contains(again.exit))
    #expect(NetworkView(guest.machine) == NetworkView(wanted))
  }
}
