import Failover
import Guest
import TestSupport
import Testing

@testable import Programs

@Suite("A takeover that failed is tried again, once for each arrival")
struct TakeoverRetryTests {
  private static let path = "/var/run/hyperv_vf/hn0.retry"
  private static let start = [
    "/usr/sbin/daemon", "-f", "/usr/libexec/hyperv/hyperv_vfattach", "mlxen0", "60",
  ]

  struct Row: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var fault: SimulatedFault?
    /// Text that is added to rc.conf.
    var rcConf = ""
    /// The stored retry before the run; nil if there is none.
    var kept: String?
    var options: [String] = []
    /// The exit status, whether a retry is started, and the stored retry after the run.
    var exit: Int32
    var starts: Bool
    var left: String?
  }

  private static let refused = SimulatedFault(.fails(1), at: .line("^ifconfig lagg0 inet", nth: 1))
  /// A stored retry of a takeover for another NIC, which failed half a minute ago.
  private static var waiting: String { "mlxen0 - \(secondsSince1970() + 30)\n" }
  private static let made = "mlxen0 - made\n"

  private static let rows = [
    Row(testDescription: "no failure", exit: 0, starts: false),
    Row(testDescription: "a command fails", fault: refused, exit: 75, starts: true, left: "due"),
    Row(
      testDescription: "the lagg cannot be made",
      fault: SimulatedFault(.fails(1), at: .line("^ifconfig lagg0 create", nth: 1)), exit: 1,
      starts: true, left: "due"),
    Row(
      testDescription: "a question is not answered",
      fault: SimulatedFault(.fails(1), at: .line("^netstat", nth: 1)), exit: 75, starts: true,
      left: "due"),
    Row(
      testDescription: "it has been tried again", fault: refused, kept: made, exit: 75,
      starts: false, left: made),
    Row(
      testDescription: "another VF was", fault: refused, kept: "mce1 - made\n", exit: 75,
      starts: true, left: "due"),
    Row(
      testDescription: "what was due lost its process long ago", fault: refused,
      kept: "mlxen0 - 1000\n", exit: 75, starts: true, left: "due"),
    Row(
      testDescription: "it succeeds before it is tried again", kept: waiting,
      exit: 0, starts: false),
    Row(
      testDescription: "a clock was set back since", fault: refused,
      kept: "mlxen0 - 9999999999\n", exit: 75, starts: true, left: "due"),
    Row(
      testDescription: "it succeeds after it was tried again", kept: made, exit: 0, starts: false,
      left: made),
    Row(
      testDescription: "it is asked to stop",
      fault: SimulatedFault(.interrupts, at: .line("^ifconfig lagg0 inet", nth: 1)), exit: 75,
      starts: false),
    Row(
      testDescription: "a dry run", fault: refused, options: ["-n"], exit: 0, starts: false),
    Row(
      testDescription: "a mode of the scripts", fault: refused,
      rcConf: "hyperv_vf_compat=current\n", exit: 0, starts: false),
    Row(
      testDescription: "a value of rc.conf is refused",
      rcConf: "hyperv_vf_command_timeout=never\n", exit: 78, starts: false),
  ]

  @Test("after a failure that may pass", arguments: rows)
  func after(row: Row) throws {
    let run = try Self.run(row)
    let started = run.guest.performed.filter { Array($0.words.dropFirst()) == Self.start }
    #expect(run.exit == row.exit, "\(run.failure ?? "")")
    #expect(started.count == (row.starts ? 1 : 0))
    // The retry finds its own record by the time in it.
    let due = run.guest.machine.files[Self.path].flatMap { Retry($0.text.utf8)?.due }
    #expect(started.allSatisfy { $0.words[0] == "HYPERV_VF_RETRY=hn0:\(due ?? 0)" })
    #expect(Self.kept(on: run.guest) == row.left)
  }

  private static func run(_ row: Row) throws -> ParityRun {
    var machine = try ParityCase.named("up-static").machine
    machine.files["/etc/rc.conf"]?.text += row.rcConf
    machine.files[path] = row.kept.map { SimulatedFile($0) }
    let guest = SimulatedFreeBSD(machine, faults: row.fault.map { [$0] } ?? [])
    return try ParityRun(["hyperv_vfup", "hn0"], options: row.options, on: guest)
  }

  /// Returns the stored retry, with `due` instead of a time in the next minute; nil if there is
  /// none.
  private static func kept(on guest: SimulatedFreeBSD) -> String? {
    guard let text = guest.machine.files[path]?.text, let retry = Retry(text.utf8) else {
      return nil
    }
    let now = secondsSince1970()
    return retry.due.map { (now...now + 60).contains($0) } == true ? "due" : text
  }

  struct Process: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var kept: String?
    var isMade: Bool
  }

  @Test(
    "the process that waited for it goes on unless that was cancelled",
    arguments: [
      Process(testDescription: "due", kept: "mlxen0 - 1764370000\n", isMade: true),
      Process(testDescription: "cancelled", kept: nil, isMade: false),
      Process(testDescription: "made", kept: made, isMade: false),
      Process(testDescription: "of a later failure", kept: "mlxen0 - 9999999999\n", isMade: false),
    ])
  func process(row: Process) throws {
    var machine = try ParityCase.named("up-static").machine
    machine.nics["mlxen0"]?.up = false
    machine.files[Self.path] = row.kept.map { SimulatedFile($0) }
    let guest = SimulatedFreeBSD(machine)
    let run = try ParityRun(
      ["hyperv_vfattach", "mlxen0", "60"], on: guest, retrying: Retry.Ticket("hn0:1764370000"))
    #expect(run.exit == 0)
    #expect((guest.machine.nics["lagg0"] != nil) == row.isMade)
    #expect((guest.machine.nics["mlxen0"]?.up == true) == row.isMade)
    #expect(guest.machine.files[Self.path]?.text == (row.isMade ? Self.made : row.kept))
  }

  @Test("undo cancels it, whether there is a bond or not", arguments: [true, false])
  func undo(hasBond: Bool) throws {
    let guest = SimulatedFreeBSD(try ParityCase.named("up-static").machine)
    if hasBond { _ = try ParityRun(["hyperv_vfup", "hn0"], on: guest) }
    guest.machine.files[Self.path] = SimulatedFile("mlxen0 - 9999999999\n")
    let run = try ParityRun(["hyperv_vfctl", "undo", "hn0"], on: guest)
    #expect(run.exit == 0)
    #expect(guest.machine.files[Self.path] == nil)
  }

  @Test("an arrival cancels it, and the next failure has another")
  func arrival() throws {
    let guest = SimulatedFreeBSD(try ParityCase.named("up-static").machine)
    guest.machine.sysctl["hw.hn.vfmap"] = "mlxen0:hn0"
    guest.machine.files[Self.path] = SimulatedFile(Self.made)
    _ = try ParityRun(["hyperv_vfattach", "mlxen0", "0"], on: guest)
    #expect(guest.machine.files[Self.path] == nil)
  }

  @Test("the VF's leaving cancels it")
  func leaving() throws {
    let guest = SimulatedFreeBSD(try ParityCase.named("up-static").machine)
    guest.machine.sysctl["dev.hn.0.vf"] = ""
    guest.machine.files[Self.path] = SimulatedFile("mlxen0 - 9999999999\n")
    _ = try ParityRun(["hyperv_vfup", "hn0"], on: guest)
    #expect(guest.machine.files[Self.path] == nil)
  }
}
