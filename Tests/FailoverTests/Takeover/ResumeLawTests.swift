import Failover
import TestSupport
import Testing

@Suite("The laws of a takeover that was cut short")
struct ResumeLawTests {
  @Test(
    "cut short behind any step, the next run reaches the wanted state", arguments: SituationCase.all
  )
  func reaches(_ row: SituationCase) throws {
    let start = row.situation.start(row.kernel)
    let first = try row.situation.takeover(start)
    let steps = try planUp(first).steps
    for count in 0...steps.count {
      var network = start
      try network.run(steps.prefix(count))
      let again = try row.situation.takeover(network).resumed(from: SavedState(before: first))
      try network.resume(planUp(again).steps)
      #expect(Outcome(of: network) == Outcome(wantedBy: row.situation), "behind step \(count)")
    }
  }

  @Test(
    "cut short behind any step, resumed and undone, all is as it was", arguments: SituationCase.all)
  func undoes(_ row: SituationCase) throws {
    let start = row.situation.start(row.kernel)
    let first = try row.situation.takeover(start)
    let steps = try planUp(first).steps
    for count in 0...steps.count {
      var network = start
      try network.run(steps.prefix(count))
      let again = try row.situation.takeover(network).resumed(from: SavedState(before: first))
      let rest = try planUp(again)
      try network.resume(rest.steps)
      let refused = network.takeBack(rest.beforeUndo + planUndo(of: rest.steps))
      #expect(row.situation.undone(network) == row.situation.undone(start), "behind step \(count)")
      #expect(refused == [], "behind step \(count)")
    }
  }
}
