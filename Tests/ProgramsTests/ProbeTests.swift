import Failover
import Platforms
import TestSupport
import Testing

@testable import Programs

@Suite("hyperv_vfctl probe")
struct ProbeTests {
  /// A guest with a PCI NIC, and a netvsc NIC with that address.
  private func guest(kernel: String, synthetic address: String) -> ScriptedView {
    var guest = ScriptedView()
    guest.files["/proc/sys/kernel/osrelease"] = kernel + "\n"
    for (name, address, bus, driver) in [
      ("eth0", address, "vmbus", "hv_netvsc"),
      ("enP1s1", "00:15:5d:4a:0b:01", "pci", "mana"),
    ] {
      let path = "/sys/class/net/\(name)"
      guest.files["\(path)/type"] = "1\n"
      guest.files["\(path)/address"] = address + "\n"
      guest.links["\(path)/device"] = "../../../x"
      guest.links["\(path)/device/driver"] = "../../../bus/\(bus)/drivers/\(driver)"
      guest.links["\(path)/device/subsystem"] = "../../../bus/\(bus)"
    }
    return guest
  }

  private static let bond = [
    "HYPERV_VF=1", "HYPERV_VF_SYNTHETIC=eth0", "HYPERV_VF_MODE=bond", "NM_UNMANAGED=1",
    "ID_NET_MANAGED_BY=unmanaged",
  ]

  @Test(
    "a PCI NIC with the address of a synthetic one is a VF, whatever its driver; no other NIC is",
    arguments: [
      (name: "enP1s1", kernel: "4.9.0", synthetic: "00:15:5d:4a:0b:01", lines: bond),
      (
        "enP1s1", "6.1.0", "00:15:5d:4a:0b:01",
        bond.map { $0 == "HYPERV_VF_MODE=bond" ? "HYPERV_VF_MODE=transparent" : $0 }
      ),
      ("enP1s1", "6.1.0", "00:15:5d:4a:0b:02", []),
      ("eth0", "6.1.0", "00:15:5d:4a:0b:01", []),
      ("gone", "6.1.0", "00:15:5d:4a:0b:01", []),
    ])
  func probes(name: String, kernel: String, synthetic: String, lines: [String]) throws {
    let probe = Probe(platform: Linux(), guest: guest(kernel: kernel, synthetic: synthetic))
    #expect(try probe.lines(for: #require(InterfaceName(name))) == lines)
  }

  @Test("FreeBSD has no use for it")
  func probesFreeBSD() throws {
    var guest = ScriptedView()
    guest.answers[Command("/sbin/sysctl", ["-n", "hw.hn.vf_transparent"])] =
      CommandResult(.exit(0), output: "0\n")
    let probe = Probe(platform: FreeBSD(), guest: guest)
    #expect(try probe.lines(for: #require(InterfaceName("mce0"))) == [])
  }
}
