import TestSupport
import Testing

@testable import Programs

@Suite("A dry run prints what the run does")
struct DryRunTests {
  @Test(
    "its lines are the commands that the run executes, to the one that fails",
    arguments: try ParityCase.all(), ParityMode.allCases)
  func lines(parity: ParityCase, mode: ParityMode) throws {
    let dry = try ParityRun(parity, as: mode, options: ["-n"])
    let run = try ParityRun(parity, as: mode)
    let performed = run.guest.performed
    // Only an injected fault ends a run early: what the plan lets fail, it goes on after.
    let failed = parity.faults.isEmpty ? nil : performed.firstIndex { !$0.succeeded }
    let end = failed.map { $0 + 1 } ?? Int.max
    let printed = DryRun(dry.output).commands
    #expect(Array(printed.prefix(end)) == performed.prefix(end).map(\.words))
  }

  @Test(
    "it changes nothing, locks nothing and runs nothing",
    arguments: try ParityCase.all(), ParityMode.allCases)
  func changesNothing(parity: ParityCase, mode: ParityMode) throws {
    let run = try ParityRun(parity, as: mode, options: ["-n"])
    #expect(run.guest.effects == [])
    #expect(run.guest.performed == [])
    #expect(run.locks == [])
    #expect(run.guest.machine == mode.machine(of: parity))
  }

  @Test("it prints nothing that is neither a command nor a comment when there is nothing to do")
  func notice() throws {
    let run = try ParityRun(.named("attach-not-a-vf"), as: .itself, options: ["-n"])
    #expect(run.output == "# nothing to do: em0: not the VF of a synthetic NIC\n")
  }

  @Test("it is the whole plan, with the reason of every step")
  func text() throws {
    let run = try ParityRun(.named("route-static"), as: .itself, options: ["-n"])
    #expect(
      run.output == """
        # lagg0 is missing
        /sbin/ifconfig lagg0 create
        # lagg0 answers to the routers from now on
        /sbin/ifconfig hn0 inet6 -accept_rtadv
        # hn0 and mlxen0 are one NIC
        /sbin/ifconfig lagg0 laggproto failover laggport hn0 laggport mlxen0
        # a port has no IPv6 of its own
        /sbin/ifconfig hn0 inet6 ifdisabled
        # its addresses were this guest's already
        /sbin/ifconfig lagg0 inet6 no_dad
        # lagg0 takes the addresses over
        /sbin/ifconfig hn0 inet 192.0.2.50 delete
        # so says rc.conf
        /sbin/ifconfig lagg0 inet 192.0.2.50/24
        # they went with the addresses
        # differs from the script: D7
        /sbin/route -n add -inet default 192.0.2.1
        /sbin/route -n add -inet -net 198.51.100.0/24 192.0.2.9

        """)
  }

  @Test(
    "a word is printed so that sh reads it back",
    arguments: [
      "lagg0", "", "a b", "it's", "$HOME", "a;b", "`id`", "é", "\\", "''", "a\"b", "*", "~",
    ])
  func quoting(word: String) {
    #expect(ShellWords.split("x \(PlanText.quoted(word)) y") == ["x", word, "y"])
  }
}
