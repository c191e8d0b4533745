import Failover
import TestSupport
import Testing

@testable import Platforms

private let mac = "00:15:5d:4a:0b:01"
private let eth0 = interface("eth0")
private let bond0 = interface("bond0")
private let vf = interface("enP1s1")

private func rule(
  _ priority: Int, _ words: String, _ family: AddressFamily = .inet
) -> PolicyRule {
  PolicyRule(family, priority: priority, words.split(separator: " ").map(String.init))
}

@Suite("Linux: what a NIC has beside addresses and routes")
struct LinuxLinkSettingsTests {
  private func network(_ guest: ScriptedView) throws -> NetworkState {
    try Linux().observe(
      eth0, bond: bond0, settings: Settings(), scope: .whole, resuming: false, asking: guest)
  }

  private func plan(_ guest: ScriptedView) throws -> Plan {
    try planUp(
      Takeover(
        of: eth0, by: bond0, settings: Settings(), network: network(guest), order: .bonding))
  }

  private func lines(_ actions: [Action]) -> [String] {
    actions.flatMap { Linux().effects(of: $0) }.map(line)
  }

  /// Returns a guest with the kernel settings of a new interface and of eth0.
  private func guest() throws -> ScriptedView {
    let guest = try ScriptedView(recording: "settings")
    guest.answers[Command("/sbin/ip", ["-6", "-oneline", "rule", "show"])] = CommandResult(
      .exit(0), output: try linuxRecording("rules6"))
    let folders = ["default", "eth0"].map { ("/proc/sys/net/ipv4/conf/\($0)", $0 == "eth0") }
    for (folder, isNICs) in folders {
      guest.files["\(folder)/rp_filter"] = isNICs ? "2\n" : "0\n"
      guest.files["\(folder)/arp_filter"] = "0\n"
      guest.files["\(folder)/ignore_routes_with_linkdown"] = isNICs ? "1\n" : "0\n"
    }
    guest.files["/proc/sys/net/ipv6/conf/default/use_tempaddr"] = "0\n"
    guest.files["/proc/sys/net/ipv6/conf/eth0/use_tempaddr"] = "2\n"
    guest.files["/proc/sys/net/ipv6/neigh/default/ucast_solicit"] = "3\n"
    guest.files["/proc/sys/net/ipv6/neigh/eth0/ucast_solicit"] = "5\n"
    guest.files["/sys/class/net/eth0/ifalias"] = "uplink\n"
    guest.files["/proc/net/dev_mcast"] = """
      2    far0            1     1     01005e0000fc
      3    eth0            1     0     01005e000001
      3    eth0            1     1     01005e0000fb

      """
    return guest
  }

  @Test("all of it is observed")
  func observes() throws {
    var settings = LinkSettings()
    let addresses = ["192.0.2.9", "2001:db8::9", "192.0.2.77", "::1234"].compactMap(IPAddress.init)
    let far = ["02:00:00:00:00:09", "02:00:00:00:00:0a"].compactMap(HardwareAddress.init)
    settings.neighbors = [
      Neighbor(addresses[0], at: far[0]), Neighbor(addresses[1], at: far[1]),
    ]
    settings.proxied = [addresses[2]]
    settings.token = addresses[3]
    settings.isPromiscuous = true
    settings.takesAllMulticast = true
    settings.queueLength = 500
    settings.multicastGroups = ["01:00:5e:00:00:fb"].compactMap(HardwareAddress.init)
    settings.note = "uplink"
    settings.kernel = [
      KernelSetting("/proc/sys/net/ipv4/conf", "rp_filter", "2"),
      KernelSetting("/proc/sys/net/ipv6/conf", "use_tempaddr", "2"),
      KernelSetting("/proc/sys/net/ipv6/neigh", "ucast_solicit", "5"),
    ]
    let found = try network(guest())
    #expect(found.linkSettings == [eth0: settings])
    #expect(
      found.rules == [
        rule(1000, "from 192.0.2.50 iif eth0 lookup 200"),
        rule(1001, "not from all fwmark 0x10/0xff oif eth0 lookup 201"),
        rule(1002, "from all iif eth0 blackhole"),
        rule(1004, "from all iif eth0 goto 32766"),
        rule(
          1007, "from all to 2001:db8::/32 iif eth0 lookup 200 suppress_prefixlength 0", .inet6),
      ])
    #expect(found.tunnels == [])
    #expect(found.unmovedSettings == [.queueing(eth0, kind: "htb")])
  }

  @Test("the bond gets it before it has an address, and its rules beside those of the NIC")
  func gives() throws {
    let steps = try plan(guest()).steps
    let given = steps.firstIndex { if case .applySettings = $0.action { true } else { false } }
    let place = try #require(given)
    #expect(
      lines(steps[place...(place + 2)].map(\.action)) == [
        """
        /sbin/ip -force -batch - <
        link set dev bond0 promisc on allmulticast on
        neighbour replace 192.0.2.9 lladdr 02:00:00:00:00:09 nud permanent dev bond0
        neighbour replace 2001:db8::9 lladdr 02:00:00:00:00:0a nud permanent dev bond0
        neighbour replace proxy 192.0.2.77 dev bond0

        """,
        "echo uplink > /sys/class/net/bond0/ifalias",
        "echo 2 > /proc/sys/net/ipv4/conf/bond0/rp_filter",
        "echo 2 > /proc/sys/net/ipv6/conf/bond0/use_tempaddr",
        "echo 5 > /proc/sys/net/ipv6/neigh/bond0/ucast_solicit",
        """
        /sbin/ip -force -batch - <
        link set dev bond0 txqueuelen 500
        token set ::1234 dev bond0
        maddress add 01:00:5e:00:00:fb dev bond0

        """,
        """
        /sbin/ip -4 -batch - <
        rule add priority 1000 from 192.0.2.50 iif bond0 lookup 200
        rule add priority 1001 not from all fwmark 0x10/0xff oif bond0 lookup 201
        rule add priority 1002 from all iif bond0 blackhole
        rule add priority 1004 from all iif bond0 goto 32766

        """,
        """
        /sbin/ip -6 -batch - <
        rule add priority 1007 from all to 2001:db8::/32 iif bond0 lookup 200 suppress_prefixlength 0

        """,
      ])
  }

  @Test("after the move the NIC's rules go; an undo adds them again, and gives its neighbours back")
  func takesRulesAway() throws {
    let steps = try plan(guest()).steps
    let isRemoval = { (step: Step) in
      if case .removeRules = step.action { true } else { false }
    }
    let removal = try #require(steps.firstIndex(where: isRemoval))
    let move = try #require(
      steps.firstIndex { if case .move = $0.action { true } else { false } })
    #expect(removal > move)
    let removed = """
      rule delete priority 1000 from 192.0.2.50 iif eth0 lookup 200
      rule delete priority 1001 not from all fwmark 0x10/0xff oif eth0 lookup 201
      rule delete priority 1002 from all iif eth0 blackhole
      rule delete priority 1004 from all iif eth0 goto 32766

      """
    let removed6 =
      "rule delete priority 1007 from all to 2001:db8::/32 iif eth0 lookup 200 suppress_prefixlength 0\n"
    #expect(
      lines([steps[removal].action]) == [
        "/sbin/ip -4 -batch - <\n" + removed, "/sbin/ip -6 -batch - <\n" + removed6,
      ])
    let added = (removed + removed6).split(separator: "\n").map {
      "rule add" + $0.dropFirst(11) + "\n"
    }
    #expect(
      lines(steps[removal].undo) == [
        "/sbin/ip -4 -batch - <\n" + added.dropLast().joined(),
        "/sbin/ip -6 -batch - <\n" + added[added.count - 1],
      ])
    let last = try #require(
      steps.last { if case .addMember(eth0, _, _) = $0.action { true } else { false } })
    #expect(
      lines(last.undo) == [
        "/sbin/ip link set dev eth0 nomaster", "/sbin/ip link set dev eth0 up",
        """
        /sbin/ip -force -batch - <
        link set dev eth0 promisc on allmulticast on
        neighbour replace 192.0.2.9 lladdr 02:00:00:00:00:09 nud permanent dev eth0
        neighbour replace 2001:db8::9 lladdr 02:00:00:00:00:0a nud permanent dev eth0
        neighbour replace proxy 192.0.2.77 dev eth0

        """,
      ])
  }

  @Test("a rule that somebody made for the bond already is not made twice")
  func leavesPresentRules() throws {
    let guest = try guest()
    let query = IPRouteQuery(about: [eth0, vf]).command
    let text = try #require(guest.answers[query]).output
    let present = "999:\tfrom all iif bond0 [detached] blackhole\n"
    let same = text.replacing(
      "1002:\tfrom all iif eth0 blackhole", with: "999:\tfrom all iif eth0 blackhole")
    guest.answers[query] = CommandResult(.exit(0), output: same + "\n" + present)
    let added = try plan(guest).steps.compactMap { step -> [PolicyRule]? in
      if case .addRules(let rules) = step.action { rules } else { nil }
    }
    #expect(added.flatMap { $0 }.map(\.priority) == [1000, 1001, 1004, 1007])
  }

  @Test("a run that was cut short makes and removes only the rules that it has to")
  func resumes() throws {
    let guest = ScriptedView()
    let shown = "0:\tfrom all lookup local\n999:\tfrom all iif eth0 lookup 200\n"
    guest.answers[Command("/sbin/ip", ["-4", "-oneline", "rule", "show"])] = CommandResult(
      .exit(0), output: shown)
    let there = rule(999, "from all iif eth0 lookup 200")
    let missing = rule(998, "from all oif eth0 lookup 201")
    let linux = Linux()
    #expect(
      try linux.refreshed(.addRules([there, missing]), asking: guest) == .addRules([missing]))
    #expect(try linux.refreshed(.addRules([there]), asking: guest) == nil)
    #expect(
      try linux.refreshed(.removeRules([there, missing]), asking: guest) == .removeRules([there]))
    #expect(try linux.refreshed(.removeRules([missing]), asking: guest) == nil)
  }

  struct Named: CustomTestStringConvertible {
    var situation: String
    var queueing = "mq"
    var words = ""
    var files: [String: String] = [:]
    var tc = ""
    var found: [UnmovedSetting]
    var testDescription: String { situation }
  }

  @Test(
    "what cannot follow is named",
    arguments: [
      Named(situation: "nothing", found: []),
      Named(
        situation: "the distribution's own discipline", queueing: "fq_codel",
        files: ["/proc/sys/net/core/default_qdisc": "fq_codel\n"], found: []),
      Named(
        situation: "another one", queueing: "tbf",
        files: ["/proc/sys/net/core/default_qdisc": "fq_codel\n"],
        found: [.queueing(eth0, kind: "tbf")]),
      Named(situation: "an XDP program", words: " prog/xdp id 12", found: [.packetProgram(eth0)]),
      Named(
        situation: "filters", files: ["/sys/module/sch_ingress/refcnt": "1\n"],
        tc: "qdisc mq 0: root\nqdisc clsact ffff: parent ffff:fff1\n", found: [.filters(eth0)]),
      Named(
        situation: "802.1X", files: ["/run/wpa_supplicant/eth0": ""], found: [.authentication(eth0)]
      ),
      Named(
        situation: "filters elsewhere", files: ["/sys/module/sch_ingress/refcnt": "1\n"],
        tc: "qdisc mq 0: root\n", found: []),
    ])
  func names(_ row: Named) throws {
    let guest = try guest()
    let query = IPRouteQuery(about: [eth0, vf]).command
    let text = try #require(guest.answers[query]).output
      .replacing("qdisc htb", with: "qdisc \(row.queueing)")
      .replacing("brd ff:ff:ff:ff:ff:ff", with: "brd ff:ff:ff:ff:ff:ff\(row.words)")
    guest.answers[query] = CommandResult(.exit(0), output: text)
    guest.files.merge(row.files) { $1 }
    guest.executables.insert("/sbin/tc")
    guest.answers[Command("/sbin/tc", ["qdisc", "show", "dev", "eth0"])] = CommandResult(
      .exit(0), output: row.tc)
    #expect(try plan(guest).unmovedSettings == row.found)
  }

  @Test("a tunnel leaves by the bond, its entries with it; one of a multicast group is named too")
  func movesTunnels() throws {
    let guest = try ScriptedView(recording: "dhcp")
    guest.files["/sys/module/vxlan/parameters/udp_port"] = "0\n"
    guest.answers[Command("/sbin/ip", ["-details", "-oneline", "link", "show"])] = CommandResult(
      .exit(0), output: try linuxRecording("tunnels"))
    for name in ["vx0", "vx1", "vx2"] {
      guest.answers[Command("/sbin/bridge", ["fdb", "show", "dev", name])] = CommandResult(
        .exit(0), output: try linuxRecording("fdb-\(name)"))
    }
    let plan = try plan(guest)
    let moves = plan.steps.filter { if case .moveTunnel = $0.action { true } else { false } }
    #expect(
      lines(moves.map(\.action)) == [
        "/sbin/ip link set dev vx0 type vxlan dev bond0",
        """
        /sbin/bridge -force -batch - <
        fdb append 00:00:00:00:00:00 dev vx0 dst 198.51.100.7 via bond0
        fdb del 00:00:00:00:00:00 dev vx0 dst 198.51.100.7 via eth0

        """,
        "/sbin/ip link set dev vx1 type vxlan dev bond0",
        """
        /sbin/bridge -force -batch - <
        fdb append 00:00:00:00:00:00 dev vx1 dst 239.1.1.1 via bond0
        fdb del 00:00:00:00:00:00 dev vx1 dst 239.1.1.1 via eth0

        """,
        "/sbin/ip link set dev gre1 type gre dev bond0",
      ])
    #expect(
      lines(moves[0].undo) == [
        "/sbin/ip link set dev vx0 type vxlan dev eth0",
        """
        /sbin/bridge -force -batch - <
        fdb append 00:00:00:00:00:00 dev vx0 dst 198.51.100.7 via eth0
        fdb del 00:00:00:00:00:00 dev vx0 dst 198.51.100.7 via bond0

        """,
      ])
    #expect(plan.unmovedSettings == [.multicastTunnel(interface("vx1"))])
  }
}
