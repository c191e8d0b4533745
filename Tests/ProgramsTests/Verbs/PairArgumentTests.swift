import Failover
import Platforms
import TestSupport
import Testing

@testable import Programs

@Suite("The interface that a verb is given")
struct PairArgumentTests {
  private func freebsd() -> ScriptedView {
    let guest = ScriptedView()
    guest.answers[Command("/sbin/ifconfig", ["-l"])] =
      CommandResult(.exit(0), output: "hn0 hn1 mce0 lo0\n")
    guest.answers[Command("/sbin/sysctl", ["-n", "hw.hn.vfmap"])] =
      CommandResult(.exit(0), output: "mce0:hn0\n")
    guest.answers[Command("/sbin/ifconfig", ["-a"])] = CommandResult(.exit(0), output: "")
    return guest
  }

  private func found(_ word: String) throws -> VFPair {
    try pair(named: word, settings: GeneralSettings(), on: FreeBSD(), asking: freebsd())
  }

  @Test(
    "the synthetic NIC or its VF names the pair",
    arguments: [("hn0", "hn0", "mce0"), ("mce0", "hn0", "mce0"), ("hn1", "hn1", nil)]
      as [(String, String, String?)])
  func names(word: String, synthetic: String, vf: String?) throws {
    let expected = try VFPair(
      #require(InterfaceName(synthetic)), vf: vf.flatMap(InterfaceName.init))
    #expect(try found(word) == expected)
  }

  @Test(
    "any other is told which pairs there are, with status 69",
    arguments: [
      ("hn7", "hn7: no such interface; there is hn0 (VF mce0), hn1 (no VF now)"),
      (
        "lo0", "lo0: no synthetic NIC and no VF of one; there is hn0 (VF mce0), hn1 (no VF now)"
      ),
    ])
  func refuses(word: String, text: String) throws {
    let failure = #expect(throws: Failure.self) { try found(word) }
    #expect(failure?.text == text)
    #expect(failure?.exitCode == 69)
  }

  @Test("a synthetic NIC in a vnet jail is told as such")
  func jailed() throws {
    var state = PairsState([])
    state.jailed = [JailedNIC(try #require(InterfaceName("hn0")), in: "www")]
    let failure = #expect(throws: Failure.self) { try state.onlyPair }
    #expect(failure?.text == "hn0: is in the jail www (vnet)")
    #expect(failure?.exitCode == 69)
  }

  @Test("a name that no kernel takes is a matter of usage")
  func odd() throws {
    let failure = #expect(throws: Failure.self) { try found("a/b") }
    #expect(failure?.exitCode == 64)
  }

  @Test("Linux finds them in sysfs, by driver and address")
  func linux() throws {
    let guest = ScriptedView()
    for (name, driver, bus) in [("eth0", "hv_netvsc", "vmbus"), ("enP1s1", "mana", "pci")] {
      let path = "/sys/class/net/\(name)"
      guest.files["\(path)/type"] = "1\n"
      guest.files["\(path)/address"] = "00:15:5d:4a:0b:01\n"
      guest.links["\(path)/device"] = "../../../x"
      guest.links["\(path)/device/driver"] = "../../../bus/\(bus)/drivers/\(driver)"
      guest.links["\(path)/device/subsystem"] = "../../../bus/\(bus)"
    }
    guest.files["/sys/class/net/lo/type"] = "772\n"
    let eth0 = try #require(InterfaceName("eth0"))
    let vf = try #require(InterfaceName("enP1s1"))
    #expect(
      try pair(named: "enP1s1", settings: GeneralSettings(), on: Linux(), asking: guest)
        == VFPair(eth0, vf: vf))
    let failure = #expect(throws: Failure.self) {
      try pair(named: "lo", settings: GeneralSettings(), on: Linux(), asking: guest)
    }
    #expect(
      failure?.text == "lo: no synthetic NIC and no VF of one; there is eth0 (VF enP1s1)")
  }
}
