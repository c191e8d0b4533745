import Failover
import TestSupport
import Testing

@Suite("planUp, before a takeover")
struct PlanUpTests {
  private static let situation = Situation("static").with {
    $0.rcConf = "ifconfig_hn0='inet 192.0.2.50/24'"
    $0.addresses = ["192.0.2.50/24"]
    $0.hasIPv6 = false
  }

  private typealias Row = (Change<Takeover>, Plan)

  @Test(
    "there is nothing to do",
    arguments: [
      (Change("the VF has left") { $0.network.vf = nil }, .nothing(.detached(.hn0))),
      (
        Change("the kernel does it") { $0.network.transparency = .yes("sysctl") },
        .nothing(.transparent(.hn0, "sysctl"), deviation: .transparent)
      ),
      (
        Change("the kernel will do it") { $0.network.transparency = .expected },
        .nothing(
          .transparent(.hn0, "the kernel is about to combine it with its VF"),
          deviation: .transparent)
      ),
      (
        Change("the kernel does it, and the VF has left") {
          $0.network.transparency = .yes("sysctl")
          $0.network.vf = nil
        }, .nothing(.transparent(.hn0, "sysctl"), deviation: .transparent)
      ),
    ] as [Row])
  private func nothing(row: Change<Takeover>, plan: Plan) throws {
    #expect(try planUp(row.applied(to: Self.situation.takeover())) == plan)
  }

  @Test(
    "there is something in the way",
    arguments: [
      (Change("the VF was named") { $0.network.vf = .hn0 }, .isTheVF(.hn0)),
      (
        Change("the NIC is not there") { $0.network.interfaces.removeAll { $0.name == .hn0 } },
        .noInterface(.hn0)
      ),
      (
        Change("the NIC is not there, and so has no VF") {
          $0.network.vf = nil
          $0.network.lacksSynthetic = true
        }, .noInterface(.hn0)
      ),
    ] as [(Change<Takeover>, Refusal)])
  private func refused(row: Change<Takeover>, refusal: Refusal) throws {
    let takeover = try row.applied(to: Self.situation.takeover())
    #expect(throws: refusal) { try planUp(takeover) }
  }

  @Test(
    "the scripts look at none of that",
    arguments: ["2017", "current"],
    [
      Change<Takeover>("transparent") { $0.network.transparency = .yes("sysctl") },
      Change("transparent soon") { $0.network.transparency = .expected },
      Change("the VF was named") { $0.network.vf = .hn0 },
      Change("the NIC is not there") { $0.network.interfaces.removeAll { $0.name == .hn0 } },
    ])
  func scripts(compat: String, row: Change<Takeover>) throws {
    let takeover = try row.applied(to: Self.situation.takeover(compat: compat))
    #expect(
      try planUp(takeover).steps.first?.action
        == .createBond(
          .lagg0, takeover.network.interface(.hn0)?.hardwareAddress, monitoring: .milliseconds(100))
    )
  }

  @Test("an override gets the bond, and then what it asks for instead of rc.conf's words")
  func joinOnly() throws {
    var takeover = try Self.situation.takeover()
    let command = Command("/usr/bin/true", [])
    takeover.scope = .joinOnly(then: [
      .configure(["inet", "192.0.2.9/24"]), .lease(waits: true), .command(command),
    ])
    let lines: [(Action, Step.Failure, Deviation?)] = [
      (
        .createBond(.lagg0, .pair, monitoring: .milliseconds(100)),
        .stop(1, saying: "lagg0 creation failed"), .beforeUp
      ),
      (.formBond(.lagg0, members: [.vf], words: ["up"]), .undo, .beforeUp),
      (.removeAddresses(addresses("192.0.2.50/24"), from: .hn0), .undo, .beforeUp),
      (.addMember(.hn0, to: .lagg0), .undo, .beforeUp),
      (.configure(.lagg0, words: ["inet", "192.0.2.9/24"]), .undo, .beforeUp),
      (.startClient(.freebsd, on: .lagg0, waits: true), .undo, .beforeUp),
      (.command(command), .undo, .beforeUp),
    ]
    #expect(try PlanOutline(planUp(takeover)) == PlanOutline(lines))
  }

  @Test("the interval of hyperv_vf_miimon goes to the bond")
  func monitoring() throws {
    var situation = Self.situation
    situation.rcConf += "\nhyperv_vf_miimon=250"
    #expect(
      try planUp(situation.takeover()).steps.first?.action
        == .createBond(.lagg0, .pair, monitoring: .milliseconds(250)))
  }
}
