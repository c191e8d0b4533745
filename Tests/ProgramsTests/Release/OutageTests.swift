import TestSupport
import Testing

@Suite("The law of the outage: for how many commands a machine may not answer")
struct OutageTests {
  @Test("in each case with an end, within its own limits", arguments: try ReleaseCase.all())
  func cases(parity: ReleaseCase) throws {
    let run = try ReleaseRun(parity)
    #expect(parity.excess(on: run.guest) == [], "\(run.guest.effects)")
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
