import Failover
import TestSupport
import Testing

@testable import Platforms

private let mac = "00:15:5d:4a:0b:01"
private let eth0 = interface("eth0")
private let bond0 = interface("bond0")
private let vf = interface("enP1s1")

extension ScriptedView {
  /// A guest with these NICs and the recorded output of ip(8).
  convenience init(
    _ nics: [LinuxNIC] = [.netvsc("eth0", mac), .vf("enP1s1", mac)], recording: String,
    about interfaces: [InterfaceName] = [eth0]
  ) throws {
    self.init(nics)
    executables = ["/sbin/dhclient"]
    // The recordings also list bond0's addresses. A guest without bond0 is not asked about them.
    let text = try linuxRecording(recording).split(separator: "\n")
      .filter { interfaces.contains(bond0) || !$0.contains(": bond0 ") }.joined(separator: "\n")
    // The same holds for a VF.
    for names in [interfaces, interfaces + [vf]] {
      answers[IPRouteQuery(about: names).command] = CommandResult(.exit(0), output: text)
    }
    answers[Command("/sbin/ip", ["-6", "-oneline", "rule", "show"])] = CommandResult(
      .exit(0), output: "0:\tfrom all lookup local\n32766:\tfrom all lookup main\n")
  }

  /// The same guest with a kernel that can ignore routes while their interface has no carrier.
  var withWaitingRoutes: ScriptedView {
    let copy = copy()
    copy.files["/proc/sys/net/ipv4/conf/default/ignore_routes_with_linkdown"] = "0\n"
    return copy
  }

  func running(_ program: String, pidFile: String, on name: String) -> ScriptedView {
    let copy = copy()
    copy.files[pidFile] = "731\n"
    copy.files["/proc/731/cmdline"] = "\(program)\0-4\0\(name)\0"
    return copy
  }
}

@Suite("Linux: what hyperv_vfup does")
struct LinuxTakeoverTests {
  /// Returns the effects of the plan, each as a line.
  private func lines(_ guest: ScriptedView, _ settings: Settings = Settings()) throws -> [String] {
    let plan = try plan(guest, settings)
    return plan.steps.flatMap { Linux().effects(of: $0.action) }.map(line)
  }

  private func plan(
    _ guest: ScriptedView, _ settings: Settings = Settings(), of synthetic: InterfaceName = eth0
  ) throws -> Plan {
    let linux = Linux()
    let network = try linux.observe(
      synthetic, bond: bond0, settings: settings, scope: .whole, resuming: false,
      asking: guest)
    return try planUp(
      Takeover(of: synthetic, by: bond0, settings: settings, network: network, order: linux.order))
  }

  private let joinVF = [
    "prepare /sbin/ip",
    "/sbin/ip link add bond0 up address \(mac) type bond mode active-backup miimon 100",
    "echo 0 > /proc/sys/net/ipv6/conf/bond0/accept_dad",
    "echo 2 > /proc/sys/net/ipv6/conf/bond0/accept_ra",
    "echo enP1s1 > /sys/class/net/bond0/bonding/primary",
    "echo 0x1002 > /sys/class/net/enP1s1/flags",
    "echo +enP1s1 > /sys/class/net/bond0/bonding/slaves",
    "await 1 /sys/class/net/bond0/carrier 5.0 seconds",
  ]
  private let joinSynthetic = [
    "echo 0x1002 > /sys/class/net/eth0/flags",
    "echo +eth0 > /sys/class/net/bond0/bonding/slaves",
  ]

  @Test("a lease moves, its client is ended and another asks for the same address")
  func movesLease() throws {
    let guest = try ScriptedView(recording: "dhcp")
      .running("/sbin/dhclient", pidFile: "/run/dhclient.eth0.pid", on: "eth0")
    let attributes = "proto dhcp src 10.1.2.4 metric 100"
    let move = """
      /sbin/ip -batch - <
      address replace 10.1.2.4/24 broadcast 10.1.2.255 dev bond0
      address flush dev eth0 to 0.0.0.0/0
      route replace default via 10.1.2.1 dev bond0 \(attributes)
      route replace 168.63.129.16 via 10.1.2.1 dev bond0 \(attributes)
      route replace 169.254.169.254 via 10.1.2.1 dev bond0 \(attributes)

      """
    let start =
      "/sbin/dhclient -4 -nw -pf /run/dhclient.bond0.pid"
      + " -lf /var/lib/dhcp/dhclient.bond0.leases bond0"
    let lease =
      "lease /var/lib/dhcp/dhclient.eth0.leases /var/lib/dhcp/dhclient.bond0.leases eth0 bond0"
    #expect(try lines(guest) == joinVF + [move, "kill 731"] + joinSynthetic + [lease, start])
  }

  @Test("what was set by hand moves in one go, and no client starts")
  func movesStatic() throws {
    let move = """
      /sbin/ip -batch - <
      address replace 169.254.9.9/16 scope link noprefixroute dev bond0
      address replace 10.1.2.4/24 broadcast 10.1.2.255 dev bond0
      address replace 10.9.0.1/16 broadcast 10.9.0.255 dev bond0
      address replace 10.7.7.7/32 metric 50 label bond0:1 dev bond0
      address replace 10.1.2.5/24 dev bond0
      address replace 2001:db8::128/128 nodad dev bond0
      address replace 2001:db8::9/64 preferred_lft 0 nodad dev bond0
      address replace 2001:db8::4/64 nodad dev bond0
      address flush dev eth0 to 0.0.0.0/0
      address flush dev eth0 to 2001:db8::128/128
      address flush dev eth0 to 2001:db8::9/128
      address flush dev eth0 to 2001:db8::4/128
      route replace 10.50.0.0/16 dev bond0 scope global
      route replace 192.0.2.0/24 dev bond0 scope link
      route replace ::/0 dev bond0 table 202 metric 1024 pref medium
      route replace default via 10.1.2.1 dev bond0 table 200
      route replace 0.0.0.0/0 via inet6 fe80::1 dev bond0 table 201
      route replace default via 10.1.2.1 dev bond0 proto static src 10.1.2.4 metric 100
      route replace 198.51.100.0/24 via 203.0.113.1 dev bond0 onlink mtu lock 1400 advmss 1200
      route replace 2001:db8:5::/48 via 2001:db8::1 dev bond0 metric 1024 expires 299 pref medium
      route replace 2001:db8:6::/48 via 2001:db8::1 dev bond0 from 2001:db8::/64 metric 1024 pref medium
      route replace default via fe80::1 dev bond0 proto static metric 512 pref medium

      """
    #expect(try lines(ScriptedView(recording: "static")) == joinVF + [move] + joinSynthetic)
  }

  @Test("where routes can wait for a carrier, the bond has what it needs before the VF comes up")
  func givesBeforehand() throws {
    let guest = try ScriptedView(recording: "dhcp").withWaitingRoutes
    guest.files["/proc/net/arp"] = """
      IP address       HW type     Flags       HW address            Mask     Device
      10.1.2.1         0x1         0x2         12:34:56:78:9a:bc     *        eth0
      10.1.2.7         0x1         0x0         00:00:00:00:00:00     *        eth0
      10.1.3.1         0x1         0x2         12:34:56:78:9a:bd     *        eth1
      """
    let give = """
      /sbin/ip -batch - <
      address replace 10.1.2.4/24 broadcast 10.1.2.255 dev bond0
      route prepend 10.1.2.0/24 dev bond0 scope link proto 221
      route prepend default via 10.1.2.1 dev bond0 src 10.1.2.4 metric 100 proto 221
      route prepend 168.63.129.16 via 10.1.2.1 dev bond0 src 10.1.2.4 metric 100 proto 221
      route prepend 169.254.169.254 via 10.1.2.1 dev bond0 src 10.1.2.4 metric 100 proto 221
      neighbour replace 10.1.2.1 lladdr 12:34:56:78:9a:bc nud stale dev bond0

      """
    let attributes = "proto dhcp src 10.1.2.4 metric 100"
    let move = """
      /sbin/ip -batch - <
      address replace 10.1.2.4/24 broadcast 10.1.2.255 dev bond0
      address flush dev eth0 to 0.0.0.0/0
      route replace default via 10.1.2.1 dev bond0 \(attributes)
      route replace 168.63.129.16 via 10.1.2.1 dev bond0 \(attributes)
      route replace 169.254.169.254 via 10.1.2.1 dev bond0 \(attributes)
      route flush dev bond0 proto 221 table all
      route flush dev eth0 table all

      """
    let wait = "/proc/sys/net/ipv4/conf/bond0/ignore_routes_with_linkdown"
    #expect(
      try lines(guest)
        == joinVF[..<4] + ["echo 1 > \(wait)", give] + joinVF[4...]
        + ["echo 0 > \(wait)", move] + joinSynthetic)
  }

  @Test("a VF that was up comes up again, unless the synthetic NIC would be cut off by that")
  func returnsDataPath() throws {
    for (carrier, comesUp) in [(nil, true), ("1\n", true), ("0\n", false)] {
      let guest = try ScriptedView(recording: "dhcp")
      guest.files["/sys/class/net/eth0/carrier"] = carrier
      let undo = try plan(guest).steps.flatMap { $0.undo }
      #expect(undo.contains(.setUp(vf, true)) == comesUp)
    }
  }

  @Test("a route by a next hop object, whose copy would leave it there, has none wait")
  func givesNothingBeforehand() throws {
    let guest = try ScriptedView(recording: "dhcp").withWaitingRoutes
    let query = IPRouteQuery(about: [eth0, vf]).command
    let answered = try #require(guest.answers[query]).output.split(separator: "\n").map { line in
      line.hasPrefix("default via") ? "default nhid 7" + line.dropFirst("default".count) : line
    }
    guest.answers[query] = CommandResult(.exit(0), output: answered.joined(separator: "\n"))
    #expect(try lines(guest) == lines(ScriptedView(recording: "dhcp")))
  }

  @Test("what waits is of IPv4, once each, and without networks that the kernel makes no route for")
  func givesOnce() throws {
    let guest = try ScriptedView(recording: "static").withWaitingRoutes
    let give = try lines(guest).first { $0.contains("-batch") }
    #expect(
      give == """
        /sbin/ip -batch - <
        address replace 169.254.9.9/16 scope link noprefixroute dev bond0
        address replace 10.1.2.4/24 broadcast 10.1.2.255 dev bond0
        address replace 10.9.0.1/16 broadcast 10.9.0.255 dev bond0
        address replace 10.7.7.7/32 metric 50 label bond0:1 dev bond0
        address replace 10.1.2.5/24 dev bond0
        route prepend 10.1.2.0/24 dev bond0 scope link proto 221
        route prepend 10.9.0.0/16 dev bond0 scope link proto 221
        route prepend 10.50.0.0/16 dev bond0 scope global proto 221
        route prepend 192.0.2.0/24 dev bond0 scope link proto 221
        route prepend default via 10.1.2.1 dev bond0 table 200 proto 221
        route prepend 0.0.0.0/0 via inet6 fe80::1 dev bond0 table 201 proto 221
        route prepend default via 10.1.2.1 dev bond0 src 10.1.2.4 metric 100 proto 221
        route prepend 198.51.100.0/24 via 203.0.113.1 dev bond0 onlink mtu lock 1400 advmss 1200 proto 221

        """)
  }

  @Test("a VF that returns under another name goes back into the bond")
  func rejoins() throws {
    let nics: [LinuxNIC] = [
      .bond("bond0", mac, "eth0"),
      .netvsc("eth0", mac, master: "bond0").with { $0.permanentAddress = mac },
      .vf("enP2s2", mac, driver: "mana"),
    ]
    let guest = try ScriptedView(
      nics, recording: "dhcp", about: [eth0, bond0, interface("enP2s2")])
    // Nothing can get lost: no state is saved, and hyperv_vf_strict does not refuse it.
    #expect(try !plan(guest).changesConfiguration)
    #expect(
      try lines(guest) == [
        "echo 1 > /sys/class/net/bond0/bonding/all_slaves_active",
        "echo enP2s2 > /sys/class/net/bond0/bonding/primary",
        "echo 0x1002 > /sys/class/net/enP2s2/flags",
        "echo +enP2s2 > /sys/class/net/bond0/bonding/slaves",
        "sleep 0.02 seconds", "echo 0 > /sys/class/net/bond0/bonding/all_slaves_active",
      ])
  }

  @Test("a bond that a network manager made at boot is only joined, before its lease too")
  func joinsManaged() throws {
    let nics: [LinuxNIC] = [
      .bond("bond0", mac, "eth0"),
      .netvsc("eth0", mac, master: "bond0").with { $0.permanentAddress = mac },
      .vf("enP1s1", mac),
    ]
    var settings = Settings()
    settings.usesDHCP = true
    let guest = try ScriptedView(nics, recording: "bare", about: [eth0, bond0])
    let query = IPRouteQuery(about: [eth0, bond0, vf]).command
    let answer = try #require(guest.answers[query])
    let lines = answer.output.split(separator: "\n").filter { !$0.contains(": bond0 ") }
    guest.answers[query]?.output = lines.joined(separator: "\n")
    let join = [
      "echo 1 > /sys/class/net/bond0/bonding/all_slaves_active",
      "echo enP1s1 > /sys/class/net/bond0/bonding/primary",
      "echo 0x1002 > /sys/class/net/enP1s1/flags",
      "echo +enP1s1 > /sys/class/net/bond0/bonding/slaves",
      "sleep 0.02 seconds", "echo 0 > /sys/class/net/bond0/bonding/all_slaves_active",
    ]
    #expect(try self.lines(guest, settings) != join)
    guest.files["/sys/fs/cgroup/system.slice/systemd-networkd.service/cgroup.procs"] = "9\n"
    guest.files["/sys/class/net/bond0/ifindex"] = "5\n"
    guest.files["/run/systemd/netif/links/5"] = "ADMIN_STATE=configuring\n"
    #expect(try self.lines(guest, settings) == join)
  }

  @Test("somebody else's bond of that name is left alone")
  func leavesForeignBond() throws {
    let nics: [LinuxNIC] = [
      .bond("bond0", "00:15:5d:00:00:09", "eth5 eth6", mode: "802.3ad 4"), .netvsc("eth0", mac),
      .vf("enP1s1", mac),
    ]
    let guest = try ScriptedView(nics, recording: "dhcp", about: [eth0, bond0])
    let bond = Bond(.other("802.3ad"), members: [interface("eth5"), interface("eth6")])
    #expect(throws: Refusal.foreignBond(bond0, bond, of: eth0)) { try lines(guest) }
  }

  struct Idle: CustomTestStringConvertible {
    var situation: String
    var nics: [LinuxNIC]
    var kernel = "5.15.0"
    var notice: Notice
    var deviation: Deviation?
    var testDescription: String { situation }
  }

  @Test(
    "no child process is started where there is nothing to do",
    arguments: [
      Idle(
        situation: "the VF has left", nics: [.netvsc("eth0", mac)], kernel: "4.9.0",
        notice: .detached(eth0)),
      Idle(
        situation: "the kernel has joined them",
        nics: [.netvsc("eth0", mac), .vf("enP1s1", mac, master: "eth0")],
        notice: .transparent(eth0, "/sys/class/net/enP1s1/master is eth0"),
        deviation: .transparent),
      Idle(
        situation: "the kernel is about to", nics: [.netvsc("eth0", mac), .vf("enP1s1", mac)],
        notice: .transparent(eth0, "the kernel is about to combine it with its VF"),
        deviation: .transparent),
    ])
  func idles(_ row: Idle) throws {
    let plan = try plan(ScriptedView(row.nics, kernel: row.kernel))
    #expect(plan == .nothing(row.notice, deviation: row.deviation))
  }

  @Test("a NIC that is not there is refused")
  func refusesMissing() {
    let guest = ScriptedView([.vf("enP1s1", mac)])
    #expect(throws: Refusal.noInterface(eth0)) { try plan(guest) }
  }

  @Test("the VF itself is refused")
  func refusesVF() {
    let guest = ScriptedView([.netvsc("eth0", mac), .vf("enP1s1", mac)])
    #expect(throws: Refusal.isTheVF(vf)) { try plan(guest, of: vf) }
  }

  @Test("DHCP without any client is an error before anything is changed")
  func needsClient() throws {
    var settings = Settings()
    settings.usesDHCP = true
    let guest = try ScriptedView(recording: "bare")
    guest.executables = []
    #expect(throws: Refusal.noClient(["dhclient", "dhcpcd", "udhcpc"])) {
      try lines(guest, settings)
    }
  }

  @Test("a question that ip(8) refuses is an error")
  func failsQuery() throws {
    let guest = try ScriptedView(recording: "bare")
    let query = IPRouteQuery(about: [eth0, vf]).command
    let result = CommandResult(.exit(255), errorOutput: "Option \"-batch\" is unknown")
    guest.answers[query] = result
    let asked = guest
    #expect(throws: GuestError.queryFailed(query, result)) { try lines(asked) }
  }

  @Test("a kernel without rules or IPv6 is asked for addresses and routes alone")
  func asksLess() throws {
    let guest = try ScriptedView(recording: "dhcp")
    let wanted = try lines(guest)
    let query = IPRouteQuery(about: [eth0, vf])
    let short = IPRouteQuery(about: [eth0, vf], withSettings: false).command
    guest.answers[short] = guest.answers[query.command]
    guest.answers[query.command] = CommandResult(
      .exit(2), errorOutput: "RTNETLINK answers: Operation not supported")
    #expect(try lines(guest) == wanted)
  }
}
