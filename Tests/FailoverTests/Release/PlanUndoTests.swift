import Failover
import Testing

@Suite("planUndo")
struct PlanUndoTests {
  private static let create = Step(
    .createBond(.lagg0, nil, monitoring: .zero), undo: [.destroyBond(.lagg0)], because: "a")
  private static let join = Step(
    .formBond(.lagg0, members: [.hn0]),
    undo: [.removeMember(.hn0, from: .lagg0), .setUp(.hn0, true)], because: "b")
  private static let strip = Step(
    .removeAddresses(addresses("192.0.2.50/24"), from: .hn0),
    undo: [.addAddresses(addresses("192.0.2.50/24"), to: .hn0)], because: "c")
  private static let wait = Step(.wait(.zero), because: "d")

  @Test("nothing done is nothing to undo")
  func nothing() {
    #expect(planUndo(of: []) == [])
    #expect(planUndo(of: [Self.wait]) == [])
  }

  @Test("what was done last is taken back first, each step in the order of its undo")
  func order() {
    #expect(
      planUndo(of: [Self.create, Self.join, Self.wait, Self.strip]) == [
        .addAddresses(addresses("192.0.2.50/24"), to: .hn0), .removeMember(.hn0, from: .lagg0),
        .setUp(.hn0, true), .destroyBond(.lagg0),
      ])
  }
}
