import Failover
import Platforms
import RCConf
import TestSupport
import Testing

@testable import Programs

@Suite("hyperv_vfctl probe")
struct ProbeTests {
  /// Returns a guest with a PCI NIC, and a netvsc NIC with this address.
  private func guest(kernel: String, synthetic address: String) -> ScriptedView {
    let guest = ScriptedView()
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
      ("eth0", "6.1.0", "00:15:5d:4a:0b:01", ["HYPERV_SYNTHETIC_VF=enP1s1"]),
      ("eth0", "6.1.0", "00:15:5d:4a:0b:02", []),
      ("gone", "6.1.0", "00:15:5d:4a:0b:01", []),
    ])
  func probes(name: String, kernel: String, synthetic: String, lines: [String]) throws {
    let guest = guest(kernel: kernel, synthetic: synthetic)
    let probe = Probe(platform: Linux(), guest: guest) { Variables() }
    #expect(try probe.lines(for: #require(InterfaceName(name))) == lines)
  }

  @Test(
    "rc.conf has its say: other synthetic drivers, the mode, the switch; a wrong value has none",
    arguments: [
      (name: "enP1s1", rcConf: "", lines: []),
      ("enP1s1", "hyperv_vf_synthetic_drivers=virtio_net", bond),
      ("eth0", "hyperv_vf_synthetic_drivers=virtio_net", ["HYPERV_SYNTHETIC_VF=enP1s1"]),
      (
        "enP1s1", "hyperv_vf_synthetic_drivers=virtio_net hyperv_vf_transparent=YES",
        bond.map { $0 == "HYPERV_VF_MODE=bond" ? "HYPERV_VF_MODE=transparent" : $0 }
      ),
      ("enP1s1", "hyperv_vf_synthetic_drivers=virtio_net hyperv_vf_enable_eth0=NO", []),
      ("enP1s1", "hyperv_vf_synthetic_drivers=virtio_net hyperv_vf_miimon=x", bond),
    ])
  func obeys(name: String, rcConf: String, lines: [String]) throws {
    let guest = guest(kernel: "6.1.0", synthetic: "00:15:5d:4a:0b:01")
    guest.links["/sys/class/net/eth0/device/subsystem"] = "../../../bus/virtio"
    guest.links["/sys/class/net/eth0/device/driver"] = "../../../bus/virtio/drivers/virtio_net"
    let evaluator = Evaluator(files: .none)
    _ = evaluator.run(Array(rcConf.utf8), named: "/etc/rc.conf")
    let probe = Probe(platform: Linux(), guest: guest) { evaluator.variables }
    #expect(try probe.lines(for: #require(InterfaceName(name))) == lines)
  }

  @Test(
    "the bond of a pair is marked for networkd, but not where networkd's files name it",
    arguments: [
      (
        rcConf: "hyperv_vf_transparent=NO", address: "00:15:5d:4a:0b:01", file: "Name=*",
        marked: true
      ),
      ("hyperv_vf_transparent=NO", "00:15:5d:4a:0b:02", "Name=*", false),
      ("hyperv_vf_transparent=NO", "00:15:5d:4a:0b:01", "Name=bond0", false),
      ("hyperv_vf_transparent=NO", "00:15:5d:4a:0b:01", "Name=eth1 bond0", false),
      ("hyperv_vf_transparent=NO", "00:15:5d:4a:0b:01", "Name=bond00", true),
      ("hyperv_vf_transparent=NO hyperv_vf_bond_eth0=b", "00:15:5d:4a:0b:01", "", false),
      ("hyperv_vf_transparent=NO hyperv_vf_enable=NO", "00:15:5d:4a:0b:01", "", false),
      ("", "00:15:5d:4a:0b:01", "Name=*", false),
    ])
  func marksBond(rcConf: String, address: String, file: String, marked: Bool) throws {
    let guest = guest(kernel: "6.1.0", synthetic: "00:15:5d:4a:0b:01")
    guest.files["/sys/class/net/bond0/address"] = address + "\n"
    guest.files["/sys/class/net/bond0/bonding/mode"] = "active-backup 1\n"
    guest.files["/sys/class/net/bond0/bonding/slaves"] = "\n"
    guest.files["/etc/systemd/network/50-x.network"] = "[Match]\n\(file)\n"
    let evaluator = Evaluator(files: .none)
    _ = evaluator.run(Array(rcConf.utf8), named: "/etc/rc.conf")
    let probe = Probe(platform: Linux(), guest: guest) { evaluator.variables }
    #expect(
      try probe.lines(for: #require(InterfaceName("bond0")))
        == (marked
          ? ["HYPERV_VF_BOND=1", "HYPERV_VF_SYNTHETIC=eth0", "ID_NET_MANAGED_BY=unmanaged"] : []))
  }

  @Test("FreeBSD has no use for it")
  func probesFreeBSD() throws {
    let guest = ScriptedView()
    guest.answers[Command("/sbin/sysctl", ["-n", "hw.hn.vf_transparent", "hw.hn.vflist"])] =
      CommandResult(.exit(0), output: "0\nmce0\n")
    guest.answers[Command("/sbin/sysctl", ["-n", "hw.hn.vflist"])] =
      CommandResult(.exit(0), output: "mce0\n")
    guest.answers[Command("/sbin/ifconfig", ["-l"])] = CommandResult(.exit(0), output: "lo0\n")
    guest.answers[Command("/sbin/sysctl", ["-n", "hw.hn.vfmap"])] = CommandResult(.exit(1))
    guest.answers[Command("/sbin/ifconfig", ["-a"])] = CommandResult(.exit(0))
    let probe = Probe(platform: FreeBSD(), guest: guest) { Variables() }
    #expect(try probe.lines(for: #require(InterfaceName("mce0"))) == [])
  }
}
