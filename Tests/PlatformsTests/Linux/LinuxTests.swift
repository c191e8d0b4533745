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
    let lo = LinuxNIC.virtual("lo", "00:00:00:00:00:00")
    #expect(throws: ObservationError.refused(.noEthernet(interface("lo")))) {
      try Linux().bondName(
        for: interface("lo"), settings: Settings(), asking: ScriptedView([lo]))
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
        situation: "others stay as they are", action: .awaitCarrier(eth0),
        refreshed: .awaitCarrier(eth0)),
    ])
  func refreshes(_ row: Row) throws {
    let guest = try ScriptedView(recording: "dhcp")
    #expect(try Linux().refreshed(row.action, asking: guest) == row.refreshed)
  }

  struct Client: CustomTestStringConvertible {
    var situation: String
    var installed: Set<String>
    var running: String?
    var refreshed: Action?
    var testDescription: String { situation }
  }

  @Test(
    "a client is started from where it is, and not beside one that runs",
    arguments: [
      Client(
        situation: "in /sbin", installed: ["/sbin/dhclient", "/usr/sbin/dhclient"],
        refreshed: .startClient(.isc, on: eth0, waits: false, at: "/sbin/dhclient")),
      Client(
        situation: "in /usr/sbin alone", installed: ["/usr/sbin/dhclient"],
        refreshed: .startClient(.isc, on: eth0, waits: false, at: "/usr/sbin/dhclient")),
      Client(
        situation: "another runs", installed: ["/sbin/dhclient"],
        running: "udhcpc -p /x -i eth0"),
    ])
  func startsClient(_ row: Client) throws {
    let guest = ScriptedView()
    guest.executables = row.installed
    if let running = row.running {
      guest.files["/run/udhcpc.eth0.pid"] = "731\n"
      guest.files["/proc/731/cmdline"] = running
    }
    let action = Action.startClient(.isc, on: eth0, waits: false)
    #expect(try Linux().refreshed(action, asking: guest) == row.refreshed)
  }

  @Test("one that is installed nowhere is an error")
  func missesClient() {
    let action = Action.startClient(.isc, on: eth0, waits: false)
    #expect(throws: GuestError.toolMissing("/sbin/dhclient")) {
      try Linux().refreshed(action, asking: ScriptedView())
    }
  }

  @Test(
    "what is as it is to be is left alone",
    arguments: [
      Action.createBond(bond0, nil, monitoring: .milliseconds(100)), .addMember(eth0, to: bond0),
      .removeMember(vf, from: bond0), .destroyBond(interface("bond1")),
      .setUp(interface("bond1"), false), .setMTU(interface("bond1"), 9000),
      .move(
        ConfigurationTransfer(
          from: bond0, to: interface("bond1"), removing: [], adding: [], routes: [])),
      .stopClient(DHCPClient(of: eth0, program: .isc, process: 7, pidFile: "/run/x")),
    ])
  func leavesAlone(_ action: Action) throws {
    let guest = ScriptedView([
      .bond("bond0", mac, "eth0"), .netvsc("eth0", mac, master: "bond0"), .vf("enP1s1", mac),
    ])
    #expect(try Linux().refreshed(action, asking: guest) == nil)
  }

  @Test("nothing is taken from an interface that has gone, and a VLAN that has gone is not removed")
  func refreshesMove() throws {
    let guest = ScriptedView([.netvsc("eth0", mac)])
    let vlan = VLAN(Interface(interface("eth0.5")), words: ["vlan", "id", "5"])
    var transfer = ConfigurationTransfer(
      from: bond0, to: eth0, removing: [address("10.1.2.4/24")], adding: [address("10.1.2.4/24")],
      routes: [], vlans: [vlan])
    let action = Action.move(transfer)
    transfer.removed = []
    transfer.vlans[0].place = .detached
    #expect(try Linux().refreshed(action, asking: guest) == .move(transfer))
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
        nics: [.netvsc("eth0", mac), .vf("enP1s1", mac)], isDecided: false, isVF: true,
        synthetic: "eth0"),
      Row(
        situation: "a VF in the second stage", nics: [.netvsc("eth0", mac), .vf("enP1s1", mac)],
        stage: .second(after: .seconds(2)), isDecided: false, isVF: true, synthetic: "eth0"),
      Row(
        situation: "it has gone after the delay", nics: [.netvsc("eth0", mac)], stage: .settled,
        isDecided: true, isVF: false),
      Row(
        situation: "the kernel has joined it",
        nics: [.netvsc("eth0", mac), .vf("enP1s1", mac, master: "eth0")], isDecided: true,
        isVF: true, synthetic: "eth0",
        transparency: .yes("/sys/class/net/enP1s1/master is eth0")),
      Row(
        situation: "the kernel will", nics: [.netvsc("eth0", mac), .vf("enP1s1", mac)],
        kernel: "6.1.0", isDecided: false, isVF: true, synthetic: "eth0",
        transparency: .expected),
    ])
  func glances(_ row: Row) throws {
    var attachment = Attachment(
      of: interface(row.interface), stage: row.stage, transparency: row.transparency)
    attachment.isVF = row.isVF
    attachment.synthetic = row.synthetic.map { interface($0) }
    attachment.addressToAwait = row.synthetic.flatMap { _ in HardwareAddress(mac) }
    let guest = ScriptedView(row.nics, kernel: row.kernel)
    let inspection = try Linux().inspect(
      at: interface(row.interface), stage: row.stage, asking: guest)
    #expect(inspection == (row.isDecided ? .decided(attachment) : .open(attachment)))
  }

  struct Settled: CustomTestStringConvertible {
    var situation: String
    var nics: [LinuxNIC] = [.netvsc("eth0", mac), .vf("enP1s1", mac)]
    var kernel = "4.9.0"
    var said: Bool?
    var hasOverride = false
    /// The actions of the second stage, and the actions after it has observed the NIC again.
    var second: [Action]
    var settled: [Action] = []
    var notice: Notice?
    var testDescription: String { situation }
  }

  private static let wait = Action.wait(.seconds(2))
  private static let awaitMaster = HardwareAddress(mac).map {
    Action.awaitMaster(of: vf, having: $0)
  }

  @Test(
    "the second stage waits, looks again and tells",
    arguments: [
      Settled(
        situation: "a synthetic NIC of a driver that rc.conf names",
        nics: [.virtio("eth0", mac), .vf("enP1s1", mac)], second: [wait],
        settled: [.announce(eth0)]),
      Settled(
        situation: "netvsc of an old kernel, which may have the change ported back",
        second: [wait, awaitMaster].compactMap(\.self), settled: [.announce(eth0)]),
      Settled(
        situation: "rc.conf wants no transparent mode", kernel: "6.1.0", said: false,
        second: [wait], settled: [.announce(eth0)]),
      Settled(
        situation: "an override expects the VF up", said: false, hasOverride: true,
        second: [wait], settled: [.setUp(vf, true), .announce(eth0)]),
      Settled(
        situation: "the kernel was to join them, and did not", kernel: "6.1.0",
        second: [wait, awaitMaster].compactMap(\.self), notice: .notJoined(vf, to: eth0)),
    ])
  func settles(_ row: Settled) throws {
    let guest = ScriptedView(row.nics, kernel: row.kernel)
    var settings = GeneralSettings()
    settings.syntheticDrivers = ["virtio_net"]
    settings.transparent = row.said
    var attachment = try Linux().examine(
      Attachment(of: vf, stage: .second(after: .seconds(2))), settings: settings,
      variables: Variables(), asking: guest)
    #expect(planAttach(attachment).steps.map(\.action) == row.second)
    #expect(attachment.nextStage == .settled)
    attachment.stage = .settled
    attachment.hasOverride = row.hasOverride
    attachment.announcements = [.event]
    #expect(planAttach(attachment).steps.map(\.action) == row.settled)
    #expect(planAttach(attachment).notice == row.notice)
  }

  struct Announced: CustomTestStringConvertible {
    var situation: String
    var udev = true
    var systemd = true
    var kernel = "6.1.0-9-amd64"
    var actions: [Action]
    var testDescription: String { situation }
  }

  private static let start = Action.takeOver(eth0, program: "/x/hyperv_vfup")

  @Test(
    "hyperv_vfup is started by systemd on an event, else by hyperv_vfattach itself",
    arguments: [
      Announced(situation: "systemd", actions: [.announce(eth0)]),
      Announced(
        situation: "the first kernel with arguments", kernel: "4.13.0", actions: [.announce(eth0)]),
      Announced(
        situation: "a kernel that passes no arguments on", kernel: "4.12.14-122", actions: [start]),
      Announced(
        situation: "udev alone, whose rules of others see the event", systemd: false,
        actions: [.announce(eth0), start]),
      Announced(situation: "no udev", udev: false, systemd: false, actions: [start]),
    ])
  func announces(_ row: Announced) throws {
    let guest = ScriptedView([], kernel: row.kernel)
    if row.udev { guest.files["/run/udev/control"] = "" }
    if row.systemd { guest.files["/run/systemd/system/x"] = "" }
    var attachment = Attachment(of: vf, stage: .settled)
    attachment.isVF = true
    attachment.synthetic = eth0
    attachment.announcements = try Linux().announcements(
      starting: "/x/hyperv_vfup", asking: guest)
    #expect(planAttach(attachment).steps.map(\.action) == row.actions)
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
