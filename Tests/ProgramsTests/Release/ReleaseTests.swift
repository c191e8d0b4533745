import TestSupport
import Testing

@Suite("On a machine of FreeBSD 15.1 all ends as it must, and answers soon")
struct ReleaseTests {
  @Test("there are 14 machines, each with limits of its outage")
  func cases() throws {
    let all = try ReleaseCase.all()
    #expect(all.count == 14)
    let limited = all.filter { $0.end.gap?["address"] != nil && $0.end.gap?["default"] != nil }
    #expect(limited.count == 14)
  }

  @Test(
    "the end of each holds, the limits of its outage included", arguments: try ReleaseCase.all())
  func end(parity: ReleaseCase) throws {
    let run = try ReleaseRun(parity)
    #expect(run.unmet == [], "\(run.guest.effects)")
    #expect(run.first.failure == nil)
  }
}
