import Failover
import TestSupport
import Testing

@testable import Platforms

private let mac = "00:15:5d:4a:0b:01"
private let eth0 = interface("eth0")
private let bond0 = interface("bond0")
private let vf = interface("enP1s1")

/// Returns the plan for a guest with a pair and this rc.conf.
private func plan(
  _ guest: ScriptedView, _ text: String = "", resuming saved: SavedState? = nil,
  scope: Takeover.Scope = .whole
) throws -> Plan {
  let linux = Linux()
  let settings = try linuxSettings(text, scope: scope)
  let network = try linux.observe(
    eth0, bond: bond0, settings: settings, scope: scope, resuming: saved != nil,
    asking: guest)
  let takeover = Takeover(
    of: eth0, by: bond0, settings: settings, network: network, scope: scope, order: linux.order)
  return try planUp(saved.map { takeover.resumed(from: $0) } ?? takeover)
}

@Suite("Linux: what the bond has in the end")
struct LinuxConfigurationTests {
  /// Returns the lines of the batch, and the effects after the synthetic NIC has joined.
  private func outcome(
    _ guest: ScriptedView, _ text: String
  ) throws -> (batch: [String], after: [String]) {
    let lines = try plan(guest, text).steps.flatMap { Linux().effects(of: $0.action) }.map(line)
    let batch = lines.first { $0.contains("-batch") } ?? ""
    let last = "echo +eth0 > /sys/class/net/bond0/bonding/slaves"
    let joined = lines.firstIndex(of: last) ?? lines.endIndex - 1
    return (
      batch.split(separator: "\n").dropFirst().map(String.init), Array(lines[(joined + 1)...])
    )
  }

  struct Row: CustomTestStringConvertible {
    var situation: String
    var recording = "dhcp"
    var text: String
    var batch: [String]
    var after: [String] = []
    var testDescription: String { situation }
  }

  private static let dhcp = "proto dhcp src 10.1.2.4 metric 100"

  @Test(
    "rc.conf decides where it speaks, else what was live",
    arguments: [
      Row(
        situation: "another address of the same network, and a router",
        text: """
          ifconfig_eth0="inet 10.1.2.9/24 mtu 1500 -arp -tso"
          ifconfig_eth0_descr="to the office"
          defaultrouter=10.1.2.254
          """,
        batch: [
          "address replace 10.1.2.9/24 broadcast 10.1.2.255 dev bond0",
          "address replace 10.1.2.4/24 broadcast 10.1.2.255 dev bond0",
          "address flush dev eth0 to 0.0.0.0/0",
          "route replace default via 10.1.2.254 dev bond0",
          "route replace 168.63.129.16 via 10.1.2.1 dev bond0 \(dhcp)",
          "route replace 169.254.169.254 via 10.1.2.1 dev bond0 \(dhcp)",
        ],
        after: [
          "/sbin/ip link set dev bond0 arp off", "/sbin/ethtool -K bond0 tso off",
          "echo to the office > /sys/class/net/bond0/ifalias",
        ]),
      Row(
        situation: "a lease, and aliases beside it",
        text: "ifconfig_eth0=DHCP\nifconfig_eth0_alias0=\"inet 10.1.2.30/32\"",
        batch: [
          "address replace 10.1.2.4/24 broadcast 10.1.2.255 dev bond0",
          "address replace 10.1.2.30/32 dev bond0",
          "address flush dev eth0 to 0.0.0.0/0",
          "route replace default via 10.1.2.1 dev bond0 \(dhcp)",
          "route replace 168.63.129.16 via 10.1.2.1 dev bond0 \(dhcp)",
          "route replace 169.254.169.254 via 10.1.2.1 dev bond0 \(dhcp)",
        ],
        after: [
          "/sbin/dhclient -4 -nw -pf /run/dhclient.bond0.pid"
            + " -lf /var/lib/dhcp/dhclient.bond0.leases bond0"
        ]),
      Row(
        situation: "another network, whose routers are others; a route by another NIC stays there",
        text: """
          ifconfig_eth0="inet 192.0.2.4/24"
          defaultrouter=192.0.2.1
          static_routes="a b"
          route_a="-net 198.51.100.0/24 192.0.2.2"
          route_b="-net 203.0.113.0/24 172.16.0.1"
          """,
        batch: [
          "address replace 192.0.2.4/24 broadcast 192.0.2.255 dev bond0",
          "address replace 10.1.2.4/24 broadcast 10.1.2.255 dev bond0",
          "address flush dev eth0 to 0.0.0.0/0",
          "route replace default via 192.0.2.1 dev bond0",
          "route replace 198.51.100.0/24 via 192.0.2.2 dev bond0",
          "route replace 168.63.129.16 via 10.1.2.1 dev bond0 \(dhcp)",
          "route replace 169.254.169.254 via 10.1.2.1 dev bond0 \(dhcp)",
        ]),
      Row(
        situation: "IPv6 alone is fixed",
        text: "ifconfig_eth0_ipv6=\"inet6 2001:db8:: eui64\"\nipv6_defaultrouter=fe80::1%eth0",
        batch: [
          "address replace 10.1.2.4/24 broadcast 10.1.2.255 dev bond0",
          "address replace 2001:db8::215:5dff:fe4a:b01/64 nodad dev bond0",
          "address flush dev eth0 to 0.0.0.0/0",
          "route replace default via fe80::1 dev bond0",
          "route replace default via 10.1.2.1 dev bond0 \(dhcp)",
          "route replace 168.63.129.16 via 10.1.2.1 dev bond0 \(dhcp)",
          "route replace 169.254.169.254 via 10.1.2.1 dev bond0 \(dhcp)",
        ]),
    ])
  func configures(_ row: Row) throws {
    let found = try outcome(ScriptedView(recording: row.recording), row.text)
    #expect(found.batch == row.batch)
    #expect(found.after == row.after)
  }

  @Test("the client that rc.conf names is started on the bond")
  func startsNamedClient() throws {
    let guest = try ScriptedView(recording: "dhcp")
    guest.executables.insert("/opt/udhcpc")
    let text = "ifconfig_eth0=SYNCDHCP\ndhclient_program=/opt/udhcpc"
    #expect(
      try outcome(guest, text).after == ["/opt/udhcpc -n -p /run/udhcpc.bond0.pid -i bond0"])
  }

  @Test("a DHCPv6 client moves with its lease, beside an address that rc.conf fixes")
  func movesDHCPv6() throws {
    let guest = try ScriptedView(recording: "dhcp")
    guest.files["/run/dhclient6.eth0.pid"] = "732\n"
    guest.files["/proc/732/cmdline"] = "/sbin/dhclient\0-6\0-lf\0/var/lib/x\0eth0\0"
    #expect(
      try outcome(guest, "ifconfig_eth0=\"inet 10.1.2.4/24\"").after == [
        "lease /var/lib/x /var/lib/dhcp/dhclient6.bond0.leases eth0 bond0",
        "/sbin/dhclient -6 -nw -pf /run/dhclient6.bond0.pid"
          + " -lf /var/lib/dhcp/dhclient6.bond0.leases bond0",
      ])
  }

  @Test("the MTU is set before anything moves, and an undo sets the VF's again")
  func resizes() throws {
    let guest = try ScriptedView(recording: "dhcp")
    guest.files["/sys/class/net/eth0/mtu"] = "9000\n"
    let plan = try plan(guest)
    let steps = plan.steps.filter { if case .setMTU = $0.action { true } else { false } }
    #expect(steps.map(\.action) == [.setMTU(bond0, 9000), .setMTU(vf, 9000)])
    #expect(steps.map(\.undo) == [[], [.setMTU(vf, 1500)]])
    #expect(plan.steps.firstIndex { $0.action == .addMember(vf, to: bond0) } == 7)
  }

  @Test("a NIC without IPv6, or deaf to routers, gives a bond that is so too")
  func quietensIPv6() throws {
    let guest = try ScriptedView(recording: "dhcp")
    guest.files["/proc/sys/net/ipv6/conf/eth0/accept_ra"] = "1\n"
    guest.files["/proc/sys/net/ipv6/conf/eth0/forwarding"] = "1\n"
    #expect(
      try plan(guest).steps.contains {
        $0.action == .setRouterAdvertisements(bond0, false, bringUp: false)
      })
    guest.files["/proc/sys/net/ipv6/conf/eth0/disable_ipv6"] = "1\n"
    #expect(try plan(guest).steps[2].action == .setIPv6(bond0, false, bringUp: false))
  }

  @Test("what the resolver has for the synthetic NIC goes to the bond")
  func movesResolver() throws {
    let guest = try ScriptedView(recording: "dhcp")
    guest.executables.insert("/usr/bin/resolvectl")
    guest.files["/sys/class/net/eth0/ifindex"] = "2\n"
    #expect(try outcome(guest, "").after == [])
    guest.files["/run/systemd/resolve/netif/2"] = """
      # This is private data. Do not parse.
      LLMNR=yes
      SERVERS=168.63.129.16 2001:db8::53
      DOMAINS=example.org ~.

      """
    #expect(
      try outcome(guest, "").after == [
        "/usr/bin/resolvectl dns bond0 168.63.129.16 2001:db8::53",
        "/usr/bin/resolvectl domain bond0 example.org ~.",
      ])
  }
}

@Suite("Linux: VLANs")
struct LinuxVLANTests {
  @Test(
    "what makes one anew is read from what ip(8) shows",
    arguments: [
      (
        "vlan protocol 802.1Q id 5 <REORDER_HDR> addrgenmode eui64",
        "vlan protocol 802.1Q id 5"
      ),
      (
        "vlan protocol 802.1ad id 7 <GVRP,LOOSE_BINDING> \\ ingress-qos-map { 1:2 2:3 } \\"
          + " egress-qos-map { 0:4 } addrgenmode none",
        "vlan protocol 802.1ad id 7 reorder_hdr off gvrp on loose_binding on"
          + " ingress-qos-map 1:2 2:3 egress-qos-map 0:4"
      ),
      ("macvlan mode bridge", nil),
    ] as [(String, String?)])
  func reads(shown: String, words: String?) {
    let line = "9: eth0.5@eth0: <UP> mtu 1500 \\    link/ether \(mac) \\    \(shown)"
    #expect(Linux().vlanWords(line)?.joined(separator: " ") == words)
  }

  @Test("one is made anew on the bond, with its addresses, routes and bridge, and back")
  func moves() throws {
    let guest = try ScriptedView(
      [
        .netvsc("eth0", mac), .vf("enP1s1", mac),
        .virtual("eth0.5", mac).with { $0.master = "br0" },
      ], recording: "bare")
    guest.links["/sys/class/net/eth0/upper_eth0.5"] = "../eth0.5"
    guest.files["/sys/class/net/eth0.5/uevent"] = "DEVTYPE=vlan\nINTERFACE=eth0.5\n"
    guest.files["/sys/class/net/br0/uevent"] = "DEVTYPE=bridge\nINTERFACE=br0\n"
    let details = Command(
      "/sbin/ip", ["-details", "-oneline", "-batch", "-"], input: "link show dev eth0.5\n")
    guest.answers[details] =
      CommandResult(
        .exit(0),
        output: "9: eth0.5@eth0: <UP> mtu 1500 \\ vlan protocol 802.1Q id 5 <REORDER_HDR>\n")
    let query = IPRouteQuery(about: [eth0, interface("enP1s1"), interface("eth0.5")]).command
    guest.answers[query] = CommandResult(
      .exit(0),
      output: """
        2: eth0    inet 10.1.2.4/24 brd 10.1.2.255 scope global eth0\\       valid_lft forever
        9: eth0.5    inet 10.5.0.4/24 scope global eth0.5\\       valid_lft forever
        10.6.0.0/16 via 10.5.0.1 dev eth0.5
        2: eth0: <UP> mtu 1500
        """)
    let steps = try plan(guest).steps
    let step = try #require(steps.first { if case .move = $0.action { true } else { false } })
    let make = { (parent: String) in
      """
      link delete dev eth0.5
      link add link \(parent) name eth0.5 mtu 1500 type vlan protocol 802.1Q id 5
      link set dev eth0.5 master br0
      link set dev eth0.5 up
      address replace 10.5.0.4/24 dev eth0.5
      route replace 10.6.0.0/16 via 10.5.0.1 dev eth0.5

      """
    }
    #expect(
      Linux().effects(of: step.action).map(line) == [
        """
        /sbin/ip -batch - <
        address replace 10.1.2.4/24 broadcast 10.1.2.255 dev bond0
        address flush dev eth0 to 0.0.0.0/0
        \(make("bond0"))
        """
      ])
    #expect(
      step.undo.flatMap { Linux().effects(of: $0) }.map(line) == [
        """
        /sbin/ip -force -batch - <
        address replace 10.1.2.4/24 broadcast 10.1.2.255 dev eth0
        address flush dev bond0 to 10.1.2.4/32
        \(make("eth0"))
        """
      ])
  }
}

@Suite("Linux: what stands in the way")
struct LinuxObstacleTests {
  struct Row: CustomTestStringConvertible {
    var situation: String
    var files: [String: String]
    var refusal: Refusal?
    init(_ situation: String, _ files: [String: String], _ refusal: Refusal? = nil) {
      self.situation = situation
      self.files = files
      self.refusal = refusal
    }
    var testDescription: String { situation }
  }

  private static let slice = "/sys/fs/cgroup/system.slice"
  private static let manager = [
    "\(slice)/NetworkManager.service/cgroup.procs": "612\n",
    "/run/NetworkManager/devices/2": "[device]\nmanaged=true\n",
  ]
  private static let networkd = [
    "/sys/fs/cgroup/systemd/system.slice/systemd-networkd.service/cgroup.procs": "613\n",
    "/run/systemd/netif/links/3": "ADMIN_STATE=configured\nOPER_STATE=routable\n",
  ]
  private static let dhcpcd = ["/run/dhcpcd/pid": "614\n", "/proc/614/comm": "dhcpcd\n"]

  private static func managed(_ name: InterfaceName, _ owner: NetworkOwner) -> Refusal {
    .managed(name, by: owner, bond: bond0, vf: vf)
  }

  @Test(
    "another program that configures the NICs is named, before anything is changed",
    arguments: [
      Row("nobody", [:]),
      Row("NetworkManager", manager, managed(eth0, .networkManager)),
      Row(
        "NetworkManager, which leaves it alone",
        manager.merging(["/run/NetworkManager/devices/2": "[device]\nmanaged=false\n"]) { $1 }),
      Row(
        "NetworkManager, which has ended",
        manager.merging(["\(slice)/NetworkManager.service/cgroup.procs": ""]) { $1 }),
      Row("networkd has the VF", networkd, managed(vf, .networkd)),
      Row(
        "networkd, which leaves it alone",
        networkd.merging(["/run/systemd/netif/links/3": "ADMIN_STATE=unmanaged\n"]) { $1 }),
      Row("dhcpcd of all interfaces", dhcpcd, managed(eth0, .dhcpcd)),
      Row(
        "dhcpcd, which leaves them alone",
        dhcpcd.merging([
          "/etc/dhcpcd.conf": "hostname\ndenyinterfaces eth0 bond*\ndenyinterfaces enP*\n"
        ]) {
          $1
        }),
      Row(
        "dhcpcd, which leaves the synthetic NIC alone, but not the others",
        dhcpcd.merging(["/etc/dhcpcd.conf": "denyinterfaces eth*\n"]) { $1 },
        managed(eth0, .dhcpcd)),
      Row(
        "a kernel without bonding", ["/sys/module/bonding/parameters/max_bonds": "-"], .noBonding),
    ])
  func refuses(_ row: Row) throws {
    let guest = try ScriptedView(recording: "dhcp")
    guest.files["/sys/class/net/eth0/ifindex"] = "2\n"
    guest.files["/sys/class/net/enP1s1/ifindex"] = "3\n"
    for (path, text) in row.files { guest.files[path] = text == "-" ? nil : text }
    let asked = guest
    if let refusal = row.refusal {
      #expect(throws: refusal) { try plan(asked) }
    } else {
      #expect(try plan(asked).steps.isEmpty == false)
    }
  }

  @Test(
    "a NIC that is in a bridge, a team or Open vSwitch is not taken out of it",
    arguments: ["bridge", nil])
  func refusesMember(kind: String?) throws {
    let nics: [LinuxNIC] = [.netvsc("eth0", mac, master: "br0"), .vf("enP1s1", mac)]
    let guest = try ScriptedView(nics, recording: "dhcp")
    if let kind { guest.files["/sys/class/net/br0/uevent"] = "DEVTYPE=\(kind)\nINTERFACE=br0\n" }
    guest.answers[Self.vrfs] = CommandResult(.exit(0))
    let asked = guest
    #expect(throws: Refusal.member(eth0, of: interface("br0"), pair: eth0, bond: bond0)) {
      try plan(asked)
    }
  }

  @Test(
    "what is built on one of the NICs is refused by its kind; a vxlan's packets leave by the bond",
    arguments: [
      ("eth0", "macvlan mode vepa bcqueuelen 1000", "macvlan"),
      ("eth0", "macvtap mode vepa", "macvtap"),
      ("eth0", "ipvlan mode l3 bridge", "ipvlan"), ("eth0", "macsec sci 1", "macsec"),
      ("eth0", "novelty 7", "device"), ("enP1s1", "macvlan mode vepa", "macvlan"),
      ("eth0", "vxlan id 42 remote 198.51.100.7 dev eth0", nil),
    ])
  func refusesUpper(nic: String, details: String, kind: String?) throws {
    let guest = try ScriptedView(recording: "dhcp")
    guest.links["/sys/class/net/\(nic)/upper_up0"] = "../up0"
    guest.files["/sys/class/net/up0/uevent"] = "INTERFACE=up0\nIFINDEX=9\n"
    guest.answers[Command("/sbin/ip", ["-details", "-oneline", "link", "show", "dev", "up0"])] =
      CommandResult(
        .exit(0),
        output: "9: up0@\(nic): <BROADCAST> mtu 1500 qdisc noop\\    link/ether 02:00:00:00:00:01 "
          + "brd ff:ff:ff:ff:ff:ff minmtu 68 maxmtu 65535 \\    \(details) addrgenmode eui64\n")
    let asked = guest
    guard let kind else {
      #expect(try plan(asked).steps.isEmpty == false)
      return
    }
    #expect(
      throws: Refusal.hasUpperInterface(
        interface(nic), interface("up0"), kind: kind, pair: eth0, bond: bond0)
    ) {
      try plan(asked)
    }
  }

  @Test("a PPPoE session by one of the NICs is not cut off", arguments: ["eth0", "enP1s1", "eth1"])
  func refusesSession(nic: String) throws {
    let guest = try ScriptedView(recording: "dhcp")
    guest.files["/proc/net/pppoe"] =
      "Id       Address              Device\n00000001 00:15:5D:4A:0B:FF     \(nic)\n"
    let asked = guest
    guard nic != "eth1" else {
      #expect(try plan(asked).steps.isEmpty == false)
      return
    }
    #expect(throws: Refusal.hasPPPoESession(interface(nic), pair: eth0)) { try plan(asked) }
  }

  private static let vrfs = Command("/sbin/ip", ["-oneline", "link", "show", "type", "vrf"])

  @Test("in a VRF, of which sysfs shows no kind, the bond takes its place")
  func followsVRF() throws {
    let nics: [LinuxNIC] = [.netvsc("eth0", mac, master: "blue"), .vf("enP1s1", mac)]
    let guest = try ScriptedView(nics, recording: "dhcp")
    guest.files["/sys/class/net/blue/uevent"] = "INTERFACE=blue\nIFINDEX=7\n"
    guest.answers[Self.vrfs] = CommandResult(
      .exit(0), output: "7: blue: <NOARP,MASTER,UP,LOWER_UP> mtu 65575 qdisc noqueue state UP\n")
    let actions = try plan(guest).steps.map(\.action)
    let blue = Membership(of: interface("blue"))
    let join = try #require(actions.firstIndex(of: .joinGroup(bond0, blue)))
    let leave = try #require(actions.firstIndex(of: .leaveGroup(eth0, blue)))
    let move = try #require(
      actions.firstIndex { if case .move = $0 { true } else { false } })
    #expect(join < move && move < leave)
  }

  @Test("the module is loaded so that it makes no bond0 of its own, which would have our name")
  func loadsModule() throws {
    let guest = try ScriptedView(recording: "dhcp")
    guest.files["/sys/module/bonding/parameters/max_bonds"] = nil
    guest.files["/lib/modules/4.9.0-amd64/modules.dep"] =
      "kernel/drivers/net/bonding/bonding.ko.xz: kernel/net/tls/tls.ko.xz\n"
    #expect(
      try plan(guest).steps[1].action
        == .command(Command("/sbin/modprobe", ["bonding", "max_bonds=0"])))
  }

  @Test("a bond0 that the module made of its own goes")
  func removesLeftOver() throws {
    let left = LinuxNIC.bond("bond0", "00:00:00:00:00:00", "", mode: "balance-rr 0")
      .with { $0.isUp = false }
    let guest = try ScriptedView(
      [left, .netvsc("eth0", mac), .vf("enP1s1", mac)], recording: "dhcp")
    guest.answers[IPRouteQuery(about: [eth0, bond0, interface("enP1s1")]).command] =
      guest.answers[IPRouteQuery(about: [eth0]).command]
    var lines = try plan(guest).steps.flatMap { Linux().effects(of: $0.action) }.map(line)
    lines.removeLast(lines.count - 3)
    #expect(
      lines == [
        "prepare /sbin/ip", "/sbin/ip link delete dev bond0",
        "/sbin/ip link add bond0 up address \(mac) type bond mode active-backup miimon 100",
      ])
  }

  @Test("an override that asks for a lease needs a client too")
  func needsClient() throws {
    let guest = try ScriptedView(recording: "dhcp")
    let scope = Takeover.Scope.joinOnly(then: [.lease(waits: true)])
    #expect(
      try plan(guest, scope: scope).steps.last?.action
        == .startClient(.isc, on: bond0, waits: true, at: "/sbin/dhclient"))
    guest.executables = []
    let bare = guest
    #expect(throws: Refusal.noClient(["dhclient", "dhcpcd", "udhcpc"])) {
      try plan(bare, scope: scope)
    }
  }
}

@Suite("Linux: a run that was cut short")
struct LinuxResumeTests {
  /// Returns the state that a takeover of a guest saves at its beginning.
  private func saved(_ recording: String) throws -> SavedState {
    let linux = Linux()
    let guest = try ScriptedView(recording: recording)
    var network = try linux.observe(
      eth0, bond: bond0, settings: Settings(), scope: .whole, resuming: false,
      asking: guest)
    var vlan = Interface(interface("eth0.5"))
    vlan.addresses = [address("10.5.0.4/24", "scope link")]
    vlan.isUp = true
    vlan.master = interface("br0")
    network.vlans = [VLAN(vlan, words: ["vlan", "protocol", "802.1Q", "id", "5"])]
    network.routes.append(route("10.6.0.0/16", via: "10.5.0.1", through: "eth0.5", "metric 7"))
    network.clients = [
      DHCPClient(of: eth0, program: .isc, process: 7, pidFile: "/x"),
      DHCPClient(of: eth0, program: .isc6, process: 8, pidFile: "/y"),
    ]
    var tunnel = Tunnel(interface("vx0"), kind: "vxlan", over: eth0)
    tunnel.isMulticast = true
    tunnel.forwarding = [["00:00:00:00:00:00", "dev", "vx0", "dst", "239.1.1.1"]]
    network.tunnels = [tunnel]
    network.rules.append(PolicyRule(.inet6, priority: 7, ["from", "all", "iif", "enP1s1"]))
    return SavedState(
      before: Takeover(
        of: eth0, by: bond0, settings: Settings(), network: network, order: linux.order))
  }

  @Test(
    "what was before is read back whole: attributes of addresses and routes, VLANs, clients, rules",
    arguments: ["bare", "dhcp", "static", "multipath", "settings"])
  func readsBack(recording: String) throws {
    let state = try saved(recording)
    #expect(SavedState(variables(state.text)) == state)
    #expect(
      state.vlans.count == 1 && state.vlanRoutes.count == 1 && state.clients == [.isc, .isc6])
  }

  @Test("the whole takeover is planned again, and its undo gives everything back")
  func plansAgain() throws {
    let state = try saved("dhcp")
    // The process ended after the synthetic NIC had joined and the client had ended.
    let nics: [LinuxNIC] = [
      .bond("bond0", mac, "enP1s1 eth0"),
      .netvsc("eth0", mac, master: "bond0").with { $0.permanentAddress = mac },
      .vf("enP1s1", mac, master: "bond0").with { $0.permanentAddress = mac },
    ]
    let guest = try ScriptedView(nics, recording: "bare", about: [eth0, bond0])
    let plan = try plan(guest, resuming: state)
    #expect(plan.steps.allSatisfy { $0.deviation == .incomplete })
    let undo = planUndo(of: plan.steps)
    let back = undo.compactMap { action -> ConfigurationTransfer? in
      if case .move(let transfer) = action { transfer } else { nil }
    }
    #expect(back.map(\.added) == [state.nic.addresses.filter { $0.family == .inet }])
    #expect(back.map(\.vlans) == [state.vlans])
    #expect(back.map(\.routes) == [state.routes + state.vlanRoutes])
    #expect(undo.last == .destroyBond(bond0))
    #expect(undo.contains(.startClient(.isc, on: eth0, waits: false)))
    #expect(undo.contains(.startClient(.isc6, on: eth0, waits: false)))
  }

  @Test("what the bond had beforehand lasts from the move on, wherever the run before it died")
  func replacesPreassigned() throws {
    let nics: [LinuxNIC] = [.bond("bond0", mac, ""), .netvsc("eth0", mac), .vf("enP1s1", mac)]
    let guest = try ScriptedView(nics, recording: "dhcp", about: [eth0, bond0])
    guest.files["/proc/sys/net/ipv4/conf/default/ignore_routes_with_linkdown"] = "0\n"
    let actions = try plan(guest, resuming: saved("dhcp")).steps.map(\.action)
    let moved = actions.compactMap { action -> Bool? in
      if case .move(let transfer) = action { transfer.replacesPreassigned } else { nil }
    }
    #expect(moved == [true])
    #expect(!actions.contains { if case .preassign = $0 { true } else { false } })
  }

  @Test("when the VF has left meanwhile, what was begun is taken back")
  func takesBack() throws {
    let state = try saved("dhcp")
    let nics: [LinuxNIC] = [.bond("bond0", mac, ""), .netvsc("eth0", mac)]
    let guest = try ScriptedView(nics, recording: "bare", about: [eth0, bond0])
    let actions = try plan(guest, resuming: state).steps.map(\.action)
    #expect(actions.last == .destroyBond(bond0))
    #expect(actions.contains(.setUp(eth0, true)))
    #expect(actions.contains { if case .move = $0 { true } else { false } })
  }
}
