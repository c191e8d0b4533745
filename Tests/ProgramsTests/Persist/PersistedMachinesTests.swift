import Platforms
import TestSupport
import Testing

@testable import Programs

@Suite("Machines of FreeBSD that persist has changed")
struct PersistedMachinesTests {
  struct Row: CustomTestStringConvertible {
    var title: String
    var files: [String: String]
    var testDescription: String { title }

    init(_ title: String, _ rcconf: String, _ others: [String: String] = [:]) {
      self.title = title
      files = others.merging(["/etc/rc.conf": rcconf]) { $1 }
    }
  }

  static let machines = [
    Row("a plain lease", "hostname=\"a\"\nifconfig_hn0=\"DHCP\"\nsshd_enable=\"YES\"\n"),
    Row(
      "both families, static, with aliases",
      """
      ifconfig_hn0="inet 192.0.2.50 netmask 255.255.255.0"
      ifconfig_hn0_ipv6="inet6 2001:db8::50 prefixlen 64"
      ifconfig_hn0_alias0="inet 192.0.2.51/32"
      ifconfig_hn0_alias1="inet6 2001:db8::51/128"
      ifconfig_hn0_alias2="inet 192.0.2.52/32"
      defaultrouter="192.0.2.1"
      ipv6_defaultrouter="fe80::1%hn0"

      """),
    Row("SYNCDHCP for all, IPv6 by routers", "ifconfig_DEFAULT=\"SYNCDHCP accept_rtadv\"\n"),
    Row(
      "up first, an MTU, a description, features",
      "ifconfig_hn0=\"up mtu 9000 -tso -lro inet 192.0.2.50/24 broadcast 192.0.2.255\"\n"
        + "ifconfig_hn0_descr=\"the uplink, 'hn0'\"\n"),
    Row(
      "an address without its keyword, and ranges",
      "ifconfig_hn0=\"192.0.2.50/24\"\nipv4_addrs_hn0=\"192.0.2.61/32 192.0.2.62/32\"\n"),
    Row(
      "VLANs by number and by name",
      """
      vlans_hn0="10 20"
      ifconfig_hn0="up"
      ifconfig_hn0_10="inet 10.10.0.2/24"
      ifconfig_hn0_20="inet 10.20.0.2/24 mtu 1400"
      defaultrouter="10.10.0.1"

      """),
    Row(
      "VLANs that are cloned",
      """
      cloned_interfaces="vlan10 bridge0"
      ifconfig_hn0="inet 192.0.2.50/24"
      ifconfig_vlan10="inet 10.5.0.10/24 vlan 10 vlandev hn0"

      """),
    Row(
      "routes by interface, another FIB, daemons",
      """
      ifconfig_hn0="inet 192.0.2.50/24"
      static_routes="gw net fib"
      route_gw="-host 198.51.100.1 -interface hn0"
      route_net="-net 203.0.113.0/24 198.51.100.1"
      route_fib="default 192.0.2.254 -fib 1"
      rtsold_enable="YES"
      rtsold_flags="-i hn0"
      dhcp6c_interfaces="hn0"
      gateway_if="hn0"

      """),
    Row(
      "in several files, one of which counts",
      "ifconfig_hn0=\"DHCP\"\nifconfig_hn0_alias0=\"inet 192.0.2.51/32\"\n",
      [
        "/etc/rc.conf.local": "ifconfig_hn0=\"inet 192.0.2.50/24\"\n",
        "/etc/rc.conf.d/netif": "ifconfig_hn0_ipv6='inet6 2001:db8::50/64'\n",
      ]),
    Row(
      "put together by variables, with a choice",
      """
      net=192.0.2
      if [ -r /etc/rc.conf.local ]; then
        ifconfig_hn0="DHCP"
      else
        ifconfig_hn0="inet ${net}.50/24"
      fi
      ifconfig_hn0_alias0="inet ${net}.51/32"
      cloned_interfaces="gif0"
      cloned_interfaces="${cloned_interfaces} gif1"

      """),
    Row(
      "a lease, its client's flags, a comment and no line end",
      "ifconfig_hn0='DHCP' # hn0 is the uplink\nbackground_dhclient_hn0=\"YES\"\n"
        + "dhclient_flags_hn0=\"-u\""),
  ]

  @Test("boot with the same addresses, VLANs, clients and routes", arguments: machines)
  func boot(_ row: Row) throws {
    let machine = try ParityCase.named("up-dhcp").machine
    var files = machine.files.filter { $0.key.hasPrefix("/etc/defaults/") }
    for (path, text) in row.files { files[path] = SimulatedFile(text) }
    var original = try BootedFreeBSD(machine, files: files)
    let before = original.boot(as: "hn0")
    #expect(before.refused == [])

    // The client of the lease runs.
    let guest = original.guest
    guest.machine.nics["mlxen0"] = machine.nics["mlxen0"]
    let found = try Pipeline.dryRun(on: guest).bootFiles(of: "hn0", for: nil).files
    for change in found.changes { files[change.path] = change.after.map { SimulatedFile($0) } }
    var persisted = try BootedFreeBSD(machine, files: files)
    #expect(persisted.boot(as: "lagg0") == before)
    #expect(persisted.guest.machine.nics["lagg0"]?.laggport == ["hn0"])
    #expect(persisted.guest.machine.nics["hn0"]?.inet == [])
  }
}
