import Failover
import RCConf
import TestSupport
import Testing

@testable import Platforms

@Suite("The files that make a bond at boot")
struct BootFilesTests {
  private static let address = "00:15:5d:4a:0b:01"

  /// eth0 with an address, a router and, if `client` says so, a DHCP client.
  private func request(
    _ name: String = "eth0", bond: String = "bond0", rcconf: [String: String] = [:],
    leases: Bool = false, mtu: Int = 1500
  ) throws -> BondAtBoot {
    let synthetic = try #require(InterfaceName(name))
    var nic = Interface(synthetic)
    nic.hardwareAddress = HardwareAddress(Self.address)
    nic.mtu = mtu
    nic.addresses = try [#require(InterfaceAddress("192.0.2.10/24"))]
    var network = NetworkState()
    network.interfaces = [nic]
    network.routes = [
      Route(to: "default", family: .inet, via: IPAddress("192.0.2.1"), through: synthetic)
    ]
    if leases {
      network.clients = [
        DHCPClient(of: synthetic, program: .isc, process: 7, pidFile: "/run/dhclient.eth0.pid")
      ]
    }
    let variables = Variables(
      rcconf.map {
        Variable(
          name: $0, bytes: Array($1.utf8), location: SourceLocation(file: "/etc/rc.conf", line: 1))
      })
    let takeover = try Takeover(
      of: synthetic, by: #require(InterfaceName(bond)),
      settings: Settings(of: synthetic, in: variables), network: network, order: .lagg)
    return BondAtBoot(takeover, variables)
  }

  private func guest(_ files: [String: String] = [:]) -> ScriptedView {
    let guest = ScriptedView()
    guest.files = files
    guest.files["/sys/class/net/eth0/ifindex"] = "2\n"
    return guest
  }

  private func files(
    _ request: BondAtBoot, _ system: BootSystem, _ guest: ScriptedView
  ) throws -> [String: String] {
    let found = try Linux().bootFiles(request, for: system, asking: guest)
    return Dictionary(uniqueKeysWithValues: found.files.map { ($0.path, $0.text) })
  }

  @Test("networkd: the bond, its member, and all but the match of the file that eth0 had")
  func networkd() throws {
    let guest = guest([
      "/run/systemd/netif/links/2":
        "ADMIN_STATE=configured\nNETWORK_FILE=/run/systemd/network/10-netplan-eth0.network\n"
        + "NETWORK_FILE_DROPINS=/etc/systemd/network/x.conf\n",
      "/run/systemd/network/10-netplan-eth0.network":
        "# netplan\n[Match]\nMACAddress=\(Self.address)\nName=eth0\n\n[Network]\nDHCP=ipv4\n\n"
        + "[DHCP]\nRouteMetric=100\n",
      "/etc/systemd/network/x.conf": "[Link]\nMTUBytes=9000\nRequiredForOnline=yes\n",
    ])
    #expect(
      try files(request(mtu: 9000), .networkd, guest) == [
        "/etc/systemd/network/05-hyperv-vf-bond0.netdev": """
        [NetDev]
        Name=bond0
        Kind=bond
        MACAddress=\(Self.address)
        MTUBytes=9000

        [Bond]
        Mode=active-backup
        MIIMonitorSec=100ms

        """,
        "/etc/systemd/network/05-hyperv-vf-eth0.network": """
        [Match]
        Name=eth0

        [Link]
        MTUBytes=9000

        [Network]
        Bond=bond0

        """,
        "/etc/systemd/network/05-hyperv-vf-bond0.network": """
        [Match]
        Name=bond0

        [Network]
        DHCP=ipv4

        [DHCP]
        RouteMetric=100

        [Link]
        RequiredForOnline=yes

        """,
      ])
  }

  @Test("networkd: what was live, where it had no file")
  func networkdFromState() throws {
    let path = "/etc/systemd/network/05-hyperv-vf-bond0.network"
    #expect(
      try files(request(), .networkd, guest())[path] == """
        [Match]
        Name=bond0

        [Network]
        DHCP=no
        IPv6AcceptRA=no
        Address=192.0.2.10/24

        [Route]
        Gateway=192.0.2.1

        """)
    #expect(
      try files(request(leases: true), .networkd, guest())[path] == """
        [Match]
        Name=bond0

        [Network]
        DHCP=ipv4
        IPv6AcceptRA=no

        """)
  }

  @Test("NetworkManager: keyfiles that root alone may read, with what the NIC's profile says")
  func networkManager() throws {
    let folder = "/etc/NetworkManager/system-connections"
    let guest = guest([
      "/run/NetworkManager/devices/2": "[device]\nmanaged=true\nconnection-uuid=u-1\n",
      "\(folder)/a.nmconnection": "[connection]\nid=a\nuuid=u-0\n\n[ipv4]\nmethod=disabled\n",
      "\(folder)/b.nmconnection":
        "[connection]\nid=b\nuuid=u-1\n\n[ipv4]\nmethod=auto\ndns=192.0.2.53;\n\n[ipv6]\nmethod=ignore\n",
    ])
    let found = try Linux().bootFiles(request(), for: .networkmanager, asking: guest).files
    #expect(found.map(\.permissions) == [0o600, 0o600])
    #expect(
      found.map(\.path) == [
        "\(folder)/hyperv-vf-bond0.nmconnection", "\(folder)/hyperv-vf-eth0.nmconnection",
      ])
    #expect(
      found.first?.text == """
        [connection]
        id=hyperv-vf-bond0
        type=bond
        interface-name=bond0
        autoconnect-priority=100
        autoconnect-slaves=1

        [ethernet]
        cloned-mac-address=\(Self.address)

        [bond]
        mode=active-backup
        miimon=100

        [ipv4]
        method=auto
        dns=192.0.2.53;

        [ipv6]
        method=ignore

        """)
    let fromState = try files(request(), .networkmanager, self.guest())
    #expect(
      fromState["\(folder)/hyperv-vf-bond0.nmconnection"]?.hasSuffix(
        "[ipv4]\nmethod=manual\naddress1=192.0.2.10/24\ngateway=192.0.2.1\n\n"
          + "[ipv6]\nmethod=link-local\n") == true)
  }

  @Test("ifupdown: the stanzas of eth0 under the bond's name, and the lines that have to go")
  func ifupdown() throws {
    let guest = guest([
      "/etc/network/interfaces":
        "source /etc/network/interfaces.d/*\nauto lo eth0\niface lo inet loopback\n"
        + "# eth0\niface eth0 inet static\n  address 192.0.2.10/24\n  hwaddress \(Self.address)\n",
      "/etc/network/interfaces.d/v6":
        "iface eth0 inet6 auto\n  accept_ra 2\niface eth1 inet dhcp\n",
    ])
    let found = try Linux().bootFiles(request(), for: .ifupdown, asking: guest)
    #expect(
      found.inTheWay == [
        "/etc/network/interfaces:2: auto lo eth0",
        "/etc/network/interfaces:5: iface eth0 inet static",
        "/etc/network/interfaces:6: address 192.0.2.10/24",
        "/etc/network/interfaces:7: hwaddress \(Self.address)",
        "/etc/network/interfaces.d/v6:1: iface eth0 inet6 auto",
        "/etc/network/interfaces.d/v6:2: accept_ra 2",
      ])
    #expect(
      found.files == [
        BootFile(
          "/etc/network/interfaces.d/hyperv-vf-bond0",
          """
          auto bond0
          iface bond0 inet static
              pre-up modprobe bonding max_bonds=0 || true
              pre-up ip link show dev bond0 >/dev/null 2>&1 || ip link add bond0 \
          address \(Self.address) type bond mode active-backup miimon 100
              pre-up ip link set dev eth0 down
              pre-up ip link set dev eth0 master bond0
              post-down ip link delete dev bond0
              address 192.0.2.10/24
          iface bond0 inet6 auto
              accept_ra 2

          """)
      ])
  }

  @Test(
    "rc.conf: everything of the NIC under the lagg's name, and empty under its own",
    arguments: [
      (["ifconfig_hn0": "DHCP"], ["ifconfig_hn0=\"up\"", Self.lagg + " DHCP\""]),
      (
        ["ifconfig_hn0": "inet 192.0.2.5/24 mtu 9000 -tso up", "cloned_interfaces": "bridge0"],
        [
          "ifconfig_hn0=\"up mtu 9000 -tso\"",
          "ifconfig_lagg0=\"inet 192.0.2.5/24 laggproto failover laggport hn0\"",
        ]
      ),
      (
        ["ifconfig_DEFAULT": "SYNCDHCP"],
        [
          "ifconfig_hn0=\"up\"", Self.lagg + " SYNCDHCP\"", "ifconfig_lagg0_ipv6=\"SYNCDHCP\"",
          "ifconfig_hn0_ipv6=\"\"",
        ]
      ),
      (
        [:],
        [
          "ifconfig_hn0=\"up\"",
          "ifconfig_lagg0=\"inet 192.0.2.10/24 laggproto failover laggport hn0\"",
        ]
      ),
      (
        [
          "ifconfig_hn0": "DHCP", "ifconfig_hn0_alias0": "inet 192.0.2.6/32",
          "ipv4_addrs_hn0": "192.0.2.7/32", "ifconfig_hn01": "DHCP",
          "ifconfig_hn0_ipv6": "inet6 accept_rtadv", "ifconfig_hn0_descr": "a \"b\"",
        ],
        [
          "ifconfig_hn0=\"up\"", Self.lagg + " DHCP\"",
          "ifconfig_lagg0_alias0=\"inet 192.0.2.6/32\"", "ifconfig_hn0_alias0=\"\"",
          "ifconfig_lagg0_descr=\"a \\\"b\\\"\"", "ifconfig_hn0_descr=\"\"",
          "ifconfig_lagg0_ipv6=\"inet6 accept_rtadv\"", "ifconfig_hn0_ipv6=\"\"",
          "ipv4_addrs_lagg0=\"192.0.2.7/32\"", "ipv4_addrs_hn0=\"\"",
        ]
      ),
    ] as [([String: String], [String])])
  func rcconf(present: [String: String], lines: [String]) throws {
    let request = try request("hn0", bond: "lagg0", rcconf: present)
    let found = try FreeBSD().bootFiles(request, for: .rcconf, asking: ScriptedView())
    let clones = present["cloned_interfaces"].map { "lagg0 \($0)" } ?? "lagg0"
    #expect(
      found
        == BootFiles([
          BootFile(
            "/etc/rc.conf.local",
            (["cloned_interfaces=\"\(clones)\""] + lines).map { "\($0)\n" }.joined())
        ]))
  }

  struct Naming: CustomTestStringConvertible {
    var variables: [String: String]
    var lines: [String] = []
    var unknown: [String] = []
    var testDescription: String { variables.keys.sorted().joined(separator: " ") }
  }

  @Test(
    "other variables that name the NIC name its lagg; one of a purpose that is not known is told",
    arguments: [
      Naming(
        variables: ["ifconfig_vlan10": "inet 10.5.0.10/24 vlan 10 vlandev hn0"],
        lines: ["ifconfig_vlan10=\"inet 10.5.0.10/24 vlan 10 vlandev lagg0\""]),
      Naming(
        variables: ["create_args_data": "vlan 20 vlandev hn0", "vlans_hn0": "10 data"],
        lines: [
          "vlans_lagg0=\"10 data\"", "vlans_hn0=\"\"",
          "create_args_data=\"vlan 20 vlandev lagg0\"",
        ]),
      Naming(
        variables: ["ifconfig_hn0_10": "inet 10.6.0.2/24"],
        lines: ["ifconfig_lagg0_10=\"inet 10.6.0.2/24\"", "ifconfig_hn0_10=\"\""]),
      Naming(
        variables: ["ipv6_defaultrouter": "fe80::1%hn0", "defaultrouter": "192.0.2.1"],
        lines: ["ipv6_defaultrouter=\"fe80::1%lagg0\""]),
      Naming(
        variables: [
          "static_routes": "a b:hn0", "route_a": "-host 198.51.100.1 -interface hn0",
          "route_b": "default 192.0.2.1 -fib 1", "ipv6_route_c": "2001:db8:7:: fe80::2%hn0.10",
        ],
        lines: [
          "ipv6_route_c=\"2001:db8:7:: fe80::2%lagg0.10\"",
          "route_a=\"-host 198.51.100.1 -interface lagg0\"", "static_routes=\"a b:lagg0\"",
        ]),
      Naming(
        variables: ["rtsold_flags": "-i hn0", "dhcp6c_interfaces": "hn1 hn0", "gateway_if": "hn0"],
        lines: [
          "dhcp6c_interfaces=\"hn1 lagg0\"", "gateway_if=\"lagg0\"", "rtsold_flags=\"-i lagg0\"",
        ]),
      Naming(
        variables: ["dhclient_flags_hn0": "-c /etc/hn0.conf", "background_dhclient_hn0": "YES"],
        lines: [
          "dhclient_flags_lagg0=\"-c /etc/hn0.conf\"", "dhclient_flags_hn0=\"\"",
          "background_dhclient_lagg0=\"YES\"", "background_dhclient_hn0=\"\"",
        ]),
      Naming(
        variables: [
          "snort_interface": "hn0", "jail_list": "hn01 xhn0", "hyperv_vf_bond_hn1": "hn0",
        ],
        unknown: ["/etc/rc.conf:1: snort_interface: hn0"]),
    ])
  func naming(_ row: Naming) throws {
    var all = row.variables
    all["ifconfig_hn0"] = "inet 192.0.2.50/24"
    let found = try FreeBSD().bootFiles(
      request("hn0", bond: "lagg0", rcconf: all), for: .rcconf, asking: ScriptedView())
    let lines = found.files[0].text.split(separator: "\n").map(String.init)
    #expect(Array(lines.dropFirst(3)) == row.lines)
    #expect(found.unknown == row.unknown)
    #expect(found.bridge == nil)
  }

  @Test("VLANs in the lists get their new names, behind the lagg")
  func lists() throws {
    let found = try FreeBSD().bootFiles(
      request(
        "hn0", bond: "lagg0",
        rcconf: ["cloned_interfaces": "hn0.5 gif0", "network_interfaces": "lo0 hn0 hn0.5"]),
      for: .rcconf, asking: ScriptedView())
    let lines = found.files[0].text.split(separator: "\n").map(String.init)
    #expect(
      Array(lines.prefix(2)) == [
        "cloned_interfaces=\"lagg0 lagg0.5 gif0\"", "network_interfaces=\"lagg0 lo0 hn0 lagg0.5\"",
      ])
  }

  @Test("a bridge that has the NIC at boot forbids it, unless its place may be the lagg's")
  func bridge() throws {
    let variables = ["ifconfig_bridge0": "addm hn0 addm em0 up"]
    let found = { (more: [String: String]) throws -> BootFiles in
      try FreeBSD().bootFiles(
        self.request("hn0", bond: "lagg0", rcconf: variables.merging(more) { $1 }), for: .rcconf,
        asking: ScriptedView())
    }
    #expect(try found([:]).bridge == InterfaceName("bridge0"))
    let moved = try found(["hyperv_vf_bridge_hn0": "YES"])
    #expect(moved.bridge == nil)
    #expect(moved.files[0].text.hasSuffix("ifconfig_bridge0=\"addm lagg0 addm em0 up\"\n"))
  }

  private static let lagg = "ifconfig_lagg0=\"up laggproto failover laggport hn0"

  @Test("which system runs a NIC is told by what runs, and by what it keeps of the NIC")
  func system() throws {
    let eth0 = try #require(InterfaceName("eth0"))
    let slice = "/sys/fs/cgroup/system.slice"
    let networkd = [
      "\(slice)/systemd-networkd.service/cgroup.procs": "9\n",
      "/run/systemd/netif/links/2": "ADMIN_STATE=configured\n",
    ]
    let manager = [
      "\(slice)/NetworkManager.service/cgroup.procs": "9\n",
      "/run/NetworkManager/devices/2": "[device]\nmanaged=true\n",
    ]
    let interfaces = ["/etc/network/interfaces": "auto lo\n"]
    for (files, system) in [
      (networkd, BootSystem.networkd), (manager, .networkmanager), (interfaces, .ifupdown),
      (networkd.merging(interfaces) { $1 }, .networkd), ([:], nil),
    ] as [([String: String], BootSystem?)] {
      #expect(try Linux().bootSystem(of: eth0, asking: guest(files)) == system)
    }
  }
}
