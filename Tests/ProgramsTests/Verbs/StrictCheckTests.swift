import TestSupport
import Testing

@testable import Programs

@Suite("A takeover that rules would no longer fit")
struct StrictCheckTests {
  private static let warning =
    "/etc/pf.conf:1: 'pass on hn0' is about hn0; "
    + "after a takeover lagg0 has its traffic: name lagg0 as well"

  /// Runs hyperv_vfup on the recorded machine with a plain DHCP configuration, and these additional
  /// files.
  private func run(_ options: [String], strict: String?, rules: String) throws -> ParityRun {
    let recorded = try ParityCase.named("up-dhcp")
    var machine = ParityMode.itself.machine(of: recorded)
    machine.files["/etc/pf.conf"] = SimulatedFile(rules)
    if let strict, let file = machine.files["/etc/rc.conf"] {
      machine.files["/etc/rc.conf"] = SimulatedFile(file.text + "hyperv_vf_strict=\(strict)\n")
    }
    return try ParityRun(
      ["hyperv_vfup", "hn0"], options: options, on: SimulatedFreeBSD(machine))
  }

  @Test(
    "is refused where rc.conf is strict, and made otherwise; only a dry run tells of it then",
    arguments: [
      (options: [], strict: "YES", rules: "pass on hn0", exit: 78, told: true, changes: false),
      ([], "NO", "pass on hn0", 0, false, true),
      ([], nil, "pass on hn0", 0, false, true),
      ([], "YES", "pass on lagg0", 0, false, true),
      (["-n"], nil, "pass on hn0", 0, true, false),
      (["-n"], "YES", "pass on hn0", 78, true, false),
      (["-n"], "YES", "pass on em0", 0, false, false),
    ] as [([String], String?, String, Int32, Bool, Bool)])
  func refuses(
    options: [String], strict: String?, rules: String, exit: Int32, told: Bool, changes: Bool
  ) throws {
    let run = try run(options, strict: strict, rules: rules + "\n")
    #expect(run.exit == exit)
    #expect(run.messages == (told ? [Self.warning] : []))
    #expect(run.guest.effects.isEmpty == !changes)
  }

  @Test("a block of the DHCP client's, which a takeover sees to, is no reason to refuse it")
  func client() throws {
    var machine = ParityMode.itself.machine(of: try ParityCase.named("up-dhcp"))
    machine.files["/etc/dhclient.conf"] = SimulatedFile("interface \"hn0\" { }\n")
    let file = try #require(machine.files["/etc/rc.conf"])
    machine.files["/etc/rc.conf"] = SimulatedFile(file.text + "hyperv_vf_strict=YES\n")
    let dry = try ParityRun(["hyperv_vfup", "hn0"], options: ["-n"], on: SimulatedFreeBSD(machine))
    #expect(dry.exit == 0)
    #expect(
      dry.output.contains(
        """
        # the copy of /etc/dhclient.conf names lagg0 in place of hn0
        # differs from the script: D24
        cat >/var/run/hyperv_vf/dhclient.lagg0.conf <<'END'
        interface "lagg0" { }
        END
        # rc.conf asks for DHCP
        # differs from the script: D24
        /sbin/dhclient -b -c /var/run/hyperv_vf/dhclient.lagg0.conf lagg0

        """))
    let run = try ParityRun(["hyperv_vfup", "hn0"], on: SimulatedFreeBSD(machine))
    #expect(run.exit == 0)
    let copy = run.guest.machine.files["/var/run/hyperv_vf/dhclient.lagg0.conf"]
    #expect(copy?.text == "interface \"lagg0\" { }\n")
  }

  @Test("a dry run tells of it where the VF only joins, too; nothing is refused then")
  func joins() throws {
    for strict in ["NO", "YES"] {
      var machine = try ParityCase.named("up-lagg-without-vf").machine
      machine.files["/etc/pf.conf"] = SimulatedFile("pass on hn0\n")
      let file = try #require(machine.files["/etc/rc.conf"])
      machine.files["/etc/rc.conf"] = SimulatedFile(file.text + "hyperv_vf_strict=\(strict)\n")
      let dry = try ParityRun(
        ["hyperv_vfup", "hn0"], options: ["-n"], on: SimulatedFreeBSD(machine))
      #expect(dry.messages == [Self.warning])
      #expect(dry.exit == 0)
      let run = try ParityRun(["hyperv_vfup", "hn0"], on: SimulatedFreeBSD(machine))
      #expect(run.messages == [])
      #expect(run.exit == 0)
    }
  }
}
