import TestSupport
import Testing

@testable import Programs

@Suite("A run that ends without a bond that carries the traffic sets the VF down")
struct DataPathTests {
  @Test("so that the synthetic NIC answers", arguments: DataPathRow.lowering)
  func lowered(row: DataPathRow) throws {
    let run = try row.run()
    #expect(run.exit == row.exit)
    #expect(run.messages == row.messages)
    #expect(run.guest.machine.nics["mlxen0"]?.up == false)
    #expect(run.guest.machine.outage(of: run.guest.start) == .none)
  }

  @Test(
    "not where it is to be the scripts", arguments: DataPathRow.lowering,
    [ParityMode.scripts2017, .current])
  func compat(row: DataPathRow, mode: ParityMode) throws {
    let run = try row.run(compat: mode)
    #expect(run.guest.machine.nics["mlxen0"]?.up == true)
    #expect(!run.guest.effects.contains { $0.contains("down") })
    #expect(!run.messages.contains(DataPathRow.message))
  }

  @Test("not in a dry run", arguments: DataPathRow.lowering)
  func dryRun(row: DataPathRow) throws {
    let run = try row.run(options: ["-n"])
    #expect(run.guest.effects == [])
    #expect(!run.messages.contains(DataPathRow.message))
  }

  @Test("not if it is used, or if nothing is cut off by it", arguments: DataPathRow.keeping)
  func kept(row: DataPathRow) throws {
    let run = try row.run()
    #expect(run.exit == row.exit)
    #expect(run.messages == row.messages)
    #expect(run.guest.machine.nics["mlxen0"]?.up == true)
  }

  @Test("where it cannot, it says so", arguments: DataPathRow.helpless)
  func said(row: DataPathRow) throws {
    let run = try row.run()
    #expect(run.exit == row.exit)
    #expect(run.messages == row.messages)
    #expect(run.guest.machine.nics["mlxen0"]?.up == true)
  }

  @Test("not without the lock: whoever holds it may be in the middle of a takeover")
  func locked() throws {
    let guest = SimulatedFreeBSD(try ReleaseCase.named("up-static").machine)
    let run = try ParityRun(["hyperv_vfup", "hn0"], on: guest, isLocked: true)
    #expect(run.exit == 75)
    #expect(run.messages == [])
    #expect(guest.effects == [])
    #expect(guest.machine == guest.start)
  }

  @Test("a VF that has just arrived stays down where the takeover is refused")
  func arrival() throws {
    let row = DataPathRow(
      testDescription: "", origin: "attach-static", change: DataPathRow.foreignLagg, exit: 75)
    let run = try row.run()
    #expect(run.exit == 75)
    #expect(run.messages == [])
    #expect(run.guest.machine.nics["mlxen0"]?.up == false)
    #expect(run.guest.effects == [])
    #expect(run.guest.machine.outage(of: run.guest.start) == .none)
  }

  @Test(
    "rc.conf that stops sh, or a value of it that nobody can take, leaves hn0 alive",
    arguments: [
      ("if\n", 2, false), ("hyperv_vf_command_timeout=never\n", 78, false),
      // A text that mentions compatibility mode could ask for the scripts' behaviour.
      ("hyperv_vf_compat=current; if\n", 2, true),
    ] as [(String, Int32, Bool)])
  func unreadable(text: String, exit: Int32, staysUp: Bool) throws {
    let parity = try ReleaseCase.named("up-static")
    let guest = SimulatedFreeBSD(parity.machine)
    guest.machine.files["/etc/rc.conf"]?.text += text
    // If rc.conf mentions the modes, the lock is not acquired at the start.
    let run = try ParityRun(parity.argv, on: guest, locksAtOnce: !staysUp)
    #expect(run.exit == exit)
    #expect((guest.machine.nics["mlxen0"]?.up == true) == staysUp)
    #expect(run.messages == (staysUp ? [] : [DataPathRow.message]))
  }

}
