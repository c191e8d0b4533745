import TestSupport
import Testing

/// Compares the simulated kernel with recordings of a real one (`shared/spec/freebsd-15.md`).
@Suite("The simulated FreeBSD 15.1 does what the real one was seen to do")
struct SimulatedKernelTests {
  @Test("each fact", arguments: KernelFact.all)
  func fact(row: KernelFact) throws {
    var machine = try ReleaseCase.named(row.origin).machine
    var status: Int32 = -1
    for command in row.commands { status = machine.shell(command) }
    #expect(status == row.exit)
    #expect(row.seen(machine) == row.expected)
  }

  @Test("what hn0 lists while its VF is up, and which port of a lagg is which")
  func listing() throws {
    var machine = try ReleaseCase.named("undo-static").machine
    let lagg = machine.printed("ifconfig lagg0")
    #expect(lagg.contains("\tlaggport: hn0 flags=1<MASTER>\n"))
    #expect(lagg.contains("\tlaggport: mlxen0 flags=4<ACTIVE>\n"))
    #expect(machine.printed("ifconfig hn0").contains("\tstatus: no carrier\n"))
    _ = machine.shell("ifconfig mlxen0 down")
    #expect(machine.printed("ifconfig lagg0").contains("hn0 flags=5<MASTER,ACTIVE>\n"))
    #expect(machine.printed("ifconfig hn0").contains("\tstatus: active\n"))
  }
}
