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
    let found = try pipeline(on: guest).bootFiles(of: "hn0", for: nil)
    let file = try #require(found.files.first)
    guest.machine.files[file.path] = SimulatedFile(file.text)
    boot(guest, addresses: before?.inet ?? [])

    let run = try ParityRun(["hyperv_vfup", "hn0"], on: guest)
    #expect(run.exit == 0)
    #expect(guest.effects == [["ifconfig", "lagg0", "laggport", "mlxen0"]])
    #expect(guest.machine.nics["lagg0"]?.inet == before?.inet)
  }

  /// What rc(8) does with `cloned_interfaces="lagg0"` and the rest.
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

  @Test("each file stands behind its path and its mode, and what is in the way at the end")
  func text() {
    let found = BootFiles(
      [BootFile("/a", "x\n"), BootFile("/b", "y\n", permissions: 0o600)], inTheWay: ["/c:1: z"])
    #expect(
      BootFilesText(found).text
        == "# /a\nx\n\n# /b (mode 600)\ny\n\n# These lines have to go:\n# /c:1: z\n")
  }

  private func pipeline(on guest: SimulatedFreeBSD) -> Pipeline { .dryRun(on: guest) }
}
