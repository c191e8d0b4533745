import TestSupport
import Testing

@Suite("Done means done: a command that says so is not believed")
struct ConfirmTests {
  /// Runs the case `origin` on a machine where the command exits with 0 and does nothing.
  private func run(_ origin: String, _ command: String, nth: Int? = nil) throws -> ParityRun {
    let parity = try ParityCase.named(origin)
    let lie = SimulatedFault(.fails(0), at: .line(command, nth: nth))
    return try ParityRun(parity.argv, on: SimulatedFreeBSD(parity.machine, faults: [lie]))
  }

  @Test("a VF that did not join is joined at the second look")
  func again() throws {
    let run = try run("up-lagg-without-vf", "^ifconfig lagg0 laggport", nth: 1)
    #expect(run.exit == 0)
    #expect(run.failure == nil)
    #expect(run.guest.machine.nics["lagg0"]?.laggport == ["hn0", "mlxen0"])
  }

  @Test(
    "what remains is said with its commands, and is a failure",
    arguments: [
      (
        "up-lagg-without-vf", "^ifconfig lagg0 laggport",
        """
        hn0: done, but not complete: mlxen0 is not in lagg0: /sbin/ifconfig lagg0 laggport mlxen0; \
        mlxen0 is the faster NIC
        """
      ),
      (
        "up-static", "^ifconfig lagg0 laggproto",
        """
        hn0: done, but not complete: lagg0 must be up to carry the traffic: \
        /sbin/ifconfig lagg0 up laggproto failover; \
        this guest had the addresses of lagg0 before: /sbin/ifconfig lagg0 inet6 no_dad; \
        hn0 and mlxen0 become members of lagg0: \
        /sbin/ifconfig lagg0 laggproto failover laggport hn0 laggport mlxen0; \
        a member of lagg0 needs no IPv6 of its own: /sbin/ifconfig hn0 inet6 -accept_rtadv; \
        a member of lagg0 needs no IPv6 of its own: /sbin/ifconfig hn0 inet6 ifdisabled
        """
      ),
    ])
  func remains(origin: String, command: String, said: String) throws {
    let run = try run(origin, command)
    #expect(run.exit == 71)
    #expect(run.failure == said)
  }
}
