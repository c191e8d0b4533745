import Failover
import Testing

@Suite("planAttach")
struct PlanAttachTests {
  private typealias Arrival = Failover.Attachment

  private static let program = "/usr/libexec/hyperv/hyperv_vfattach"

  private static func arrival(_ stage: Arrival.Stage) -> Arrival {
    var arrival = Arrival(of: .vf, stage: stage)
    arrival.isVF = true
    return arrival
  }

  private static let schedule = Plan([
    Step(
      .schedule(program: program, vf: .vf, delay: "5"), because: "mlxen0 is a VF", onFailure: .goOn)
  ])
  private static let scheduleElsewhere: Plan = {
    var plan = schedule
    plan.steps[0].deviation = .delayEverywhere
    return plan
  }()
  private static let settle = Step(
    .wait(.seconds(5)), because: "mlxen0 needs time to get ready", onFailure: .goOn)
  private static let bringUp = Plan([
    settle,
    Step(
      .setUp(.vf, true), because: "the kernel reports mlxen0 when it is up", onFailure: .report),
  ])
  /// Only waits. Whether an event or a program starts the takeover is decided after the wait.
  private static let waitOnly = Plan([settle])

  @Test(
    "the first stage schedules the second for a VF, and for nothing else",
    arguments: [
      (Change("a VF") { $0.delay = "5" }, schedule),
      (
        Change("a VF, its delay in a file that the script overlooks") {
          $0.delay = "5"
          $0.hasForeignDelay = true
        }, scheduleElsewhere
      ),
      (Change("no VF") { $0.isVF = false }, .nothing(.notAVF(.vf))),
      (Change("a kernel that cannot say") { $0.isVF = nil }, .nothing(.oldKernel)),
      (
        Change("switched off") { $0.offSwitch = "hyperv_vf_enable" },
        .nothing(.disabled(.vf, by: "hyperv_vf_enable"), deviation: .offSwitch)
      ),
      (
        Change("no VF, and switched off") {
          $0.isVF = false
          $0.offSwitch = "hyperv_vf_enable"
        }, .nothing(.notAVF(.vf))
      ),
      (
        Change("transparent") { $0.transparency = .yes("sysctl") },
        .nothing(.transparent(.vf, "sysctl"))
      ),
      (
        Change("transparent soon") {
          $0.delay = "5"
          $0.transparency = .expected
        }, schedule
      ),
      (
        Change("its synthetic NIC known") {
          $0.delay = "5"
          $0.synthetic = .hn0
        }, schedule
      ),
    ] as [(Change<Arrival>, Plan)])
  private func first(row: Change<Arrival>, plan: Plan) {
    let arrival = row.applied(to: Self.arrival(.first(program: Self.program)))
    #expect(planAttach(arrival) == plan)
  }

  @Test(
    "the second stage waits, and then says that the VF is there",
    arguments: [
      (Change("by bringing it up"), bringUp),
      (Change("by a word to the guest, later") { $0.synthetic = .hn0 }, waitOnly),
      (Change("whatever it was decided on") { $0.isVF = nil }, bringUp),
      (Change("switched off since") { $0.offSwitch = "hyperv_vf_enable" }, bringUp),
      (
        Change("transparent") { $0.transparency = .yes("sysctl") },
        .nothing(.transparent(.vf, "sysctl"))
      ),
    ] as [(Change<Arrival>, Plan)])
  private func second(row: Change<Arrival>, plan: Plan) {
    let arrival = row.applied(to: Self.arrival(.second(after: .seconds(5))))
    #expect(planAttach(arrival) == plan)
  }

  @Test(
    "the delay is a whole number of at least 2, or 2",
    arguments: [
      ("unset", nil, "2"), ("empty", "", "2"), ("blanks", "  ", "2"), ("a word", "soon", "2"),
      ("zero", "0", "2"), ("one", "1", "2"), ("two", "2", "2"), ("two minutes", "120", "120"),
      ("blanks around it", " \t7 ", "7"), ("a plus", "+5", "5"), ("a minus", "-5", "2"),
      ("two numbers", "5 6", "2"), ("a fraction", "2.5", "2"), ("a unit", "5s", "2"),
      ("zeros in front", "005", "005"), ("the largest", "2147483647", "2147483647"),
      ("too large", "2147483648", "2"), ("far too large", "99999999999999999999", "2"),
    ] as [(String, String?, String)])
  func delay(situation: String, value: String?, delay: String) {
    #expect(Arrival.delay(from: value) == delay)
  }

  @Test("a NIC of which nothing is known waits the shortest time")
  func shortest() { #expect(Arrival(of: .vf, stage: .second(after: .zero)).delay == "2") }
}
