import Failover
import TestSupport
import Testing

@testable import Programs

@Suite("What is asked while rc.conf is read")
struct AskAheadTests {
  private static let first = [
    ["sysctl", "-n", "hw.hn.vf_transparent", "hw.hn.vfmap", "kern.features.inet6", "net.fibs"]
  ]

  @Test(
    "it is what is asked first, and nothing where rc.conf seems to want the scripts or to be left alone",
    arguments: [
      ("", first), ("hyperv_vf_compat=2017\n", []), ("# hyperv_vf_compat\n", []),
      ("hyperv_vf_enable_hn0=NO\n", []), ("if\n", first),
    ])
  func asked(text: String, expected: [[String]]) throws {
    var machine = try ParityCase.named("up-dhcp").machine
    machine.files["/etc/rc.conf"]?.text += text
    let guest = SimulatedFreeBSD(machine)
    let request = UpRequest(sure(InterfaceName("hn0")))
    let turn = Pipeline.dryRun(on: guest).prefetchQueries(for: request)
    #expect(guest.askedAhead == expected)
    #expect((turn != nil) == !expected.isEmpty)
    #expect(guest.calls == [])
  }

  @Test("nothing, where it is not our turn at once")
  func busy() throws {
    let guest = SimulatedFreeBSD(try ParityCase.named("up-dhcp").machine)
    var pipeline = Pipeline.dryRun(on: guest)
    pipeline.options.isDryRun = false
    #expect(pipeline.prefetchQueries(for: UpRequest(sure(InterfaceName("hn0")))) == nil)
    #expect(guest.askedAhead == [])
  }

  @Test("every question that is announced is asked", arguments: try ParityCase.all())
  func needed(parity: ParityCase) throws {
    let guest = SimulatedFreeBSD(parity.machine, faults: parity.faults)
    let run = try ParityRun(parity.argv, on: guest)
    // In transparent mode, or without a VF, the run ends after the first answer.
    guard run.exit == 0, !guest.performed.isEmpty else { return }
    #expect(guest.askedAhead.filter { !guest.calls.contains($0) } == [])
  }
}
