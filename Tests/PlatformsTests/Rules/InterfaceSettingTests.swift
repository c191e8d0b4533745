import Failover
import TestSupport
import Testing

@testable import Platforms

@Suite("Files of other programs that name a synthetic NIC")
struct InterfaceSettingTests {
  /// A file with its text, and the numbers of the lines that name only the NIC.
  struct Row: CustomTestStringConvertible, Sendable {
    let path: String
    let text: String
    let lines: [Int]
    var testDescription: String { "\(path): \(text.prefix(40))" }

    init(_ path: String, _ text: String, _ lines: [Int]) {
      self.path = path
      self.text = text
      self.lines = lines
    }
  }

  static let linux = [
    Row("/etc/dnsmasq.conf", "# interface=eth0\ninterface=eth0\n", [2]),
    Row("/etc/dnsmasq.d/lan", "interface=eth0,lo\ninterface=eth00\n", [1]),
    Row("/etc/dnsmasq.conf", "interface=eth0\ninterface=bond0\n", []),
    Row("/etc/keepalived/keepalived.conf", "! eth0\nvrrp_instance a {\n interface eth0\n}\n", [3]),
    Row("/etc/radvd.conf", "interface eth0 {\n};\n", [1]),
    Row("/etc/bind/named.conf", "// eth0\n/* eth0\n eth0 */ listen-on { eth0; };\n", [3]),
    Row("/etc/unbound/unbound.conf", "server:\n  interface: eth0 # here\n", [2]),
    Row("/etc/ntp.conf", "interface listen eth0\n", [1]),
    Row("/etc/chrony/chrony.conf", "! hwtimestamp eth0\nhwtimestamp eth0\n", [2]),
    Row(
      "/etc/network/interfaces",
      "auto eth0\nallow-hotplug eth0\niface eth0 inet dhcp\n  up ip route add 10.0.0.0/8 dev eth0\n",
      [4]),
    Row("/etc/network/interfaces", "iface eth0.5 inet manual\n vlan-raw-device eth0\n", []),
    Row("/etc/network/interfaces.d/br", "iface br0 inet dhcp\n  bridge_ports eth0\n", [2]),
    Row(
      "/etc/network/interfaces.d/bond",
      "iface bond0 inet dhcp\n  bond-slaves eth0\n  pre-up ip link set dev eth0 down\n"
        + "  up ethtool -K eth0 gro off\n", [4]),
    Row("/etc/network/interfaces.d/br~", "  bridge_ports eth0\n", []),
    Row(
      "/etc/netplan/50.yaml", "ethernets:\n  eth0: {}\nbridges:\n  br0:\n    interfaces: [eth0]\n",
      [5]),
    Row("/etc/netplan/50.yaml", "      interfaces:\n        - eth0\n", [2]),
    Row("/etc/netplan/50.yaml.bak", "interfaces: [eth0]\n", []),
    Row("/etc/cron.d/stat", "* * * * * root vnstat -i eth0\n# vnstat -i eth0\n", [1]),
    Row("/etc/rc.local", "#!/bin/sh\nethtool -K eth0 gro off # eth0\n", [2]),
    Row("/etc/default/isc-dhcp-server", "INTERFACESv4=\"eth0\"\n#INTERFACESv6=\"eth0\"\n", [1]),
    Row("/etc/default/lldpd", "DAEMON_ARGS='-I eth0'\n", [1]),
    Row("/etc/suricata/suricata.yaml", "af-packet:\n  - interface: eth0\n", [2]),
    Row("/etc/fail2ban/jail.local", "; eth0\nbanaction = x[interface=eth0]\n", [2]),
    Row("/etc/samba/smb.conf", "; interfaces = eth0\n  interfaces = lo eth0\n", [2]),
    Row("/etc/libvirt/qemu/networks/a.xml", "<!-- eth0 -->\n<forward dev='eth0'/>\n", [2]),
    Row("/etc/firewalld/zones/public.xml", "<interface name=\"eth0\"/>\n", [1]),
    Row("/etc/vnstat.conf", "Interface \"eth0\"\n", [1]),
    Row(
      "/etc/collectd/collectd.conf", "<Plugin interface>\n  Interface \"eth0\"\n</Plugin>\n", [2]),
    Row("/etc/zabbix/zabbix_agentd.conf", "UserParameter=x,cat /sys/class/net/eth0/speed\n", [1]),
    Row(
      "/etc/vnstat.conf", "Interface \"eth01\"\nInterface \"myeth0\"\nInterface \"eth0-1\"\n", []),
  ]

  static let freeBSD = [
    Row(
      "/etc/jail.conf",
      "www {\n  # hn0\n  interface = \"hn0\";\n  ip4.addr = \"hn0|192.0.2.9/24\";\n}\n", [3, 4]),
    Row("/etc/jail.conf.d/a.conf", "a { vnet.interface = \"hn0\"; }\n", [1]),
    Row("/etc/rtadvd.conf", "hn0:\\\n  :addrs#0:\n", [1]),
    Row("/var/unbound/unbound.conf", "interface: hn0\n", [1]),
    Row("/etc/rc.local", "/sbin/ifconfig hn0 -lro\n", [1]),
    Row("/var/cron/tabs/root", "0 1 * * * tcpdump -i hn0\n", [1]),
    Row("/usr/local/etc/dnsmasq.conf", "interface=hn0\n", [1]),
    Row("/usr/local/etc/smb4.conf", "interfaces = hn0 lo0\n", [1]),
  ]

  @Test("Linux: each line that names it alone", arguments: linux)
  func onLinux(row: Row) throws { try check(row, InterfaceSetting.linux, "eth0", "bond0") }

  @Test("FreeBSD: each line that names it alone", arguments: freeBSD)
  func onFreeBSD(row: Row) throws { try check(row, InterfaceSetting.freeBSD, "hn0", "lagg0") }

  private func check(_ row: Row, _ table: [InterfaceSetting], _ nic: String, _ bond: String) throws
  {
    let guest = ScriptedView()
    guest.files[row.path] = row.text
    let nic = try #require(InterfaceName(nic))
    let bond = try #require(InterfaceName(bond))
    var found: [Int] = []
    for source in try InterfaceSetting.sources(table, asking: guest) {
      guard let text = try source.text(from: guest) else { continue }
      found += source.language.lines(naming: nic, withoutNaming: bond, in: text).map(\.number)
    }
    #expect(found == row.lines)
  }

  @Test(
    "comments go, lines stay",
    arguments: [
      (CommentSyntax.number, "a # b\n'# c' #d\ne#f\n", "a \n'# c' \ne#f\n"),
      (.code, "a /* b\nc */ d // e\nhttp://x\n", "a \n d \nhttp://x\n"),
      (.lines, "; a\n # b\nc ; d\nit's # e\n", "\n \nc ; d\nit's # e\n"),
      (.markup, "a<!-- b\n -->c\n", "a\nc\n"),
      (.numberOrExclamation, "! a\nb !c\n", "\nb \n"),
    ])
  func comments(_ syntax: CommentSyntax, _ text: String, _ bare: String) {
    #expect(syntax.withoutComments(text) == bare)
  }
}
