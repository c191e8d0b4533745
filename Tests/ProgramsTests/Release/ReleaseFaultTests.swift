import TestSupport
import Testing

@Suite("On a machine with a data path, a command that goes wrong does not cost the network")
struct ReleaseFaultTests {
  @Test(
    "one that fails, does not end, or comes as somebody asks the program to stop",
    arguments: try ReleaseDisturbance.all([
      .fails(1), .hangs, .hangsDone, .interrupts, .interruptsDone,
    ]))
  func survives(disturbance: ReleaseDisturbance) throws {
    let run = try disturbance.run()
    #expect(run.loss == nil, "\(run.guest.effects) \(run.first.failure ?? "")")
  }

  @Test(
    "after a kill the next run, and VF_UP, end where an undisturbed run ends",
    arguments: try ReleaseDisturbance.all([.kills, .killsDone]))
  func next(disturbance: ReleaseDisturbance) throws {
    let run = try disturbance.run()
    let again = try run.again()
    #expect(again.exit == 0)
    #expect(run.loss == nil)
    #expect(ReleaseStanding(run.guest.machine) == disturbance.clean)
  }

  @Test(
    "after an undo that was killed hyperv_vfup makes the bond whole again",
    arguments: try ReleaseDisturbance.all([.kills, .killsDone])
      .filter { $0.parity.name == "undo-static" })
  func whole(disturbance: ReleaseDisturbance) throws {
    let run = try disturbance.run()
    let again = try run.again(["hyperv_vfup", "hn0"])
    #expect(again.exit == 0)
    #expect(run.loss == nil)
    let lagg = run.guest.machine.nics["lagg0"]
    #expect(lagg?.laggport.map(Set.init) == ["hn0", "mlxen0"])
  }
}
