import Failover
import Platforms
import TestSupport
import Testing

@testable import Programs

@Suite("hyperv_vfctl template")
struct TemplateTests {
  private func pipeline(on guest: SimulatedFreeBSD) -> Pipeline { .dryRun(on: guest) }

  private func guest(_ name: String) throws -> SimulatedFreeBSD {
    SimulatedFreeBSD(try ParityCase.named(name).machine)
  }

  @Test("sh: each command with its reason, its undo, and what its failure means")
  func script() throws {
    let text = try pipeline(on: guest("up-static")).templateScript(of: "hn0")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let begin = try #require(lines.firstIndex(of: "# lagg0 is missing"))
    #expect(lines[0] == "#!/bin/sh")
    #expect(
      lines[begin...].filter { !$0.isEmpty && !$0.hasPrefix("#") } == [
        "/sbin/ifconfig lagg0 create || { echo 'lagg0 creation failed' >&3; exit 1; }",
        "step=1",
        "/sbin/ifconfig lagg0 inet 192.0.2.50 netmask 255.255.255.0 laggproto failover "
          + "laggport \"$vf\" || fail",
        "step=2", "/sbin/ifconfig hn0 inet 192.0.2.50 delete || fail",
        "/sbin/ifconfig lagg0 inet6 no_dad", "step=3",
        "/sbin/ifconfig lagg0 laggport hn0 || fail",
        "/sbin/ifconfig hn0 inet6 -accept_rtadv || fail",
        "/sbin/ifconfig hn0 inet6 ifdisabled || fail",
        "exit \"$status\"",
      ])
  }

  @Test("Swift: what the bond gets, as a list")
  func swift() throws {
    let text = try pipeline(on: guest("route-static")).templateInSwift(of: "mlxen0")
    let list = text.split(separator: "\n").drop { $0 != "  runOverride(" }
    #expect(
      list == [
        "  runOverride(", "    count, words,", "    .ifconfig(\"inet 192.0.2.50/24\"),",
        "    .command(\"/sbin/route\", \"-n\", \"add\", \"-inet\", \"default\", \"192.0.2.1\"),",
        "    .command(\"/sbin/route\", \"-n\", \"add\", \"-inet\", \"-net\", \"198.51.100.0/24\", "
          + "\"192.0.2.9\"))", "}",
      ])
  }

  @Test(
    "it is the same before the takeover, after it, and without a VF",
    arguments: [
      (name: "up-static", movesBack: true), ("alias-range", true), ("route-static", true),
      // The lagg has another client by then, and no link-local address that lagg(4) could remove.
      ("up-dhcp", false), ("up6-static", false),
    ])
  func always(name: String, movesBack: Bool) throws {
    let guest = try guest(name)
    let before = try pipeline(on: guest).templateScript(of: "hn0")
    _ = try ParityRun(["hyperv_vfup", "hn0"], on: guest)
    #expect(guest.machine.nics["lagg0"] != nil)
    guest.machine.sysctl["dev.hn.0.vf"] = ""
    let without = try self.guest(name)
    without.machine.sysctl["dev.hn.0.vf"] = ""
    #expect(try pipeline(on: without).templateScript(of: "hn0") == before)
    #expect((try pipeline(on: guest).templateScript(of: "hn0") == before) == movesBack)
  }

  @Test(
    "the VF is named by a variable that sh(1) puts in wherever it stands",
    arguments: [
      ("ifconfig lagg0 laggport @vf@", "ifconfig lagg0 laggport \"$vf\""),
      (
        "printf %s +@vf@ >/sys/class/net/@vf@/flags",
        "printf %s +\"$vf\" >/sys/class/net/\"$vf\"/flags"
      ),
      ("# @vf@ is the faster NIC", "# $vf is the faster NIC"),
      ("echo 'a @vf@ b' @vf@", "echo 'a '\"$vf\"' b' \"$vf\""),
      ("echo 'it'\\''s @vf@'", "echo 'it'\\''s '\"$vf\"''"), ("up@vf", "up@vf"),
    ])
  func names(line: String, script: String) {
    #expect(TemplateScript.replacingPlaceholder(in: line) == script)
  }

  @Test("where the kernel does the failover there is none")
  func transparent() throws {
    let guest = try guest("up-static")
    guest.machine.sysctl["hw.hn.vf_transparent"] = "1"
    let failure = #expect(throws: Failure.self) {
      try pipeline(on: guest).templateScript(of: "hn0")
    }
    #expect(failure?.exitCode == 69)
  }
}
