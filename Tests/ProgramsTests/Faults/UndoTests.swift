import TestSupport
import Testing

@Suite("What cannot be taken back is tried once more, then said")
struct UndoTests {
  /// A command that fails during the undo of a takeover that failed at its last command.
  struct Row: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// The command.
    var command: String
    /// The number of the failing attempt; nil if each one fails.
    var nth: Int?
    var exit: Int32
    /// The end of the message.
    var ending: String
  }

  /// A command that is refused, and the commands that undo all before it.
  struct Order: CustomTestStringConvertible, Sendable {
    var origin: String
    /// The first command that matches is refused.
    var refused: String
    var undo: [String]
    var testDescription: String { "\(origin): \(refused)" }
  }

  private static let orders = [
    Order(
      origin: "up-static", refused: "^ifconfig lagg0 laggproto",
      undo: ["/sbin/ifconfig lagg0 destroy"]),
    Order(
      origin: "up-dhcp", refused: "^ifconfig hn0 inet6 ifdisabled",
      undo: back + ["/sbin/dhclient -b hn0"]),
    Order(
      origin: "route-static", refused: "^ifconfig hn0 inet6 ifdisabled",
      undo: back + [
        "/sbin/route -n add -inet default 192.0.2.1",
        "/sbin/route -n add -inet -net 198.51.100.0/24 192.0.2.9",
      ]),
    Order(
      origin: "alias-range", refused: "^ifconfig hn0 inet 192.0.2.62 delete",
      undo: ["/sbin/ifconfig hn0 inet 192.0.2.61/32 alias"] + back),
    Order(
      origin: "up6-static", refused: "^ifconfig hn0 inet6 ifdisabled",
      undo: back + [
        "/sbin/ifconfig hn0 inet6 fe80::215:5dff:fe4a:b01%hn0 prefixlen 64 alias",
        "/sbin/ifconfig hn0 inet6 2001:db8::5 prefixlen 64 alias",
        "/sbin/ifconfig hn0 inet6 accept_rtadv", "/sbin/rtsol hn0",
      ]),
  ]

  /// hn0 gets its address back before it leaves the lagg. It leaves before the lagg sets its ports
  /// down.
  private static let back = [
    "/sbin/ifconfig hn0 inet 192.0.2.50/24 alias", "/sbin/ifconfig lagg0 -laggport hn0",
    "/sbin/ifconfig lagg0 destroy",
  ]

  private static let rejected =
    "hn0: /sbin/ifconfig hn0 inet6 ifdisabled: exit 1: ifconfig: injected fault; "

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
    let last = SimulatedFault.Trigger.line("^ifconfig hn0 inet6 ifdisabled", nth: 1)
    return Disturbance(origin: "up-static", fault: SimulatedFault(.fails(1), at: last))
  }

  private static func run(_ row: Row) throws -> ParityRun {
    try disturbance(row).run(and: [
      SimulatedFault(.fails(1), at: .line("^\(row.command)$", nth: row.nth))
    ])
  }

  @Test("what was done is taken back newest first, and nothing of that fails", arguments: orders)
  func order(row: Order) throws {
    let fault = SimulatedFault(.fails(1), at: .line(row.refused, nth: 1))
    let guest = try Disturbance(origin: row.origin, fault: fault).run().guest
    let refused = try #require(guest.performed.firstIndex { !$0.succeeded })
    // The last effect starts the retry.
    let undo = guest.performed.dropFirst(refused + 1).dropLast()
    #expect(undo.map { $0.words.joined(separator: " ") } == row.undo)
    #expect(undo.filter { !$0.succeeded } == [])
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
