import Failover
import TestSupport
import Testing

@Suite("standby and resume")
struct PlanStandbyTests {
  private func actions(_ steps: [Step]) -> [Action] { steps.map(\.action) }

  @Test("a bond is told to prefer the synthetic NIC before the VF goes down; resume reverses it")
  func changingPrimary() throws {
    var pair = PairState.bonded
    #expect(
      try actions(planStandby(pair, by: .changingPrimary)) == [
        .receiveOnAllMembers(.lagg0, true), .setPrimary(.hn0, of: .lagg0), .setUp(.vf, false),
        .receiveOnAllMembers(.lagg0, false),
      ])
    #expect(try planResume(pair, by: .changingPrimary) == [])
    pair.primary = .hn0
    pair.vf?.interface.isUp = false
    #expect(try planStandby(pair, by: .changingPrimary) == [])
    #expect(
      try actions(planResume(pair, by: .changingPrimary)) == [
        .receiveOnAllMembers(.lagg0, true), .setPrimary(.vf, of: .lagg0), .setUp(.vf, true),
        .awaitActive(.vf, of: .lagg0), .receiveOnAllMembers(.lagg0, false),
      ])
  }

  @Test("where the kernel follows the VF, going down is all", arguments: [true, false])
  func settingVFDown(isTransparent: Bool) throws {
    var pair = isTransparent ? PairState.transparent : .bonded
    #expect(try actions(planStandby(pair, by: .settingVFDown)) == [.setUp(.vf, false)])
    #expect(try planResume(pair, by: .settingVFDown) == [])
    pair.vf?.interface.isUp = false
    #expect(try planStandby(pair, by: .settingVFDown) == [])
    #expect(try actions(planResume(pair, by: .settingVFDown)) == [.setUp(.vf, true)])
  }

  @Test("each step can be taken back")
  func undoes() throws {
    let steps = try planStandby(.bonded, by: .changingPrimary)
    #expect(
      planUndo(of: steps) == [
        .setUp(.vf, true), .setPrimary(.vf, of: .lagg0), .receiveOnAllMembers(.lagg0, false),
      ])
  }

  @Test(
    "what cannot be moved is told",
    arguments: [
      (PairState.alone, StandbyMeans.changingPrimary, StandbyRefusal.noVF(.hn0)),
      (.separate, .changingPrimary, .noBond(.hn0)), (.transparent, .none, .kernelDecides(.hn0)),
      (.half, .changingPrimary, .incomplete(.hn0)),
    ])
  func refuses(pair: PairState, means: StandbyMeans, reason: StandbyRefusal) {
    #expect(throws: reason) { try planStandby(pair, by: means) }
    #expect(throws: reason) { try planResume(pair, by: means) }
  }
}

extension PairState {
  /// A bond that lacks the VF.
  fileprivate static var half: PairState {
    var pair = bonded
    pair.bond?.bond?.members = [.hn0]
    return pair
  }
}
