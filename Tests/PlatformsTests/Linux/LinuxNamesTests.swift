import Failover
import TestSupport
import Testing

@testable import Platforms

private let mac = "00:15:5d:4a:0b:01"
private let byAddress = "[Match]\nMACAddress=00:15:5d:4a:0b:01\n[Link]\nName=lan0\n"
private let path = "/etc/systemd/network/10-lan.link"
private let rules = "/etc/udev/rules.d/70-persistent-net.rules"

@Suite("Linux: a name that udev is about to give a VF")
struct LinuxNamesTests {
  struct Row: CustomTestStringConvertible {
    var situation: String
    var name = "lan0"
    /// The udev properties of the NIC.
    var properties: [String: String] = [:]
    var files: [String: String] = [:]
    var isForBoth = false
    var testDescription: String { situation }

    /// Returns a row with a file of systemd.link(5) that was applied.
    static func link(_ situation: String, _ match: String, _ isForBoth: Bool) -> Row {
      Row(
        situation: situation, properties: ["ID_NET_LINK_FILE": path],
        files: [path: "# a comment\n[Match]\n\(match)\n\n[Link]\nName=lan0\n"],
        isForBoth: isForBoth)
    }

    /// Returns a row with a file of udev rules.
    static func rule(_ situation: String, _ text: String, _ isForBoth: Bool) -> Row {
      Row(situation: situation, files: [rules: text + "\n"], isForBoth: isForBoth)
    }
  }

  private func answer(_ row: Row, nics: [LinuxNIC], vf: String = "eth1") throws -> Bool {
    let guest = ScriptedView(nics)
    guest.files.merge(row.files) { $1 }
    let given = GivenName(interface(row.name)) { row.properties[$0] }
    return try Linux().fitness(
      of: given, for: interface(vf), settings: GeneralSettings(), asking: guest) == .unfit
  }

  @Test(
    "is its synthetic NIC's where that has it, or where what gives it is for all of that address",
    arguments: [
      Row(situation: "the synthetic NIC has it", name: "eth0", isForBoth: true),
      Row(situation: "another NIC has it", name: "eth2", isForBoth: true),
      Row(situation: "nobody knows where it comes from"),
      Row(situation: "the kernel's own", name: "eth1"),
      Row(
        situation: "the kernel's own, by the address alone", name: "eth1",
        files: [rules: "ATTR{address}==\"\(mac)\", NAME=\"eth1\"\n"], isForBoth: true),
      Row(
        situation: "by a policy for all NICs", properties: ["ID_NET_LINK_FILE": path],
        files: [path: "[Match]\nOriginalName=*\n[Link]\nNamePolicy=keep kernel slot path\n"]),
      Row(
        situation: "the VF's place", name: "enP1s1",
        properties: ["ID_NET_NAME_SLOT": "enP1s1", "ID_NET_LINK_FILE": path],
        files: [path: byAddress]),
      Row(situation: "made of the address", name: "enx00155d4a0b01", isForBoth: true),
      Row(situation: "made of another address", name: "enx00155d4a0b02"),
      .link("MACAddress= alone", "MACAddress=\(mac)", true),
      .link("PermanentMACAddress= alone", "PermanentMACAddress=\(mac)", true),
      .link("for every NIC", "OriginalName=*", true),
      .link("and on Hyper-V only", "Virtualization=microsoft\nMACAddress=\(mac)", true),
      .link("the VF's driver", "MACAddress=\(mac)\nDriver=mlx5_core mlx4_en", false),
      .link("the synthetic NIC's driver too", "MACAddress=\(mac)\nDriver=hv_netvsc mlx*", true),
      .link("not the synthetic NIC's driver", "Driver=!hv_netvsc\nMACAddress=\(mac)", false),
      .link("all drivers but one", "Driver=!tulip\nMACAddress=\(mac)", true),
      .link("the kernel's names", "OriginalName=eth*\nMACAddress=\(mac)", true),
      .link("the VF's name", "OriginalName=eth1\nMACAddress=\(mac)", false),
      .link("the VF's path", "Path=acpi-VMBUS:00-pci-0001:00:02.0", false),
      .link("a property", "MACAddress=\(mac)\nProperty=ID_BUS=pci", false),
      .link("Type=ether", "Type=ether\nMACAddress=\(mac)", true),
      .link("Type=wlan", "Type=wlan\nMACAddress=\(mac)", false),
      Row(situation: "the file is gone", properties: ["ID_NET_LINK_FILE": path]),
      Row(situation: "a file that was not applied", files: [path: byAddress]),
      .rule(
        "as the generator of old wrote them",
        "SUBSYSTEM==\"net\", ACTION==\"add\", DRIVERS==\"?*\", ATTR{address}==\"\(mac)\", "
          + "ATTR{type}==\"1\", KERNEL==\"eth*\", NAME=\"lan0\"", true),
      .rule(
        "over two lines, and final",
        "# PCI device\nSUBSYSTEM==\"net\", \\\n  ATTR{address}==\"\(mac)\", NAME:=\"lan0\"", true),
      .rule(
        "another name", "SUBSYSTEM==\"net\", ATTR{address}==\"\(mac)\", NAME=\"lan1\"", false),
      .rule(
        "another address",
        "SUBSYSTEM==\"net\", ATTR{address}==\"00:15:5d:4a:0b:02\", NAME=\"lan0\"", false),
      .rule("an attribute that it lacks", "ATTR{phys_port_id}==\"*\", NAME=\"lan0\"", false),
      .rule("drivers", "DRIVERS==\"mlx4_core|mlx5_core\", NAME=\"lan0\"", false),
      .rule("any driver but these", "DRIVERS!=\"mlx4_core\", NAME=\"lan0\"", true),
      .rule("its bus", "SUBSYSTEMS==\"pci\", ATTR{address}==\"\(mac)\", NAME=\"lan0\"", false),
      .rule("its place", "KERNELS==\"0001:00:02.0\", NAME=\"lan0\"", false),
      .rule("a comment", "# ATTR{address}==\"\(mac)\", NAME=\"lan0\"", false),
      .rule("a condition", "ATTR{address}==\"\(mac)\", NAME==\"lan0\"", false),
      Row(
        situation: "a file that another of its name hides",
        files: [
          rules: "\n",
          "/usr/lib/udev/rules.d/70-persistent-net.rules":
            "ATTR{address}==\"\(mac)\", NAME=\"lan0\"\n",
        ]),
    ])
  func decides(row: Row) throws {
    let nics: [LinuxNIC] = [
      .netvsc("eth0", mac), .vf("eth1", mac), .pci("eth2", "00:15:5d:4a:0b:03"),
    ]
    #expect(try answer(row, nics: nics) == row.isForBoth)
  }

  @Test("a NIC without a synthetic twin gets any name")
  func alone() throws {
    let row = Row(
      situation: "", properties: ["ID_NET_LINK_FILE": path], files: [path: byAddress])
    #expect(try !answer(row, nics: [.vf("eth1", mac)]))
    #expect(try !answer(row, nics: [.netvsc("eth0", "00:15:5d:4a:0b:02"), .vf("eth1", mac)]))
    #expect(try !answer(row, nics: [.netvsc("eth0", mac), .vf("eth1", mac)], vf: "eth0"))
  }

  @Test(
    "a synthetic NIC gets any but one that its VF has and keeps",
    arguments: [
      (name: "lan0", record: nil, fitness: .fit), ("eth0", nil, .fit), ("eth2", nil, .fit),
      ("eth1", nil, .undecided), ("eth1", "I:4711\nE:HYPERV_VF=1\n", .unfit),
    ] as [(name: String, record: String?, fitness: NameFitness)])
  func synthetic(name: String, record: String?, fitness: NameFitness) throws {
    let guest = ScriptedView([
      .netvsc("eth0", mac), .vf("eth1", mac), .pci("eth2", "00:15:5d:4a:0b:03"),
    ])
    guest.files["/sys/class/net/eth1/ifindex"] = "7\n"
    guest.files["/run/udev/data/n7"] = record
    let given = GivenName(interface(name)) { _ in nil }
    #expect(
      try Linux().fitness(
        of: given, for: interface("eth0"), settings: GeneralSettings(), asking: guest) == fitness)
  }
}
