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
    // Only an injected fault ends a run early. After other failures the plan continues.
    let failed = parity.faults.isEmpty ? nil : performed.firstIndex { !$0.succeeded }
    let end = failed.map { $0 + 1 } ?? Int.max
    let printed = DryRun(dry.output).commands
    // The lease there is for another address, which a dry run cannot know.
    let later = parity.name == "up-second-unit" && mode == .itself ? 1 : 0
    #expect(Array(printed.prefix(end)) == performed.prefix(end).dropLast(later).map(\.words))
  }

  @Test(
    "the keyword of a family is the first word: behind others ifconfig(8) takes it for a host",
    arguments: try ParityCase.all())
  func familyFirst(parity: ParityCase) throws {
    let commands = DryRun(try ParityRun(parity, as: .itself, options: ["-n"]).output).commands
    for words in commands where words[0] == "/sbin/ifconfig" {
      #expect(!words.dropFirst(3).contains { $0 == "inet" || $0 == "inet6" }, "\(words)")
    }
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
        # differs from the script: D20
        /sbin/ifconfig lagg0 create
        # rc.conf sets it
        # differs from the script: D20
        /sbin/ifconfig lagg0 inet 192.0.2.50/24 laggproto failover
        # this guest had the addresses of lagg0 before
        # differs from the script: D20
        /sbin/ifconfig lagg0 inet6 no_dad
        # hn0 and mlxen0 become members of lagg0
        # differs from the script: D20
        /sbin/ifconfig lagg0 laggproto failover laggport hn0 laggport mlxen0
        # lagg0 has the address
        # differs from the script: D20
        /sbin/ifconfig hn0 inet 192.0.2.50 delete
        # the kernel removed the default route with the address
        # differs from the script: D7
        /sbin/route -n add -inet default 192.0.2.1
        # a member of lagg0 needs no IPv6 of its own
        # differs from the script: D20
        /sbin/ifconfig hn0 inet6 -accept_rtadv
        # a member of lagg0 needs no IPv6 of its own
        # differs from the script: D20
        /sbin/ifconfig hn0 inet6 ifdisabled
        # the routes have to lead through lagg0
        # differs from the script: D7
        /sbin/route -n add -inet -net 198.51.100.0/24 192.0.2.9
        # if a step fails: every change is undone, and one retry follows after 60 seconds
        # differs from the script: D31
        #   /usr/sbin/daemon -f /usr/libexec/hyperv/hyperv_vfattach mlxen0 60

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
