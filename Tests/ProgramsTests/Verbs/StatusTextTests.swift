import Failover
import Platforms
import RCConf
import TestSupport
import Testing

@testable import Programs

@Suite("hyperv_vfctl status")
struct StatusTextTests {
  private static let start = 1_764_000_000

  /// Returns the survey of a Linux guest in transparent mode, or with the pair in bond0, with its
  /// recorded history.
  private func survey(
    _ history: History? = recorded, bond: InterfaceName? = nil,
    addresses: String =
      "2: eth0    inet 10.1.2.4/24 brd 10.1.2.255 scope global eth0\\ valid_lft forever\n",
    _ change: (ScriptedView) -> Void = { _ in }
  ) throws -> StatusReport {
    let guest = ScriptedView()
    guest.files["/proc/sys/kernel/osrelease"] = "6.1.0\n"
    for (name, bus, driver, master) in [
      ("eth0", "vmbus", "hv_netvsc", bond?.text),
      ("enP1s1", "pci", "mlx5_core", bond?.text ?? "eth0"),
    ] {
      let path = "/sys/class/net/\(name)"
      guest.files["\(path)/address"] = "00:15:5d:4a:0b:01\n"
      guest.files["\(path)/flags"] = "0x1003\n"
      guest.files["\(path)/mtu"] = "1500\n"
      guest.links["\(path)/device"] = "../../../0001:00:02.0"
      guest.links["\(path)/device/driver"] = "../../../bus/\(bus)/drivers/\(driver)"
      guest.links["\(path)/device/subsystem"] = "../../../bus/\(bus)"
      guest.links["\(path)/master"] = master.map { "../\($0)" }
    }
    let query = Command(
      "/sbin/ip", ["-oneline", "-batch", "-"],
      input: "address show\nroute show exact 0.0.0.0/0\nlink show\nroute show exact ::/0\n")
    guest.answers[query] = CommandResult(.exit(0), output: addresses)
    change(guest)
    return try StatusReport(Linux(), guest, Variables([]), history)
  }

  private static var recorded: History {
    var history = History()
    let name = sure(InterfaceName("eth0"))
    _ = history.record(
      History.Event(
        .arrived, of: name, vf: InterfaceName("enP1s1"), number: 3, at: start))
    return history
  }

  @Test("a inspection tells who carries the traffic, in 80 columns")
  func text() throws {
    let text = try survey().text(now: Self.start + 840)
    #expect(
      text == """
        eth0: its VF enP1s1 carries the traffic
          pair        eth0 (hv_netvsc), and enP1s1 (mlx5_core), 00:15:5d:4a:0b:01
          mode        transparent: the kernel holds them together
          addresses   10.1.2.4/24 on eth0
          DHCP        no client
          since       the VF arrived, 2025-11-24 16:00:00 UTC, 14 min ago
          VF changes  1 recorded since boot, the last 14 min ago
          verdict     all is well

        """)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test("the transcripts of a bond are what a guest with one shows")
  func transcripts() throws {
    let (start, name, vf) = (1_795_269_916, sure(InterfaceName("eth0")), InterfaceName("enP1s1"))
    var history = History()
    for (kind, time) in [(History.Kind.arrived, 0), (.left, 60), (.joined, start)] {
      _ = history.record(.init(kind, of: name, vf: vf, number: kind == .joined ? 4 : 3, at: time))
    }
    let addresses = """
      4: bond0    inet 10.1.2.4/24 brd 10.1.2.255 scope global bond0\\ valid_lft forever
      4: bond0    inet6 2001:db8::4/64 scope global \\ valid_lft forever
      4: bond0: <BROADCAST,MULTICAST,MASTER,UP,LOWER_UP> mtu 1500 link/ether 00:15:5d:4a:0b:01

      """
    let survey = try survey(history, bond: InterfaceName("bond0"), addresses: addresses) { guest in
      for (file, text) in [
        ("mode", "active-backup 1"), ("slaves", "eth0 enP1s1"), ("active_slave", "enP1s1"),
        ("primary", "enP1s1"),
      ] {
        guest.files["/sys/class/net/bond0/bonding/\(file)"] = text + "\n"
      }
      guest.files["/run/dhclient.bond0.pid"] = "731\n"
      guest.files["/proc/731/cmdline"] = "/sbin/dhclient\0-4\0bond0\0"
    }
    let shown = survey.text(now: start + 840)
    #expect(try Repository.text("packaging/man/hyperv_vfctl.8").contains("\n\(shown).Ed\n"))
    let indented = shown.split(separator: "\n").map { "    \($0)\n" }.joined()
    #expect(try Repository.text("README.md").contains("\n\(indented)\n"), "\(shown)")
  }

  @Test(
    "a VF that is used otherwise is told, in a row and in JSON, and nothing is found",
    arguments: [
      (UsedVF.Use.namespace, "whose NIC is in another network namespace", "namespace", nil),
      (.jail("www"), "which is in the vnet jail www", "jail", "www"),
      (.driver("vfio-pci"), "which vfio-pci has for a program", "driver", "vfio-pci"),
      (.infiniBand, "which is InfiniBand", "infiniband", nil),
    ] as [(UsedVF.Use, String, String, String?)])
  func used(use: UsedVF.Use, words: String, code: String, by: String?) throws {
    var pair = PairState(
      of: PairState.Member(Interface(sure(InterfaceName("eth0"))), driver: "hv_netvsc"))
    pair.synthetic.interface.isUp = true
    pair.active = pair.synthetic.name
    pair.expectedBy = "hyperv_vf_enable_eth0"
    pair.used = [UsedVF("0001:00:02.0", use)]
    let report = StatusReport(PairsState([pair]), nil)
    #expect(
      report.text(now: 0) == """
        eth0: its VF is used otherwise; eth0 carries the traffic
          pair        eth0 (hv_netvsc),
          VF          0001:00:02.0, \(words)
          mode        none: there is no VF to be held
          addresses   none
          DHCP        no client
          since       only root may see it
          VF changes  only root may see them
          verdict     all is well

        """)
    guard case .object(let all) = report.json(on: Linux()), case .array(let pairs) = all[0].value,
      case .object(let keys) = pairs[0]
    else { throw Missing() }
    #expect(
      keys.first { $0.name == "vf_used" }?.value
        == .array([
          .object([
            "device": .string("0001:00:02.0"), "use": .string(code),
            "by": by.map { .string($0) } ?? .null,
          ])
        ]))
  }

  @Test("on a terminal the verdict alone is coloured")
  func colors() throws {
    let survey = try survey()
    #expect(
      survey.text(now: 0, inColor: true)
        == survey.text(now: 0).replacing(
          "  all is well\n", with: "  \u{1b}[32mall is well\u{1b}[0m\n"))
    var pair = PairState(of: PairState.Member(Interface(sure(InterfaceName("eth0")))))
    pair.expectedBy = "hyperv_vf_enable_eth0"
    let report = StatusReport(PairsState([pair]), nil)
    let plain = "  1 finding: hyperv_vfctl verify eth0\n"
    #expect(report.text(now: 0).hasSuffix(plain))
    #expect(
      report.text(now: 0, inColor: true)
        == report.text(now: 0).replacing(
          plain, with: "  \u{1b}[31m1 finding\u{1b}[0m: hyperv_vfctl verify eth0\n"))
    let finding = Finding.noDriver(device: "1:0.0")
    #expect(
      finding.line(on: Linux(), inColor: true)
        == "\u{1b}[31m1:0.0: a VF without a driver\u{1b}[0m; remedy: "
        + finding.remedy(on: Linux()))
  }

  @Test(
    "colours are for a terminal that has them, unless NO_COLOR says no",
    arguments: [
      (true, [:], true), (false, [:], false), (true, ["NO_COLOR": "1"], false),
      (true, ["NO_COLOR": ""], true), (true, ["TERM": "dumb"], false),
      (true, ["TERM": "xterm"], true), (false, ["TERM": "xterm"], false),
    ] as [(Bool, [String: String], Bool)])
  func wantsColors(isTerminal: Bool, environment: [String: String], wanted: Bool) {
    #expect(Color.areWanted(onTerminal: isTerminal) { environment[$0] } == wanted)
  }

  @Test("who is not root sees all but the record")
  func unprivileged() throws {
    let lines = try survey(nil).text(now: 0).split(separator: "\n")
    #expect(lines.contains("  since       only root may see it"))
  }

  @Test("the keys of JSON stay")
  func keys() throws {
    guard case .object(let all) = try survey().json(on: Linux()),
      case .array(let pairs) = all[0].value,
      case .object(let pair) = pairs[0]
    else { throw Missing() }
    #expect(all.map(\.name) == ["pairs", "idle_devices", "used_devices", "jailed"])
    #expect(
      pair.map(\.name) == [
        "synthetic", "vf", "hardware_address", "mode", "bond", "primary", "active", "addresses",
        "dhcp_clients", "since", "since_event", "vf_changes", "vf_changed", "vf_used",
        "retry_due", "findings",
      ])
    #expect(pair.first { $0.name == "since" }?.value == .string("2025-11-24T16:00:00Z"))
  }

  @Test("a synthetic NIC in a jail is told by its name, or where there is no other")
  func jailed() throws {
    var survey = try survey()
    survey.state.jailed = [JailedNIC(sure(InterfaceName("hn1")), in: "www")]
    #expect(survey.text(now: 0).hasSuffix("\n\nhn1: is in the jail www (vnet)\n"))
    try survey.restrict(to: ["hn1"]) { () throws(Failure) in [] }
    #expect(survey.text(now: 0) == "hn1: is in the jail www (vnet)\n")
  }

  private struct Missing: Error {}

  @Test("an interface of no pair is told which there are")
  func restricts() throws {
    var survey = try survey()
    #expect(throws: Never.self) { try survey.restrict(to: ["enP1s1"]) { [] } }
    do throws(Failure) {
      try survey.restrict(to: ["eth7"]) { [] }
      Issue.record("not refused")
    } catch {
      #expect(error.exitCode == 69)
      #expect(error.text == "eth7: no such interface; there is eth0 (VF enP1s1)")
    }
  }

  @Test(
    "a time is that of the calendar",
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"),
      (1_709_251_199, "2024-02-29T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
    ])
  func times(seconds: Int, text: String) { #expect(TimeText(seconds).standard == text) }
}

@Suite("hyperv_vfctl verify: remedies")
struct RemedyTests {
  private static let vf = Finding.VF(sure(InterfaceName("enP1s1")), of: sure(InterfaceName("eth0")))
  private static let bond = sure(InterfaceName("bond0"))
  private static let mac = sure(HardwareAddress("00:15:5d:4a:0b:01"))
  private static let address = sure(InterfaceAddress("192.0.2.9/24"))
  private static let client = DHCPClient(of: vf.name, program: .isc, process: 77, pidFile: "")
  private static let route = Route(
    to: "default", family: .inet, via: IPAddress("192.0.2.1"), through: vf.name)

  @Test(
    "each is a line for sh",
    arguments: [
      (
        .noDriver(device: "1:0.0"),
        "modprobe \"$(cat /sys/bus/pci/devices/1:0.0/modalias)\"; "
          + "echo 1:0.0 >/sys/bus/pci/drivers_probe"
      ),
      (.carriesNothing(vf, active: nil), "hyperv_vfctl resume eth0"),
      (.wrongPrimary(vf, bond: bond, is: nil), "hyperv_vfctl resume eth0"),
      (
        .notJoined(vf, device: "1:0.0"),
        "echo 1:0.0 >/sys/bus/pci/devices/1:0.0/driver/unbind; echo 1:0.0 >/sys/bus/pci/drivers_probe"
      ),
      (.noBond(vf), Installation.vfupCommand(for: vf.synthetic)),
      (
        .memberMissing(vf.name, bond: bond, of: vf.synthetic),
        Installation.vfupCommand(for: vf.synthetic)
      ),
      (
        .ownAddresses(vf, [address], recipient: nil),
        "/sbin/ip address flush dev enP1s1 to 192.0.2.9/32"
      ),
      (
        .ownAddresses(vf, [address], recipient: InterfaceName("eth0")),
        "/sbin/ip address replace 192.0.2.9/24 dev eth0; "
          + "/sbin/ip address flush dev enP1s1 to 192.0.2.9/32"
      ),
      (.ownClient(vf, client, recipient: nil), "kill -TERM 77"),
      (.clientOfMember(client, bond: bond), "kill -TERM 77"),
      (
        .ownRoute(vf, route, recipient: nil, isRemovedWithAddresses: false),
        "/sbin/ip route delete default via 192.0.2.1 dev enP1s1"
      ),
      (
        .ownRoute(vf, route, recipient: InterfaceName("eth0"), isRemovedWithAddresses: true),
        "/sbin/ip route replace default via 192.0.2.1 dev eth0"
      ),
      (
        .routeOfMember(route, bond: bond, isReplaced: false),
        "/sbin/ip route delete default via 192.0.2.1 dev enP1s1; "
          + "/sbin/ip route replace default via 192.0.2.1 dev bond0"
      ),
      (
        .routeOfMember(route, bond: bond, isReplaced: true),
        "/sbin/ip route delete default via 192.0.2.1 dev enP1s1"
      ),
      (.managed(vf, by: .networkManager), "nmcli device set enP1s1 managed no"),
      (.leftoverBond(bond, of: vf.synthetic, isEmpty: true), "/sbin/ip link delete dev bond0"),
      (.leftoverBond(bond, of: vf.synthetic, isEmpty: false), "hyperv_vfctl undo eth0"),
      (
        .foreignAddress(bond, is: mac, expected: mac),
        "/sbin/ip link set dev bond0 address 00:15:5d:4a:0b:01"
      ),
      (
        .configuredBeside(vf.synthetic, bond: bond, [address]),
        "/sbin/ip address flush dev eth0 to 192.0.2.9/32"
      ),
      (
        .mtu(vf.name, 9000, expected: 1500, by: bond, remedy: .init(vf.name, 1500)),
        "printf %s 1500 >/sys/class/net/enP1s1/mtu"
      ),
      (
        .mtu(vf.name, 1500, expected: 9000, by: bond, remedy: .init(bond, 1500)),
        "printf %s 1500 >/sys/class/net/bond0/mtu"
      ),
    ] as [(Finding, String)])
  func remedies(finding: Finding, remedy: String) {
    #expect(finding.remedy(on: Linux()) == remedy)
  }

  @Test("hyperv_vfup is not in PATH, and is called by its path in the folder of the program")
  func path() {
    let command = Installation.vfupCommand(for: Self.vf.synthetic)
    #expect(command == Verb.installation.sibling("hyperv_vfup") + " eth0")
    #expect(command.hasPrefix("/"))
  }
}
