import TestSupport
import Testing

@Suite("The law of the outage: for how many commands a machine may not answer")
struct OutageTests {
  @Test("in each case with an end, within its own limits", arguments: try ReleaseCase.all())
  func cases(parity: ReleaseCase) throws {
    let run = try ReleaseRun(parity)
    #expect(parity.excess(on: run.guest) == [], "\(run.guest.effects)")
  }

  @Test(
    "every changing command counts, from the one after that which makes the outage",
    arguments: [
      ("attach-static", 1, 2), ("up-static", 3, 4), ("undo-static", 1, 2),
      ("attach-replug", 0, 0), ("up-replug-vf-up", 1, 1), ("up-two-pairs", 3, 0),
    ])
  func counts(name: String, address: Int, defaultRoute: Int) throws {
    let parity = try ReleaseCase.named(name)
    let guest = try ReleaseRun(parity).guest
    #expect(ReleaseGap.addresses(on: guest, of: parity.synthetic)[0].changes == address)
    #expect(ReleaseGap.defaultRoutes(on: guest)[0].changes == defaultRoute)
  }

  @Test("in every takeover, within those of its kind", arguments: try OutageRows.takeovers())
  func takeovers(parity: ReleaseCase) throws {
    let run = try ReleaseRun(parity)
    #expect(parity.excess(on: run.guest) == [], "\(run.guest.effects)")
    #expect(run.first.exit == 0)
  }

  @Test("and in all that comes after one", arguments: try OutageRows.sequels())
  func sequels(parity: ReleaseCase) throws {
    let run = try ReleaseRun(parity)
    #expect(parity.excess(on: run.guest) == [], "\(run.guest.effects)")
    #expect(run.first.exit == 0)
  }
}
