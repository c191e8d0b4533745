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

  @Test(
    "nothing done is nothing to undo",
    arguments: [Takeover.Order.lagg, .bonding])
  func nothing(order: Takeover.Order) {
    #expect(planUndo(of: [], order: order) == [])
    #expect(planUndo(of: [Self.wait], order: order) == [])
  }

  @Test("a lagg that goes goes first, and nobody is released from it")
  func lagg() {
    #expect(
      planUndo(of: [Self.create, Self.join, Self.wait, Self.strip], order: .lagg) == [
        .destroyBond(.lagg0), .addAddresses(addresses("192.0.2.50/24"), to: .hn0),
        .setUp(.hn0, true),
      ])
  }

  @Test("a lagg that goes for two reasons goes once")
  func twice() {
    let again = Step(.setUp(.lagg0, true), undo: [.destroyBond(.lagg0)], because: "e")
    #expect(planUndo(of: [Self.create, again], order: .lagg) == [.destroyBond(.lagg0)])
  }

  @Test("a lagg that stays releases its ports, newest first")
  func laggStays() {
    #expect(
      planUndo(of: [Self.join, Self.strip], order: .lagg) == [
        .addAddresses(addresses("192.0.2.50/24"), to: .hn0), .removeMember(.hn0, from: .lagg0),
        .setUp(.hn0, true),
      ])
  }

  @Test("a bond of bonding goes when its turn comes")
  func bonding() {
    #expect(
      planUndo(of: [Self.create, Self.join, Self.strip], order: .bonding) == [
        .addAddresses(addresses("192.0.2.50/24"), to: .hn0), .removeMember(.hn0, from: .lagg0),
        .setUp(.hn0, true), .destroyBond(.lagg0),
      ])
  }
}
