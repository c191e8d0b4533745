import Failover
import RCConf
import TestSupport
import Testing

@testable import Platforms

private let mac = "00:15:5d:4a:0b:01"
private let eth0 = interface("eth0")
private let bond0 = interface("bond0")
private let vf = interface("enP1s1")

@Suite("Linux: the name of a bond")
struct LinuxBondNameTests {
  @Test(
    "letters and one number give the number, other names the hardware address",
    arguments: [
      ("eth0", "bond0"), ("hn3", "bond3"), ("eth12", "bond12"), ("enp1s12", "vfb4a0b01"),
      ("enp11s2", "vfb4a0b01"), ("lan", "vfb4a0b01"), ("eth0.5", "vfb4a0b01"),
    ])
  func names(nic: String, bond: String) throws {
    let guest = ScriptedView([.netvsc(nic, mac)])
    let name = try Linux().bondName(for: interface(nic), settings: Settings(), asking: guest)
    #expect(name == interface(bond))
  }

  @Test("rc.conf names it freely")
  func chosen() throws {
    var settings = Settings()
    settings.bondName = interface("uplink")
    #expect(
      try Linux().bondName(for: eth0, settings: settings, asking: ScriptedView())
        == interface("uplink"))
  }

  @Test("a NIC that is not there has no hardware address to name it by")
  func missing() {
    #expect(throws: ObservationError.refused(.noInterface(interface("enp1s1")))) {
      try Linux().bondName(for: interface("enp1s1"), settings: Settings(), asking: ScriptedView())
    }
  }
}

@Suite("Linux: what is asked anew")
struct LinuxRefreshTests {
  struct Row: CustomTestStringConvertible {
    var situation: String
    var action: Action
    var refreshed: Action
    var testDescription: String { situation }
  }

  @Test(
    "what is there already is not added, what has gone is not expected",
    arguments: [
      Row(
        situation: "every address of a family",
        action: .removeEveryAddress(.inet, from: eth0, expected: []),
        refreshed: .removeEveryAddress(
          .inet, from: eth0, expected: [address("10.1.2.4/24", broadcast: "10.1.2.255")])),
      Row(
        situation: "one of two addresses is there",
        action: .addAddresses([address("10.1.2.4/24"), address("10.1.2.5/24")], to: eth0),
        refreshed: .addAddresses([address("10.1.2.5/24")], to: eth0)),
      Row(
        situation: "a default route is there, one of another table is not",
        action: .addRoutes([
          route("default", via: "10.1.2.9"), route("default", via: "10.1.2.9", "table 200"),
        ]),
        refreshed: .addRoutes([route("default", via: "10.1.2.9", "table 200")])),
      Row(
        situation: "others stay as they are", action: .setUp(eth0, true),
        refreshed: .setUp(eth0, true)),
    ])
  func refreshes(_ row: Row) throws {
    let guest = try ScriptedView(recording: "dhcp")
    #expect(try Linux().refreshed(row.action, asking: guest) == row.refreshed)
  }

  @Test("a client that is not installed is replaced by one that is; none is an error")
  func replaces() throws {
    var guest = ScriptedView()
    let action = Action.startClient(.isc, on: interface("bond0"), waits: true)
    #expect(throws: GuestError.toolMissing("/sbin/dhclient")) {
      try Linux().refreshed(action, asking: guest)
    }
    guest.executables = ["/sbin/udhcpc", "/sbin/dhcpcd"]
    #expect(
      try Linux().refreshed(action, asking: guest)
        == .startClient(.dhcpcd, on: interface("bond0"), waits: true))
    guest.executables.insert("/sbin/dhclient")
    #expect(try Linux().refreshed(action, asking: guest) == action)
  }
}

@Suite("Linux: what hyperv_vfattach knows of a NIC that has arrived")
struct LinuxAttachTests {
  struct Row: CustomTestStringConvertible {
    var situation: String
    var nics: [LinuxNIC]
    var kernel = "4.9.0"
    var interface = "enP1s1"
    var stage = Attachment.Stage.first(program: "/usr/libexec/hyperv/hyperv_vfattach")
    var isDecided: Bool
    var isVF: Bool?
    var synthetic: String?
    var transparency = NetworkState.Transparency.no
    var testDescription: String { situation }
  }

  @Test(
    "rc.conf is read only where it has a say",
    arguments: [
      Row(
        situation: "a veth", nics: [.virtual("veth1", mac)], interface: "veth1", isDecided: true,
        isVF: false),
      Row(
        situation: "a synthetic NIC", nics: [.netvsc("eth0", mac)], interface: "eth0",
        isDecided: true, isVF: false),
      Row(situation: "it has gone again", nics: [], isDecided: true, isVF: false),
      Row(
        situation: "a PCI NIC whose twin may be of another driver",
        nics: [.virtio("eth0", mac), .vf("enP1s1", mac)], isDecided: false),
      Row(
        situation: "a VF, which rc.conf may switch off",
        nics: [.netvsc("eth0", mac), .vf("enP1s1", mac)], isDecided: false),
      Row(
        situation: "a VF in the second stage", nics: [.netvsc("eth0", mac), .vf("enP1s1", mac)],
        stage: .second(after: .seconds(2)), isDecided: true, isVF: true, synthetic: "eth0"),
      Row(
        situation: "the kernel has joined it",
        nics: [.netvsc("eth0", mac), .vf("enP1s1", mac, master: "eth0")], isDecided: true,
        isVF: true, synthetic: "eth0",
        transparency: .yes("/sys/class/net/enP1s1/master is eth0")),
      Row(
        situation: "the kernel will", nics: [.netvsc("eth0", mac), .vf("enP1s1", mac)],
        kernel: "6.1.0", isDecided: false),
    ])
  func glances(_ row: Row) throws {
    var attachment = Attachment(
      of: interface(row.interface), stage: row.stage, transparency: row.transparency)
    attachment.isVF = row.isVF
    attachment.synthetic = row.synthetic.map { interface($0) }
    let guest = ScriptedView(row.nics, kernel: row.kernel)
    let glance = try Linux().glance(at: interface(row.interface), stage: row.stage, asking: guest)
    #expect(glance == (row.isDecided ? .decided(attachment) : .open(attachment)))
  }

  @Test("a synthetic NIC of a driver that rc.conf names is found, and announced after the delay")
  func announces() throws {
    let guest = ScriptedView([.virtio("eth0", mac), .vf("enP1s1", mac)])
    var settings = GeneralSettings()
    settings.syntheticDrivers = ["virtio_net"]
    let open = Attachment(of: vf, stage: .second(after: .seconds(2)))
    let attachment = try Linux().examine(
      open, settings: settings, variables: Variables(), asking: guest)
    #expect(
      planAttach(attachment).steps.map(\.action) == [.wait(.seconds(2)), .announce(eth0)])
  }

  @Test(
    "the first stage schedules the second for a VF, unless rc.conf switches its NIC off",
    arguments: [
      (kernel: "4.9.0", variable: "hyperv_vf_enable_eth1"),
      (kernel: "6.1.0", variable: "hyperv_vf_miimon"),
    ])
  func schedules(kernel: String, variable: String) throws {
    let guest = ScriptedView([.netvsc("eth0", mac), .vf("enP1s1", mac)], kernel: kernel)
    let off = Variable(
      name: variable, bytes: Array("NO".utf8), location: SourceLocation(file: "rc.conf", line: 1))
    let open = Attachment(of: vf, stage: .first(program: "/x"))
    let attachment = try Linux().examine(
      open, settings: GeneralSettings(), variables: Variables([off]), asking: guest)
    #expect(
      planAttach(attachment).steps.map(\.action)
        == [.schedule(program: "/x", vf: vf, delay: "2")])
  }

  @Test("a PCI NIC without a twin is no VF")
  func isNoVF() throws {
    let guest = ScriptedView([.virtio("eth0", mac), .vf("enP1s1", mac)])
    let open = Attachment(of: vf, stage: .first(program: "/x"))
    let attachment = try Linux().examine(
      open, settings: GeneralSettings(), variables: Variables(), asking: guest)
    #expect(planAttach(attachment) == .nothing(.notAVF(vf)))
  }
}
