import Failover
import TestSupport
import Testing

@testable import Platforms

@Suite("interfaces(5) that makes a bond at boot")
struct IfupdownFilesTests {
  private static let main = "/etc/network/interfaces"

  /// The options that make the bond.
  static let making = """
        pre-up modprobe bonding max_bonds=0 || true
        pre-up ip link show dev bond0 >/dev/null 2>&1 || ip link add bond0 \
    address \(BootRequest.address) type bond mode active-backup miimon 100
        pre-up ip link set dev eth0 down
        pre-up ip link set dev eth0 master bond0

    """
  static let deleting = "    post-down ip link delete dev bond0\n"

  struct Row: CustomTestStringConvertible {
    var title: String
    var before: String
    var after: String
    var testDescription: String { title }

    init(_ title: String, _ before: String, _ after: String) {
      self.title = title
      self.before = before
      self.after = after
    }
  }

  @Test(
    "the bond has the NIC's stanzas, where they were; another interface has its own",
    arguments: [
      Row(
        "static, with routes, rules and settings of sysctl",
        """
        # eth0 is the uplink
        auto lo eth0
        iface lo inet loopback

        iface eth0 inet static
        \taddress 192.0.2.10/24
        \thwaddress \(BootRequest.address)
        \tup ip route add 198.51.100.0/24 via 192.0.2.9 dev eth0 # eth0x
        \tup ip rule add iif eth0 lookup 7
        \tup sysctl -w net.ipv4.conf.eth0.rp_filter=0; echo 1 >/proc/sys/net/ipv6/conf/eth0/autoconf
        \tpost-up echo f >/sys/class/net/eth0/queues/rx-0/rps_cpus
        iface eth1 inet static
            address 192.0.2.11/24
            up ip route add 203.0.113.0/24 \\
              dev eth0

        """,
        """
        # eth0 is the uplink
        auto lo bond0
        iface lo inet loopback

        iface bond0 inet static
        \(making)\(deleting)\taddress 192.0.2.10/24
        \tup ip route add 198.51.100.0/24 via 192.0.2.9 dev bond0 # eth0x
        \tup ip rule add iif bond0 lookup 7
        \tup sysctl -w net.ipv4.conf.bond0.rp_filter=0; echo 1 >/proc/sys/net/ipv6/conf/bond0/autoconf
        \tpost-up echo f >/sys/class/net/eth0/queues/rx-0/rps_cpus
        iface eth1 inet static
            address 192.0.2.11/24
            up ip route add 203.0.113.0/24 \\
              dev bond0

        """),
      Row(
        "what udev brought up is brought up at boot; two families; options of DHCP stay",
        """
        allow-hotplug eth0 eth1
        iface eth0 inet dhcp
            metric 200
            client 01:02
        iface eth0 inet6 auto
            accept_ra 2

        """,
        """
        allow-hotplug eth1
        auto bond0
        iface bond0 inet dhcp
        \(making)\(deleting)    metric 200
            client 01:02
        iface bond0 inet6 auto
            accept_ra 2

        """),
      Row(
        "VLANs and labels",
        """
        auto eth0 eth0.5 vlan6 eth0:1
        iface eth0 inet manual
        iface eth0.5 inet static
            address 10.5.0.2/24
        iface vlan6 inet static
            vlan-raw-device eth0
            address 10.6.0.2/24
        iface eth0:1 inet static
            address 192.0.2.77/24

        """,
        """
        auto bond0 bond0.5 vlan6 bond0:1
        iface bond0 inet manual
        \(making)\(deleting)iface bond0.5 inet static
            address 10.5.0.2/24
        iface vlan6 inet static
            vlan-raw-device bond0
            address 10.6.0.2/24
        iface bond0:1 inet static
            address 192.0.2.77/24

        """),
      Row(
        "options and commands of the hardware stay with the NIC",
        """
        auto eth0
        iface eth0 inet dhcp
            offload-tso off
            up ethtool -K $IFACE gro off
            down ethtool -K eth0 gro on

        """,
        """
        auto eth0
        auto bond0
        iface eth0 inet manual
            offload-tso off

        iface bond0 inet dhcp
        \(making)\(deleting)    up ethtool -K eth0 gro off
            down ethtool -K eth0 gro on

        """),
      Row(
        "one that was brought up by hand, in a file without a last line end",
        "iface eth0 inet dhcp\niface eth1 inet dhcp",
        "auto bond0\niface bond0 inet dhcp\n\(making)\(deleting)iface eth1 inet dhcp"),
      Row(
        "none: what is live, at the end", "auto lo\niface lo inet loopback\n",
        """
        auto lo
        iface lo inet loopback

        auto bond0
        iface bond0 inet static
        \(making)\(deleting)    address 192.0.2.10/24
            up ip route replace default via 192.0.2.1 dev bond0

        """),
    ])
  func stanzas(_ row: Row) throws {
    let found = try files([Self.main: row.before])
    #expect(
      found == BootFiles([FileChange(path: Self.main, before: row.before, after: row.after)]))
    #expect(try files([Self.main: row.after]).changes == [])
  }

  @Test("the file that has the stanza is the one that changes, however it is named")
  func sources() throws {
    let folder = "\(Self.main).d"
    let files = [
      Self.main: "source interfaces.d/*.cfg\nsource-directory /etc/net\nauto eth0\n",
      "\(folder)/a.cfg": "iface eth0 inet static\n    address 192.0.2.10/24\n",
      "\(folder)/.b.cfg": "iface eth0 inet dhcp\n",
      "\(folder)/c.old": "iface eth0 inet dhcp\n",
      "/etc/net/v6": "iface eth0 inet6 auto\n",
      "/etc/net/v6.old": "iface eth0 inet6 dhcp\n",
    ]
    #expect(
      try self.files(files).changes == [
        FileChange(
          path: Self.main, before: files[Self.main],
          after: "source interfaces.d/*.cfg\nsource-directory /etc/net\nauto bond0\n"),
        FileChange(
          path: "\(folder)/a.cfg", before: files["\(folder)/a.cfg"],
          after:
            "iface bond0 inet static\n\(Self.making)\(Self.deleting)    address 192.0.2.10/24\n"),
        FileChange(
          path: "/etc/net/v6", before: files["/etc/net/v6"], after: "iface bond0 inet6 auto\n"),
      ])
  }

  @Test(
    "what is live is a file of its own where such are read",
    arguments: [
      [main: "source /etc/network/interfaces.d/*\n"],
      [main: "source-directory interfaces.d\n"],
      [main: "source all\n", "/etc/network/all": "source interfaces.d/hyperv*\n"],
    ])
  func fromState(files present: [String: String]) throws {
    #expect(
      try files(present, leases: true).changes == [
        FileChange(
          path: "\(Self.main).d/hyperv-vf-bond0", before: nil,
          after: "auto bond0\niface bond0 inet dhcp\n\(Self.making)\(Self.deleting)")
      ])
  }

  @Test("dhclient's identifier goes with the leases; a block for the NIC is the bond's")
  func client() throws {
    let guest = BootRequest.guest([
      Self.main: "auto eth0\niface eth0 inet dhcp\n",
      "/etc/dhcp/dhclient.conf": "include \"/etc/dhcp/x\";\ninterface \"eth0\" { }\n",
      "/etc/dhcp/x": "interface \"eth0\" { }\n",
      "/etc/dhcpcd.conf": "interface eth0\nmetric 5\n",
    ])
    guest.ownerships["/var/lib/dhcp/dhclient.eth0.leases"] = FileOwnership(
      owner: 0, group: 0, permissions: 0o644)
    let found = try Linux().bootFiles(
      BootRequest.of("eth0", bond: "bond0"), for: .ifupdown, asking: guest)
    let lease =
      "    pre-up cd /var/lib/dhcp && { [ -s dhclient.bond0.leases ] || sed 's/\"eth0\"/\"bond0\"/' "
      + "dhclient.eth0.leases >dhclient.bond0.leases; } || true\n"
    #expect(
      found.changes.map { $0.after } == [
        "auto bond0\niface bond0 inet dhcp\n\(Self.making)\(lease)\(Self.deleting)",
        "interface bond0\nmetric 5\n", "include \"/etc/dhcp/x\";\ninterface \"bond0\" { }\n",
        "interface \"bond0\" { }\n",
      ])
  }

  @Test("a bridge is told")
  func bridged() throws {
    let bridged = "iface br0 inet dhcp\n    bridge_ports eth0 eth1\n"
    #expect(try files([Self.main: bridged]).bridge == InterfaceName("br0"))
  }

  @Test(
    "a path of wordexp(3) is expanded",
    arguments: [
      ("source /etc/network/*/eth0.cfg", "/etc/network/a/eth0.cfg"),
      ("source a/eth[0-9].cfg", "/etc/network/a/eth0.cfg"),
      ("source /etc/n?tw*k/[a]/[!f]*", "/etc/network/a/eth0.cfg"),
      ("source /etc/network/.a/*", "/etc/network/.a/eth0.cfg"),
      ("source /none /etc/network/a/e*", "/etc/network/a/eth0.cfg"),
      ("source-directory /etc/network/[ab]*", "/etc/network/a/eth0"),
    ])
  func expanded(line: String, path: String) throws {
    let (before, old) = (line + "\n", "auto eth0\niface eth0 inet dhcp\n")
    let others = ["/etc/network/a/f": "", "/etc/network/.b/eth0.cfg": old, "/etc/x": old]
    let found = try files([Self.main: before, path: old].merging(others) { $1 })
    #expect(found.changes.map(\.path) == [path])
  }

  @Test(
    "a form that persist cannot change is refused, with the place and the word",
    arguments: [
      ("source /etc/$X/y", "cannot expand (write it out", "/etc/$X/y"),
      ("source ~/x", "cannot expand", "~/x"),
      ("source a/{b,c}", "cannot expand", "a/{b,c}"),
      ("source-directory `x`", "cannot expand", "`x`"),
      ("source \"a\"", "cannot expand", "\"a\""),
      ("source a/[^b]", "cannot expand", "a/[^b]"),
      ("mapping eth0", "a mapping, which persist cannot follow", "mapping eth0"),
      ("mapping lo eth*", "a mapping, which persist cannot follow", "mapping lo eth*"),
      ("auto lo eth0=lan", "a logical name, which persist", "auto lo eth0=lan"),
      ("allow-hotplug /eth*=lan", "a logical name, which persist", "allow-hotplug /eth*=lan"),
    ])
  func notUnderstood(line: String, reason: String, word: String) throws {
    let text = "# first\n\n\(line)\niface lan inet dhcp\n"
    let error = try #require(throws: GuestError.self) { try files([Self.main: text]) }
    guard case .notUnderstood(let place, word) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(place.hasPrefix("\(Self.main):3: ") && place.contains(reason), "\(place)")
  }

  @Test(
    "a bond of the name that has not the NIC is refused",
    arguments: [
      (["auto bond0", "iface bond0 inet static", "    bond-slaves eth1 eth2"], 3),
      (
        [
          "iface bond0 inet static", "    bond-slaves none", "iface eth1 inet manual",
          "    bond-master bond0",
        ], 2
      ),
      (["iface bond0 inet6 auto"], 2),
    ])
  func otherBond(stanza: [String], line: Int) throws {
    let text = (["iface eth0 inet dhcp"] + stanza).joined(separator: "\n")
    let error = try #require(throws: GuestError.self) { try files([Self.main: text]) }
    let place =
      "\(Self.main):\(line): bond0 is the name of another bond already (set hyperv_vf_bond_eth0 in "
      + "rc.conf to another name)"
    #expect(
      error == .notUnderstood(by: place, line: try #require(stanza.first { $0.hasPrefix("iface") }))
    )
  }

  @Test(
    "a bond that has the NIC stays, however the NIC is its member",
    arguments: [
      "iface bond0 inet dhcp\n    bond-slaves eth0 eth1\n",
      "iface bond0 inet dhcp\n    slaves eth0\n",
      "iface bond0 inet dhcp\n    bond-slaves none\niface eth0 inet manual\n    bond-master bond0\n",
      "iface bond0 inet dhcp\n    pre-up ip link set eth0 master bond0\n",
    ])
  func ownBond(text: String) throws {
    let others = "iface bond1 inet dhcp\n    bond-slaves eth1 eth2\n"
    #expect(try files([Self.main: text + others]).changes == [])
  }

  @Test("a logical name of another interface is nothing to refuse")
  func otherLogicalName() throws {
    let text = "auto eth1=lan eth0 eth00=x\niface eth0 inet dhcp\nmapping eth1\n    script /x\n"
    #expect(try files([Self.main: text]).changes.count == 1)
  }

  @Test(
    "a file that cloud-init writes anew at each boot is told, unless it is told to leave it",
    arguments: [
      ([:], nil),
      (["/etc/cloud/cloud.cfg": "users: []\n"], "/etc/network/interfaces.d/50-cloud-init"),
      (["/etc/cloud/cloud.cfg": "", "/etc/cloud/cloud-init.disabled": ""], nil),
      (["/etc/cloud/cloud.cfg": "", "/proc/cmdline": "ro network-config=disabled\n"], nil),
      (
        [
          "/etc/cloud/cloud.cfg": "",
          "/etc/cloud/cloud.cfg.d/9.cfg": "network: {config: disabled}\n",
        ],
        nil
      ),
      (
        [
          "/etc/cloud/cloud.cfg": "",
          "/etc/cloud/cloud.cfg.d/9.cfg": "network:\n  config: disabled\n",
        ],
        nil
      ),
    ] as [([String: String], String?)])
  func cloudInit(others: [String: String], path: String?) throws {
    let own = "\(Self.main).d/50-cloud-init"
    let files = [
      Self.main: "source \(Self.main).d/*\n", own: "auto eth0\niface eth0 inet dhcp\n",
    ]
    #expect(try self.files(files.merging(others) { $1 }).rewritten == path)
  }

  private func files(_ files: [String: String], leases: Bool = false) throws -> BootFiles {
    try Linux().bootFiles(
      BootRequest.of("eth0", bond: "bond0", leases: leases), for: .ifupdown,
      asking: BootRequest.guest(files))
  }
}
