import Failover
import Platforms
import RCConf
import TestSupport
import Testing

@testable import Programs

@Suite("hyperv_vfctl probe --quiet")
struct StartCheckTests {
  /// Returns a FreeBSD guest with these interfaces, and the kernel's list of pairs.
  private func freeBSD(_ interfaces: String, map: String) -> ScriptedView {
    let guest = ScriptedView()
    guest.answers[Command("/sbin/sysctl", ["-n", "hw.hn.vfmap"])] =
      CommandResult(.exit(0), output: map + "\n")
    guest.answers[Command("/sbin/ifconfig", ["-l"])] =
      CommandResult(.exit(0), output: interfaces + "\n")
    return guest
  }

  /// Returns a FreeBSD guest whose kernel has neither such a list nor hn(4).
  private func freeBSDElsewhere() -> ScriptedView {
    let guest = ScriptedView()
    guest.answers[Command("/sbin/sysctl", ["-n", "hw.hn.vfmap"])] = CommandResult(.exit(1))
    guest.answers[Command("/sbin/ifconfig", ["-l"])] = CommandResult(.exit(0), output: "em0 lo0\n")
    guest.answers[Command("/sbin/ifconfig", ["-a"])] = CommandResult(.exit(0), output: "")
    return guest
  }

  private func answer(
    _ name: String, on guest: ScriptedView, rcConf: String = ""
  ) throws -> Bool {
    let evaluator = Evaluator(files: .none)
    _ = evaluator.run(Array(rcConf.utf8), named: "/etc/rc.conf")
    let question = StartCheck(platform: FreeBSD(), guest: guest) { () throws(Failure) in
      evaluator.variables
    }
    return try question.mustNotStart(#require(InterfaceName(name)))
  }

  @Test(
    "a VF that the kernel pairs is left alone, and no other NIC",
    arguments: [
      (name: "mce0", map: "mce0:hn0", isLeft: true),
      ("mce1", "mce0:hn0 mce1:wan0", true),
      ("hn0", "mce0:hn0", false),
      ("hn1", "mce0:hn0", false),
      ("mce10", "mce1:hn0", false),
      ("hn0.5", "mce0:hn0", false),
      ("lagg0", "mce0:hn0", false),
      ("mce0", "", false),
    ])
  func pairs(name: String, map: String, isLeft: Bool) throws {
    let guest = freeBSD("lo0 hn0 hn1 wan0 mce0 mce1 mce10 hn0.5 lagg0", map: map)
    #expect(try answer(name, on: guest) == isLeft)
  }

  @Test("on a machine without a synthetic NIC every NIC is started")
  func elsewhere() throws { #expect(try !answer("em0", on: freeBSDElsewhere())) }

  @Test(
    "what rc.conf says of the programs holds",
    arguments: [
      (rcConf: "hyperv_vf_enable=NO", isLeft: false),
      ("hyperv_vf_enable_hn0=NO", false),
      ("hyperv_vf_enable_hn1=NO", true),
      ("hyperv_vf_enable=NO hyperv_vf_enable_hn0=YES", true),
      ("hyperv_vf_enable=perhaps", true),
      ("hyperv_vf_compat=current", false),
      ("hyperv_vf_compat=2017", false),
      ("ifconfig_DEFAULT=DHCP", true),
      ("ifconfig_mce0=DHCP", true),
    ])
  func obeys(rcConf: String, isLeft: Bool) throws {
    let guest = freeBSD("lo0 hn0 hn1 mce0", map: "mce0:hn0")
    #expect(try answer("mce0", on: guest, rcConf: rcConf) == isLeft)
  }

  @Test("a value at which hyperv_vfup would stop, and a kernel that does not answer, are failures")
  func fails() throws {
    let guest = freeBSD("lo0 hn0 mce0", map: "mce0:hn0")
    #expect(throws: Failure.self) {
      try answer("mce0", on: guest, rcConf: "hyperv_vf_command_timeout=2s")
    }
    guest.answers = [:]
    #expect(throws: Failure.self) { try answer("mce0", on: guest) }
  }

  @Test("rc.conf is not read for a NIC of no pair")
  func reads() throws {
    let guest = freeBSD("lo0 hn0 em0 mce0", map: "mce0:hn0")
    var reads = 0
    let question = StartCheck(platform: FreeBSD(), guest: guest) { () throws(Failure) in
      reads += 1
      return Variables()
    }
    for name in ["em0", "mce0"] { _ = try question.mustNotStart(#require(InterfaceName(name))) }
    #expect(reads == 1)
  }
}
