import TestSupport
import Testing

/// Deviations that appear in the result of a run, but not in a dry run. `Deviant` has the latter.
@Suite("Where the scripts cut the machine off, the programs do not")
struct DeviationCaseTests {
  /// A machine on which the deviation appears.
  struct Row: CustomTestStringConvertible, Sendable {
    var number: String
    var situation: String
    var origin: String
    var fault: SimulatedFault?
    var change: @Sendable (inout SimulatedMachine) -> Void = { _ in }
    var exit: Int32
    var testDescription: String { "\(number): \(situation)" }

    func run(as mode: ParityMode) throws -> ParityRun {
      var parity = try ParityCase.named(origin)
      change(&parity.machine)
      let guest = SimulatedFreeBSD(
        mode.machine(of: parity), faults: fault.map { [$0] } ?? [])
      return try ParityRun(parity.argv, on: guest)
    }

    var start: SimulatedMachine {
      get throws {
        var machine = try ParityCase.named(origin).machine
        change(&machine)
        return machine
      }
    }
  }

  private static func fault(
    _ outcome: SimulatedFault.Outcome, _ line: String
  ) -> SimulatedFault {
    SimulatedFault(outcome, at: .line(line, nth: 1))
  }

  private static let failing: [Row] = [
    Row(
      number: "D1", situation: "adding the ports fails", origin: "up-static",
      fault: fault(.fails(1), "^ifconfig lagg0 laggproto"), exit: 75),
    Row(
      number: "D2", situation: "the arguments are rejected", origin: "route-static",
      fault: fault(.fails(1), "^ifconfig lagg0 inet "), exit: 75),
    Row(
      number: "D12", situation: "lagg0 is somebody else's", origin: "up-static",
      change: { machine in
        var lagg = SimulatedNIC()
        lagg.laggproto = "lacp"
        lagg.laggport = ["em0", "em1"]
        machine.nics["lagg0"] = lagg
      }, exit: 75),
  ]

  @Test("all is as it was, and another try may help", arguments: failing)
  func undone(row: Row) throws {
    let run = try row.run(as: .itself)
    #expect(run.exit == row.exit)
    #expect(try NetworkView(run.guest.machine) == NetworkView(row.start))
  }

  @Test("the scripts leave something else behind", arguments: failing)
  func scripts(row: Row) throws {
    let run = try row.run(as: .current)
    #expect(try NetworkView(run.guest.machine) != NetworkView(row.start))
  }

  @Test("D4: a command that hangs is ended, and all is as it was")
  func hung() throws {
    let row = Row(
      number: "D4", situation: "ifconfig hangs", origin: "up-static",
      fault: Self.fault(.hangs, "^ifconfig lagg0 laggproto"), exit: 75)
    let run = try row.run(as: .itself)
    #expect(run.exit == 75)
    #expect(try NetworkView(run.guest.machine) == NetworkView(row.start))
    // The script would wait for ever.
    #expect(try row.run(as: .current).messages.contains { $0.hasSuffix("no end") })
  }

  @Test("D10: a pid file that names another NIC's client, or nobody's, ends no process")
  func stalePID() throws {
    for owner in ["hn1", "hn01"] {
      let row = Row(
        number: "D10", situation: "the pid is \(owner)'s", origin: "up-dhcp",
        change: { $0.clients[0].interface = owner }, exit: 0)
      let run = try row.run(as: .itself)
      #expect(run.exit == 0)
      #expect(run.guest.machine.endedClients == [])
    }
  }

  @Test(
    "hyperv_vfattach reads /etc/rc.conf before it asks what is a VF, as the scripts do",
    arguments: [
      ("attach-not-a-vf", "if true; then\n", 2), ("attach-not-a-vf", "a=$(:)\n", 0),
      ("attach-not-a-vf", "a=$(:)\n${a:?}\n", 2), ("attach-not-a-vf", nil, 0),
      ("attach-old-kernel", "fi\n", 2), ("attach-transparent", "fi\n", 0),
    ] as [(String, String?, Int32)], ParityMode.allCases)
  func broken(row: (origin: String, text: String?, exit: Int32), mode: ParityMode) throws {
    var parity = try ParityCase.named(row.origin)
    parity.machine.files["/etc/rc.conf"] = row.text.map { SimulatedFile($0) }
    let machine = row.text == nil ? parity.machine : mode.machine(of: parity)
    let run = try ParityRun(parity.argv, on: SimulatedFreeBSD(machine))
    #expect(run.exit == row.exit)
    #expect(run.guest.performed.isEmpty)
  }
}
