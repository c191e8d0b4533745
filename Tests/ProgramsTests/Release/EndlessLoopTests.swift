import TestSupport
import Testing

/// FreeBSD's hyperv_vfup removes addresses until a removal fails. On FreeBSD 15 it never fails.
@Suite("D23: to be the scripts does not mean to loop for ever")
struct EndlessLoopTests {
  private static let origins = ["up-static", "up-dhcp", "up-aliases", "up-ipv6", "up-vlan"]

  /// Returns the case with a request for that mode in rc.conf.
  private func parity(_ origin: String, _ mode: ParityMode) throws -> ReleaseCase {
    try ReleaseCase.named(origin).then(["hyperv_vfup", "hn0"]) { machine in
      let text = machine.files["/etc/rc.conf"]?.text ?? ""
      machine.files["/etc/rc.conf"] = SimulatedFile(
        "hyperv_vf_compat=\"\(mode.rawValue)\"\n\(text)")
    }
  }

  private func removals(_ guest: SimulatedFreeBSD) -> [String] {
    guest.effects.filter { $0.starts(with: ["ifconfig", "hn0", "inet"]) && $0.contains("delete") }
      .map { $0[3] }
  }

  @Test(
    "each address that is left is removed once, and then no more",
    arguments: origins, [ParityMode.scripts2017, .current])
  func once(origin: String, mode: ParityMode) throws {
    let run = try ReleaseRun(parity(origin, mode))
    #expect(run.first.exit == 0)
    #expect(run.guest.machine.nics["hn0"]?.inet == [])
    #expect(removals(run.guest) == ["192.0.2.50"])
    #expect(!run.guest.effects.contains(["ifconfig", "hn0", "-alias"]))
  }

  @Test(
    "a removal that says it is done and is not is not tried for ever",
    arguments: origins, [ParityMode.scripts2017, .current])
  func lie(origin: String, mode: ParityMode) throws {
    let lie = SimulatedFault(.fails(0), at: .line("^ifconfig hn0 inet .* delete", nth: nil))
    let run = try ReleaseRun(parity(origin, mode), faults: [lie])
    #expect(removals(run.guest) == ["192.0.2.50"])
    #expect(run.guest.machine.nics["hn0"]?.inet.map(\.addr) == ["192.0.2.50"])
  }

  @Test(
    "a dry run shows the number at the removal, and nowhere else",
    arguments: origins, [ParityMode.scripts2017, .current])
  func numbered(origin: String, mode: ParityMode) throws {
    let parity = try parity(origin, mode)
    let guest = SimulatedFreeBSD(parity.machine)
    let dry = DryRun(try ParityRun(parity.argv, options: ["-n"], on: guest).output)
    let numbered = dry.lines.filter { $0.deviation != nil }
    #expect(numbered.map(\.deviation) == ["D23"])
    #expect(numbered.map(\.words) == [["/sbin/ifconfig", "hn0", "inet", "192.0.2.50", "delete"]])
  }
}
