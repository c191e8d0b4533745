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
}
