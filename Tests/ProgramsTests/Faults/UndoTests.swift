import TestSupport
import Testing

@Suite("What cannot be taken back is tried once more, then said")
struct UndoTests {
  /// A command that fails while a rejected configuration is taken back.
  struct Row: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// The command.
    var command: String
    /// Which of its tries fails; nil: each.
    var nth: Int?
    var exit: Int32
    /// What the message ends with.
    var ending: String
  }

  private static let rejected =
    "hn0: /sbin/ifconfig lagg0 inet 192.0.2.50 netmask 255.255.255.0: exit 1: "
    + "ifconfig: injected fault; "

  private static let rows = [
    Row(
      testDescription: "the lagg does not go at first", command: "ifconfig lagg0 destroy", nth: 1,
      exit: 75, ending: "undone"),
    Row(
      testDescription: "the lagg does not go", command: "ifconfig lagg0 destroy", exit: 71,
      ending: "not wholly undone, by hand: /sbin/ifconfig lagg0 destroy"),
    Row(
      testDescription: "the address does not come back at first",
      command: "ifconfig hn0 inet 192.0.2.50/24 alias", nth: 1, exit: 75, ending: "undone"),
    Row(
      testDescription: "the address does not come back",
      command: "ifconfig hn0 inet 192.0.2.50/24 alias", exit: 71,
      ending: "not wholly undone, by hand: /sbin/ifconfig hn0 inet 192.0.2.50/24 alias"),
  ]

  private static func disturbance(_ row: Row) -> Disturbance {
    let configure = SimulatedFault.Trigger.line("^ifconfig lagg0 inet 192", nth: 1)
    return Disturbance(origin: "up-static", fault: SimulatedFault(.fails(1), at: configure))
  }

  private static func run(_ row: Row) throws -> ParityRun {
    try disturbance(row).run(and: [
      SimulatedFault(.fails(1), at: .line("^\(row.command)$", nth: row.nth))
    ])
  }

  @Test("the status and the message say what is left", arguments: rows)
  func said(row: Row) throws {
    let run = try Self.run(row)
    #expect(run.exit == row.exit)
    #expect(run.failure == Self.rejected + row.ending)
  }

  @Test("one that succeeds at the second try leaves nothing", arguments: rows)
  func left(row: Row) throws {
    let run = try Self.run(row)
    let isStart = try NetworkView(run.guest.machine) == NetworkView(Self.disturbance(row).start)
    #expect(isStart == (row.exit == 75))
  }

  @Test("the next run ends where an undisturbed one ends", arguments: rows)
  func next(row: Row) throws {
    let disturbance = Self.disturbance(row)
    let guest = try Self.run(row).guest
    #expect(try disturbance.runAgain(on: guest).exit == 0)
    #expect(try NetworkView(guest.machine) == NetworkView(disturbance.clean))
  }
}
