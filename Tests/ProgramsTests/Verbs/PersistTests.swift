import Failover
import Platforms
import TestSupport
import Testing

@testable import Programs

@Suite("hyperv_vfctl persist")
struct PersistTests {
  @Test(
    "after a boot with what it prints, the VF only joins: on the machine that rc(8) makes of it",
    arguments: ["up-static", "up-dhcp"])
  func joins(name: String) throws {
    let guest = SimulatedFreeBSD(try ParityCase.named(name).machine)
    let before = guest.machine.nics["hn0"]
    let found = try pipeline(on: guest).bootFiles(of: "hn0", for: nil).files
    for change in found.changes {
      guest.machine.files[change.path] = change.after.map { SimulatedFile($0) }
    }
    boot(guest, addresses: before?.inet ?? [])

    let run = try ParityRun(["hyperv_vfup", "hn0"], on: guest)
    #expect(run.exit == 0)
    #expect(guest.effects == [["ifconfig", "lagg0", "laggport", "mlxen0"]])
    #expect(guest.machine.nics["lagg0"]?.inet == before?.inet)
  }

  /// Makes the changes of rc(8) with `cloned_interfaces="lagg0"` and the other variables.
  private func boot(_ guest: SimulatedFreeBSD, addresses: [SimulatedNIC.Address]) {
    guest.machine.nics["hn0"]?.inet = []
    var lagg = SimulatedNIC()
    lagg.laggproto = "failover"
    lagg.laggport = ["hn0"]
    lagg.inet = addresses
    guest.machine.nics["lagg0"] = lagg
  }

  @Test("a system that the guest cannot have is refused with those that it can")
  func refuses() throws {
    let guest = SimulatedFreeBSD(try ParityCase.named("up-static").machine)
    let failure = #expect(throws: Failure.self) {
      try pipeline(on: guest).bootFiles(of: "hn0", for: "networkd")
    }
    #expect(failure?.text == "--for: 'networkd': is none of rc.conf")
    #expect(failure?.exitCode == 64)
  }

  @Test("what is said beside the files stands behind a #")
  func notes() {
    let found = BootFiles([], unknown: ["/c:1: x: hn0"], advice: ["a", "b"])
    #expect(
      BootFilesText(found).notes
        == "# These name the NIC for a purpose that is not known; look whether they mean the bond:\n"
        + "# /c:1: x: hn0\n# Beside that:\n# a\n# b\n")
  }

  private func pipeline(on guest: SimulatedFreeBSD) -> Pipeline { .dryRun(on: guest) }
}
