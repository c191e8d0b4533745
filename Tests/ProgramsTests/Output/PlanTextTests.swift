import Failover
import Testing

@testable import Programs

@Suite("Commands that a dry run prints")
struct PlanTextTests {
  @Test(
    "a pause is printed in seconds, as sleep(1) takes it",
    arguments: [
      (Duration.seconds(2), "sleep 2"), (.milliseconds(20), "sleep 0.020"),
      (.milliseconds(1500), "sleep 1.500"), (.zero, "sleep 0"),
    ])
  func pause(duration: Duration, line: String) {
    #expect(PlanText.line(of: .wait(duration)) == line)
  }
}
