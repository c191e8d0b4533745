import Failover
import RCConf
import TestSupport
import Testing

@testable import Platforms

@Suite("rc.conf that makes a lagg at boot")
struct RCConfFilesTests {
  /// The text of rc.conf before and after the change.
  struct Row: CustomTestStringConvertible {
    var title: String
    var before: String
    var after: String
    var unknown: [String] = []
    var leases = false
    var testDescription: String { title }

    init(
      _ title: String, _ before: String, _ after: String, unknown: [String] = [],
      leases: Bool = false
    ) {
      self.title = title
      self.before = before
      self.after = after
      self.unknown = unknown
      self.leases = leases
    }
  }

  /// Returns the variables that the files of rc.conf set, read one after the other.
  static func variables(_ files: [String: String]) -> Variables? {
    let access = FileAccess(
      read: { path in files[path].map { .bytes(Array($0.utf8)) } ?? .missing },
      attributes: { path in files[path].map { _ in FileAttributes() } }, list: { _ in nil })
    let evaluator = Evaluator(files: access)
    let script = files.keys.sorted().map { ". \($0)\n" }.joined()
    return evaluator.run(Array(script.utf8), named: "test") == .complete
      ? evaluator.variables : nil
  }

  static func found(
    _ files: [String: String], leases: Bool = false, others: [String: String] = [:]
  ) throws -> BootFiles {
    let guest = ScriptedView()
    guest.files = files.merging(others) { $1 }
    let texts = ConfigTexts(files.keys.sorted()) { changes in
      var changed = files
      for change in changes { changed[change.path] = change.after }
      return variables(changed)
    }
    let request = try BootRequest.of(
      "hn0", bond: "lagg0", #require(variables(files)), in: texts, leases: leases)
    return try FreeBSD().bootFiles(request, for: .rcconf, asking: guest)
  }

  static let clones = "cloned_interfaces=\"lagg0\"\n"
  static let lagg = "ifconfig_lagg0=\"up laggproto failover laggport hn0"

  @Test(
    "each line of the NIC is the lagg's, where it was, and the others stay as they are",
    arguments: [
      Row(
        "DHCP, with a comment and other lines",
        "hostname=\"a\"\nifconfig_hn0=\"DHCP\" # uplink hn0\nsshd_enable=YES\n",
        "hostname=\"a\"\n\(lagg) DHCP\" # uplink hn0\nifconfig_hn0=\"up\"\n\(clones)sshd_enable=YES\n"
      ),
      Row(
        "words of the hardware stay with the port",
        "ifconfig_hn0='inet 192.0.2.5/24 mtu 9000 -tso up'\n"
          + "cloned_interfaces=bridge0\n",
        "ifconfig_lagg0=\"inet 192.0.2.5/24 laggproto failover laggport hn0\"\n"
          + "ifconfig_hn0=\"up mtu 9000 -tso\"\ncloned_interfaces=\"lagg0 bridge0\"\n"),
      Row(
        "a hardware address comes after the first port, which has another",
        "ifconfig_hn0=\"ether 00:15:5d:4a:0b:99 inet 192.0.2.5/24\"\n",
        "ifconfig_lagg0=\"inet 192.0.2.5/24 laggproto failover laggport hn0 ether 00:15:5d:4a:0b:99\"\n"
          + "ifconfig_hn0=\"up\"\n\(clones)"),
      Row(
        "the family comes first", "ifconfig_hn0=\"up inet 192.0.2.5 netmask 255.255.255.0\"\n",
        "ifconfig_lagg0=\"inet 192.0.2.5 netmask 255.255.255.0 laggproto failover laggport hn0\"\n"
          + "ifconfig_hn0=\"up\"\n\(clones)"),
      Row(
        "what all NICs have", "ifconfig_DEFAULT=\"SYNCDHCP\"\nx=1\n",
        "ifconfig_DEFAULT=\"SYNCDHCP\"\n\(lagg) SYNCDHCP\"\nifconfig_hn0=\"up\"\n"
          + "ifconfig_hn0_ipv6=\"\"\nifconfig_lagg0_ipv6=\"SYNCDHCP\"\n\(clones)x=1\n"),
      Row(
        "nothing: what is live", "x=1\n",
        "x=1\n\(clones)ifconfig_lagg0=\"inet 192.0.2.10/24 laggproto failover laggport hn0\"\n"
          + "ifconfig_hn0=\"up\"\n"),
      Row(
        "nothing, and a client runs", "x=1", "x=1\n\(clones)\(lagg) DHCP\"\nifconfig_hn0=\"up\"\n",
        leases: true),
      Row(
        "aliases, IPv6, ranges, a description",
        """
        ifconfig_hn0="DHCP"
        ifconfig_hn0_alias0="inet 192.0.2.6/32"
        ipv4_addrs_hn0="192.0.2.7-9/32"
        ifconfig_hn01="DHCP"
        ifconfig_hn0_ipv6="inet6 accept_rtadv"
        ifconfig_hn0_descr="a \\"b\\""

        """,
        """
        \(lagg) DHCP"
        ifconfig_hn0="up"
        \(clones)ifconfig_lagg0_alias0="inet 192.0.2.6/32"
        ipv4_addrs_lagg0="192.0.2.7-9/32"
        ifconfig_hn01="DHCP"
        ifconfig_lagg0_ipv6="inet6 accept_rtadv"
        ifconfig_lagg0_descr="a \\"b\\""

        """),
      Row(
        "VLANs in all three ways",
        """
        vlans_hn0="10 data"
        create_args_data="vlan 20 vlandev hn0"
        ifconfig_hn0="inet 192.0.2.5/24"
        ifconfig_hn0_10="inet 10.6.0.2/24"
        cloned_interfaces="vlan30 hn0.40"
        ifconfig_vlan30="inet 10.7.0.2/24 vlan 30 vlandev hn0"
        network_interfaces="lo0 hn0 hn0.40"

        """,
        """
        vlans_lagg0="10 data"
        create_args_data="vlan 20 vlandev lagg0"
        ifconfig_lagg0="inet 192.0.2.5/24 laggproto failover laggport hn0"
        ifconfig_hn0="up"
        ifconfig_lagg0_10="inet 10.6.0.2/24"
        cloned_interfaces="lagg0 vlan30 lagg0.40"
        ifconfig_vlan30="inet 10.7.0.2/24 vlan 30 vlandev lagg0"
        network_interfaces="lagg0 lo0 hn0 lagg0.40"

        """),
      Row(
        "routes, zones, clients and daemons",
        """
        cloned_interfaces="lagg0"
        ifconfig_hn0="inet 192.0.2.5/24"
        ipv6_defaultrouter="fe80::1%hn0"
        defaultrouter="192.0.2.1"
        static_routes="a b:hn0"
        route_a="-host 198.51.100.1 -interface hn0"
        ipv6_route_c="2001:db8:7:: fe80::2%hn0.10"
        rtsold_flags="-i hn0"
        dhcp6c_interfaces="hn1 hn0"
        gateway_if="hn0"
        dhclient_flags_hn0="-b"
        background_dhclient_hn0="YES"
        snort_interface="hn0"
        jail_list="hn01 xhn0"
        hyperv_vf_bond_hn1="hn0"
        ifconfig_em0_name="hn0"

        """,
        """
        cloned_interfaces="lagg0"
        ifconfig_lagg0="inet 192.0.2.5/24 laggproto failover laggport hn0"
        ifconfig_hn0="up"
        ipv6_defaultrouter="fe80::1%lagg0"
        defaultrouter="192.0.2.1"
        static_routes="a b:lagg0"
        route_a="-host 198.51.100.1 -interface lagg0"
        ipv6_route_c="2001:db8:7:: fe80::2%lagg0.10"
        rtsold_flags="-i lagg0"
        dhcp6c_interfaces="hn1 lagg0"
        gateway_if="lagg0"
        dhclient_flags_lagg0="-b"
        background_dhclient_lagg0="YES"
        snort_interface="hn0"
        jail_list="hn01 xhn0"
        hyperv_vf_bond_hn1="hn0"
        ifconfig_em0_name="hn0"

        """, unknown: ["/etc/rc.conf:13: snort_interface: hn0"]),
      Row(
        "values that are put together: the user's line stays, or is renamed",
        """
        ip=192.0.2.5
        ifconfig_hn0="inet $ip/24"
        ifconfig_hn0_alias0="inet ${ip}6/32"
        cloned_interfaces="vlan1"
        cloned_interfaces="${cloned_interfaces} vlan2"
        ifconfig_vlan1="inet $ip vlandev hn0 vlan 1"

        """,
        """
        ip=192.0.2.5
        ifconfig_hn0="inet $ip/24"
        ifconfig_lagg0_alias0="inet ${ip}6/32"
        cloned_interfaces="lagg0 vlan1"
        cloned_interfaces="${cloned_interfaces} vlan2"
        ifconfig_vlan1="inet $ip vlandev lagg0 vlan 1"
        ifconfig_lagg0="inet 192.0.2.5/24 laggproto failover laggport hn0"
        ifconfig_hn0="up"

        """),
      Row(
        "both branches of a choice",
        """
        if [ -e /etc/x ]; then
          ifconfig_hn0="DHCP"
        else
          ifconfig_hn0="inet 192.0.2.5/24"
        fi
        cloned_interfaces="lagg0"

        """,
        """
        if [ -e /etc/x ]; then
          \(lagg) DHCP"
          ifconfig_hn0="up"
        else
          ifconfig_lagg0="inet 192.0.2.5/24 laggproto failover laggport hn0"
          ifconfig_hn0="up"
        fi
        cloned_interfaces="lagg0"

        """),
    ])
  func lines(_ row: Row) throws {
    let found = try Self.found(["/etc/rc.conf": row.before], leases: row.leases)
    #expect(
      found
        == BootFiles(
          [FileChange(path: "/etc/rc.conf", before: row.before, after: row.after)],
          unknown: row.unknown))
    let again = try Self.found(["/etc/rc.conf": row.after], leases: row.leases)
    #expect(again.changes == [])
  }

  @Test("the file that has a value is the one that changes; of a value that does not count, too")
  func severalFiles() throws {
    let files = [
      "/etc/rc.conf": "ifconfig_hn0=\"DHCP\"\nifconfig_hn0_alias0=\"inet 192.0.2.6/32\"\n",
      "/etc/rc.conf.local": "ifconfig_hn0=\"inet 192.0.2.5/24\"\ncloned_interfaces=\"gif0\"\n",
      "/etc/rc.d.conf": "x=1\n",
    ]
    #expect(
      try Self.found(files).changes == [
        FileChange(
          path: "/etc/rc.conf", before: files["/etc/rc.conf"],
          after: "\(Self.lagg) DHCP\"\nifconfig_hn0=\"up\"\n"
            + "ifconfig_lagg0_alias0=\"inet 192.0.2.6/32\"\n"),
        FileChange(
          path: "/etc/rc.conf.local", before: files["/etc/rc.conf.local"],
          after: "ifconfig_lagg0=\"inet 192.0.2.5/24 laggproto failover laggport hn0\"\n"
            + "ifconfig_hn0=\"up\"\ncloned_interfaces=\"lagg0 gif0\"\n"),
      ])
  }

  @Test("there is no rc.conf: one is made")
  func noFile() throws {
    #expect(
      try Self.found([:], leases: true).changes == [
        FileChange(
          path: "/etc/rc.conf", before: nil,
          after: "\(Self.clones)\(Self.lagg) DHCP\"\nifconfig_hn0=\"up\"\n")
      ])
  }

  @Test("what dhclient.conf says of the NIC alone it says of the lagg")
  func clientConfiguration() throws {
    let rcconf = "cloned_interfaces=lagg0\n\(Self.lagg) DHCP\"\n"
    let before = "timeout 5;\ninterface \"hn0\" { send host-name \"hn0\"; }\ninterface \"hn1\" {}\n"
    let after =
      "timeout 5;\ninterface \"lagg0\" { send host-name \"hn0\"; }\ninterface \"hn1\" {}\n"
    let found = try Self.found(["/etc/rc.conf": rcconf], others: ["/etc/dhclient.conf": before])
    #expect(
      found.changes == [FileChange(path: "/etc/dhclient.conf", before: before, after: after)])
  }

  @Test("a bridge that has the NIC at boot forbids it, unless its place may be the lagg's")
  func bridge() throws {
    let bridged = "ifconfig_bridge0=\"addm hn0 addm em0 up\"\n"
    let automatic = "autobridge_bridge0=\"tap* hn0\"\n"
    for text in [bridged, automatic] {
      #expect(try Self.found(["/etc/rc.conf": text]).bridge == InterfaceName("bridge0"))
    }
    let moved = try Self.found(["/etc/rc.conf": bridged + "hyperv_vf_bridge_hn0=YES\n"])
    #expect(moved.bridge == nil)
    #expect(
      moved.changes.first?.after?.hasPrefix("ifconfig_bridge0=\"addm lagg0 addm em0 up\"\n")
        == true)
  }

  @Test(
    "a lagg of that name with other ports forbids it",
    arguments: ["ifconfig_lagg0", "create_args_lagg0"])
  func otherBond(variable: String) throws {
    let other = "\(variable)=\"laggproto lacp laggport igb0 192.0.9.1/24\"\n"
    let found = try Self.found(["/etc/rc.conf": "ifconfig_hn0=DHCP\n\(other)"])
    #expect(found.otherBond == "/etc/rc.conf:2: \(variable)")
    let described = try Self.found(["/etc/rc.conf": "ifconfig_hn0=DHCP\nifconfig_lagg0=up\n"])
    #expect(described.otherBond == nil)
  }

  @Test("bytes that are no UTF-8 are not written back as others")
  func notUTF8() {
    let guest = ScriptedView()
    guest.binaryFiles["/etc/x"] = Array("a\n# caf".utf8) + [0xE9, 0x0A]
    #expect(
      throws: GuestError.notUnderstood(
        by: "/etc/x:2: (no UTF-8; iconv(1) can convert it)", line: "# caf\u{FFFD}")
    ) {
      try guest.text(of: "/etc/x")
    }
  }
}
