import Failover
import TestSupport
import Testing

@testable import Platforms

private let mac = "00:15:5d:4a:0b:01"
private let other = "00:15:5d:4a:0b:02"

@Suite("Linux: which NICs are a pair")
struct LinuxPairingTests {
  struct Row: CustomTestStringConvertible {
    var situation: String
    var nics: [LinuxNIC]
    var drivers: [String] = []
    /// The synthetic NIC of each VF, as it must be found from either side.
    var pairs: [String: String] = [:]
    var testDescription: String { situation }
  }

  @Test(
    "each VF finds its synthetic NIC and the other way round, and nothing else does",
    arguments: [
      Row(
        situation: "mlx5", nics: [.netvsc("eth0", mac), .vf("enP1s1", mac)],
        pairs: ["enP1s1": "eth0"]),
      Row(
        situation: "mana with a synthetic twin",
        nics: [.netvsc("eth0", mac), .vf("enP30832s1", mac, driver: "mana")],
        pairs: ["enP30832s1": "eth0"]),
      Row(
        situation: "mana without a twin",
        nics: [.netvsc("eth0", mac), .vf("enP1s1", other, driver: "mana")]),
      Row(
        situation: "the VF comes first by name", nics: [.vf("enP1s1", mac), .netvsc("hn0", mac)],
        pairs: ["enP1s1": "hn0"]),
      Row(situation: "the synthetic NIC is not there yet", nics: [.vf("enP1s1", mac)]),
      Row(
        situation: "two pairs",
        nics: [
          .netvsc("eth0", mac), .netvsc("eth1", other), .vf("enP1s1", other), .vf("enP2s2", mac),
        ], pairs: ["enP1s1": "eth1", "enP2s2": "eth0"]),
      Row(
        situation: "a VLAN on the VF and one on the synthetic NIC",
        nics: [
          .netvsc("eth0", mac), .vf("enP1s1", mac), .virtual("enP1s1.5", mac),
          .virtual("eth0.5", mac),
        ], pairs: ["enP1s1": "eth0"]),
      Row(
        situation: "the synthetic NIC is in a bridge",
        nics: [
          .netvsc("eth0", mac, master: "br0"), .virtual("br0", mac), .vf("enP1s1", mac),
        ], pairs: ["enP1s1": "eth0"]),
      Row(
        situation: "somebody changed the MAC of both",
        nics: [
          .netvsc("eth0", other).with { $0.isAddressSet = true },
          .vf("enP1s1", other).with { $0.isAddressSet = true },
        ], pairs: ["enP1s1": "eth0"]),
      Row(
        situation: "the VF is in a bond that has another MAC",
        nics: [
          .netvsc("eth0", mac), .bond("bond0", other, "enP1s1"),
          .vf("enP1s1", other, master: "bond0").with { $0.permanentAddress = mac },
        ], pairs: ["enP1s1": "eth0"]),
      Row(
        situation: "both are in the bond",
        nics: [
          .bond("bond0", mac, "eth0 enP1s1"),
          .netvsc("eth0", mac, master: "bond0").with { $0.permanentAddress = mac },
          .vf("enP1s1", mac, master: "bond0").with { $0.permanentAddress = mac },
        ], pairs: ["enP1s1": "eth0"]),
      Row(
        situation: "a member that the bond gave the pair's MAC is no VF",
        nics: [
          .netvsc("eth0", mac), .bond("bond0", mac, "enp3s0"),
          .pci("enp3s0", mac).with { $0.permanentAddress = other },
        ]),
      Row(
        situation: "a PCI NIC that Hyper-V did not hand over",
        nics: [.netvsc("eth0", mac), .pci("eth1", mac)]),
      Row(
        situation: "sysfs does not show where the PCI NIC is",
        nics: [.netvsc("eth0", mac), .vf("enP1s1", mac).with { $0.folder = nil }]),
      Row(
        situation: "virtio_net is not synthetic by itself",
        nics: [.virtio("eth0", mac), .pci("eth1", mac, driver: "vmxnet3")]),
      Row(
        situation: "virtio_net is said to be synthetic",
        nics: [.virtio("eth0", mac), .pci("eth1", mac, driver: "vmxnet3")],
        drivers: ["virtio_net"], pairs: ["eth1": "eth0"]),
      Row(
        situation: "a NIC said to be synthetic is no VF, though on the PCI bus",
        nics: [.netvsc("eth0", mac), .vf("enP1s1", mac)], drivers: ["mlx5_core"]),
      Row(
        situation: "two synthetic NICs with one MAC",
        nics: [.netvsc("eth0", mac), .netvsc("eth1", mac), .vf("enP1s1", mac)]),
      Row(
        situation: "net_failover: the master is the pair's, not the standby below it",
        nics: [
          .virtio("ens3", mac), .virtio("ens3nsby", mac, master: "ens3"),
          .pci("ens4", mac).with { $0.master = "ens3" },
        ], drivers: ["virtio_net"], pairs: ["ens4": "ens3"]),
      Row(
        situation: "InfiniBand",
        nics: [
          .netvsc("eth0", mac), .vf("ib0", mac).with { $0.type = "32" },
        ]),
    ])
  func pairs(_ row: Row) throws {
    let pairing = Pairing(ScriptedView(row.nics), drivers: row.drivers)
    var found: [String: String] = [:]
    var back: [String: String] = [:]
    for nic in row.nics {
      if let synthetic = try pairing.synthetic(of: interface(nic.name)) {
        found[nic.name] = synthetic.text
      }
      if nic.bus != "pci", let vf = try pairing.vf(of: interface(nic.name)) {
        back[vf.text] = nic.name
      }
    }
    #expect(found == row.pairs)
    #expect(back == row.pairs)
  }

  @Test("a netvsc is known by the class of its device where no driver is bound")
  func knowsClass() throws {
    let guest = ScriptedView([.netvsc("eth0", mac), .vf("enP1s1", mac)])
    guest.links["/sys/class/net/eth0/device/driver"] = nil
    guest.files["/sys/class/net/eth0/device/class_id"] = "{f8615163-df3e-46c5-913f-f2d2f965ed0e}\n"
    #expect(try Pairing(guest, drivers: []).synthetic(of: interface("enP1s1")) == interface("eth0"))
  }
}

@Suite("Linux: whether the kernel joins a pair")
struct LinuxTransparencyTests {
  struct Row: CustomTestStringConvertible {
    var situation: String
    var nics: [LinuxNIC] = [.netvsc("eth0", mac), .vf("enP1s1", mac)]
    var kernel = "5.15.0-91-generic"
    var said: Bool?
    var transparency: NetworkState.Transparency
    var testDescription: String { situation }
  }

  @Test(
    "what is seen decides, then rc.conf, then the kernel's version",
    arguments: [
      Row(situation: "a kernel that will", transparency: .expected),
      Row(situation: "the first that does", kernel: "4.14.0", transparency: .expected),
      Row(situation: "the last that does not", kernel: "4.13.16-lts", transparency: .no),
      Row(situation: "an older one", kernel: "3.10.0-1160.el7.x86_64", transparency: .no),
      Row(situation: "version 10 is newer than 4", kernel: "10.1", transparency: .expected),
      Row(situation: "rc.conf says no", said: false, transparency: .no),
      Row(
        situation: "rc.conf says yes", kernel: "4.9.0", said: true,
        transparency: .yes("hyperv_vf_transparent")),
      Row(
        situation: "it has, whatever rc.conf says",
        nics: [.netvsc("eth0", mac), .vf("enP1s1", mac, master: "eth0")], said: false,
        transparency: .yes("/sys/class/net/enP1s1/master is eth0")),
      Row(
        situation: "an old kernel with the change ported back has",
        nics: [.netvsc("eth0", mac), .vf("enP1s1", mac, master: "eth0")], kernel: "3.10.0-862",
        transparency: .yes("/sys/class/net/enP1s1/master is eth0")),
      Row(
        situation: "net_failover has",
        nics: [.virtio("ens3", mac), .pci("ens4", mac).with { $0.master = "ens3" }],
        transparency: .yes("/sys/class/net/ens4/master is ens3")),
      Row(
        situation: "the standby below net_failover was named",
        nics: [.virtio("ens3", mac), .virtio("ens3nsby", mac, master: "ens3")],
        transparency: .yes("/sys/class/net/ens3nsby/master is ens3")),
      Row(
        situation: "net_failover will",
        nics: [.virtio("eth0", mac, features: bits(62)), .pci("eth1", mac)],
        transparency: .yes("/sys/class/net/eth0/device/features has VIRTIO_NET_F_STANDBY")),
      Row(
        situation: "virtio_net without a standby feature",
        nics: [.virtio("eth0", mac, features: bits(61)), .pci("eth1", mac)], transparency: .no),
      Row(
        situation: "a bond of ours has both",
        nics: [
          .bond("bond0", mac, "eth0 enP1s1"), .netvsc("eth0", mac, master: "bond0"),
          .vf("enP1s1", mac, master: "bond0"),
        ], kernel: "4.9.0", transparency: .no),
    ])
  func decides(_ row: Row) throws {
    let pairing = Pairing(ScriptedView(row.nics, kernel: row.kernel), drivers: ["virtio_net"])
    let nics = row.nics.filter { $0.bond == nil }
    let synthetic = interface(nics.last { $0.bus != "pci" }?.name ?? "")
    let vf = nics.first { $0.bus == "pci" }.map { interface($0.name) }
    #expect(
      try pairing.transparency(of: synthetic, vf: vf, said: row.said) == row.transparency)
  }

  @Test("a kernel's version that cannot be read is an error")
  func refuses() {
    let guest = ScriptedView([.netvsc("eth0", mac)], kernel: "rolling")
    let error = GuestError.notUnderstood(by: "/proc/sys/kernel/osrelease", line: "rolling")
    #expect(throws: error) {
      try Pairing(guest, drivers: []).transparency(of: interface("eth0"), vf: nil, said: nil)
    }
  }

  /// Returns 64 digits with one bit set, bit 0 first, in the format in which
  /// drivers/virtio/virtio.c prints features.
  private static func bits(_ set: Int) -> String {
    String((0..<64).map { $0 == set ? "1" : "0" })
  }
}
