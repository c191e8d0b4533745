import Failover
import Testing

@testable import Platforms

@Suite("Linux: effects")
struct LinuxEffectsTests {
  struct Row: CustomTestStringConvertible {
    var action: Action
    var lines: [String]
    init(_ action: Action, _ lines: String...) {
      self.action = action
      self.lines = lines
    }
    var testDescription: String { "\(action)" }
  }

  private static let bond = interface("bond0")
  private static let eth0 = interface("eth0")
  private static let vf = interface("enP1s1")

  @Test(
    "the bond",
    arguments: [
      Row(
        .createBond(bond, HardwareAddress("00:15:5d:4a:0b:01"), monitoring: .milliseconds(100)),
        "/sbin/ip link add bond0 up address 00:15:5d:4a:0b:01 type bond mode active-backup miimon 100"
      ),
      Row(
        .createBond(bond, nil, monitoring: .milliseconds(2500)),
        "/sbin/ip link add bond0 up type bond mode active-backup miimon 2500"),
      Row(.destroyBond(bond), "/sbin/ip link delete dev bond0"),
      Row(
        .formBond(bond, members: [eth0, vf]),
        "echo 0x1002 > /sys/class/net/eth0/flags",
        "echo +eth0 > /sys/class/net/bond0/bonding/slaves",
        "echo 0x1002 > /sys/class/net/enP1s1/flags",
        "echo +enP1s1 > /sys/class/net/bond0/bonding/slaves"),
      Row(
        .addMember(vf, to: bond),
        "echo 0x1002 > /sys/class/net/enP1s1/flags",
        "echo +enP1s1 > /sys/class/net/bond0/bonding/slaves"),
      Row(.removeMember(vf, from: bond), "/sbin/ip link set dev enP1s1 nomaster"),
      Row(.setPrimary(vf, of: bond), "echo enP1s1 > /sys/class/net/bond0/bonding/primary"),
      Row(.announceAddress(eth0), "broadcast eth0"),
      Row(.awaitCarrier(bond), "await 1 /sys/class/net/bond0/carrier 5.0 seconds"),
    ])
  func bonds(_ row: Row) { check(row) }

  @Test(
    "an interface",
    arguments: [
      Row(.setUp(vf, true), "/sbin/ip link set dev enP1s1 up"),
      Row(.setUp(vf, false), "/sbin/ip link set dev enP1s1 down"),
      Row(
        .disableDuplicateAddressDetection(bond), "echo 0 > /proc/sys/net/ipv6/conf/bond0/accept_dad"
      ),
      Row(
        .setRouterAdvertisements(bond, true, bringUp: true),
        "echo 2 > /proc/sys/net/ipv6/conf/bond0/accept_ra", "/sbin/ip link set dev bond0 up"),
      Row(
        .setRouterAdvertisements(eth0, false, bringUp: false),
        "echo 0 > /proc/sys/net/ipv6/conf/eth0/accept_ra"),
      Row(
        .setIPv6(bond, true, bringUp: true),
        "echo 0 > /proc/sys/net/ipv6/conf/bond0/disable_ipv6", "/sbin/ip link set dev bond0 up"),
      Row(
        .setIPv6(eth0, false, bringUp: false),
        "echo 1 > /proc/sys/net/ipv6/conf/eth0/disable_ipv6"),
      Row(
        .solicitRouters(bond, program: "/usr/bin/rdisc6", options: ["-1"]),
        "/usr/bin/rdisc6 -1 bond0"),
      Row(.setNote(bond, "to the office"), "echo to the office > /sys/class/net/bond0/ifalias"),
      Row(.setNote(bond, ""), "echo \n > /sys/class/net/bond0/ifalias"),
      Row(.setMTU(vf, 9000), "echo 9000 > /sys/class/net/enP1s1/mtu"),
    ])
  func interfaces(_ row: Row) { check(row) }

  @Test(
    "addresses and routes",
    arguments: [
      Row(
        .addAddresses(
          [
            address("10.1.2.4/24", broadcast: "10.1.2.255"),
            address("169.254.9.9/16", "scope link"),
            address("2001:db8::4/64"), address("fe80::1%eth0/64"),
          ], to: bond),
        "/sbin/ip address replace 10.1.2.4/24 broadcast 10.1.2.255 dev bond0",
        "/sbin/ip address replace 169.254.9.9/16 scope link dev bond0",
        "/sbin/ip address replace 2001:db8::4/64 nodad dev bond0",
        "/sbin/ip address replace fe80::1/64 nodad dev bond0"),
      Row(
        .removeAddresses([address("10.1.2.4/24"), address("2001:db8::4/64")], from: eth0),
        "/sbin/ip address flush dev eth0 to 10.1.2.4/32",
        "/sbin/ip address flush dev eth0 to 2001:db8::4/128"),
      Row(
        .removeEveryAddress(.inet, from: eth0, expected: [address("10.1.2.4/24")]),
        "/sbin/ip -4 address flush dev eth0"),
      Row(
        .removeEveryAddress(.inet6, from: eth0, expected: []), "/sbin/ip -6 address flush dev eth0"),
      Row(
        .addRoutes([
          route("default", via: "10.1.2.1", "metric 100"), route("192.0.2.0/24", "scope link"),
          route("default", via: "fe80::1", "table 201"),
          route("default", "table 202", family: .inet6),
          route("default", via: "fe80::1", "metric 512", family: .inet6),
          shared("default", ["10.1.2.1 eth0 weight 1", "- eth1 weight 2", "fe80::1 eth0 onlink"]),
          shared("default", ["2001:db8::1 eth0"], "metric 5", family: .inet6),
        ]),
        "/sbin/ip route replace 192.0.2.0/24 dev eth0 scope link",
        "/sbin/ip route replace ::/0 dev eth0 table 202",
        "/sbin/ip route replace default via 10.1.2.1 dev eth0 metric 100",
        "/sbin/ip route replace 0.0.0.0/0 via inet6 fe80::1 dev eth0 table 201",
        "/sbin/ip route replace default via fe80::1 dev eth0 metric 512",
        "/sbin/ip route replace 0.0.0.0/0 nexthop via 10.1.2.1 dev eth0 weight 1"
          + " nexthop dev eth1 weight 2 nexthop via inet6 fe80::1 dev eth0 onlink",
        "/sbin/ip route replace ::/0 metric 5 nexthop via 2001:db8::1 dev eth0"),
      Row(
        .move(
          ConfigurationTransfer(
            from: eth0, to: bond, removing: [address("10.1.2.4/24"), address("2001:db8::4/64")],
            adding: [address("10.1.2.4/24"), address("2001:db8::4/64")],
            routes: [
              route("default", via: "10.1.2.1", "proto dhcp src 10.1.2.4 metric 100"),
              route("198.51.100.0/24", via: "203.0.113.1", "onlink"),
              route("203.0.113.0/24", "table 200 scope link"),
            ].map { $0.moved(to: bond) })),
        """
        /sbin/ip -batch - <
        address replace 10.1.2.4/24 dev bond0
        address replace 2001:db8::4/64 nodad dev bond0
        address flush dev eth0 to 0.0.0.0/0
        address flush dev eth0 to 2001:db8::4/128
        route replace 203.0.113.0/24 dev bond0 table 200 scope link
        route replace default via 10.1.2.1 dev bond0 proto dhcp src 10.1.2.4 metric 100
        route replace 198.51.100.0/24 via 203.0.113.1 dev bond0 onlink

        """),
    ])
  func moves(_ row: Row) { check(row) }

  @Test(
    "clients and stages",
    arguments: [
      Row(
        .stopClient(DHCPClient(of: eth0, program: .isc, process: 731, pidFile: "/run/x")),
        "kill 731"),
      Row(
        .startClient(.isc, on: bond, waits: false),
        "/sbin/dhclient -4 -nw -pf /run/dhclient.bond0.pid -lf /var/lib/dhcp/dhclient.bond0.leases bond0"
      ),
      Row(.wait(.seconds(2)), "sleep 2.0 seconds"),
      Row(
        .schedule(program: "/usr/libexec/hyperv/hyperv_vfattach", vf: vf, delay: "2"),
        "/usr/libexec/hyperv/hyperv_vfattach enP1s1 2 &"),
      Row(
        .announce(eth0),
        "echo change b95f96d5-9da6-5153-887e-455ef443d75e HYPERVNICVF=VFUP > /sys/class/net/eth0/uevent"
      ),
      Row(
        .configure(bond, words: ["inet", "10.1.2.4/24", "mtu", "9000"]),
        "/sbin/ip link set dev bond0 mtu 9000",
        "/sbin/ip address replace 10.1.2.4/24 brd + dev bond0"),
      Row(
        .addAlias(bond, words: ["inet", "10.1.2.5/32"]),
        "/sbin/ip address replace 10.1.2.5/32 dev bond0"
      ),
      Row(
        .removeAlias(eth0, words: ["inet", "10.1.2.5"]),
        "/sbin/ip address flush dev eth0 to 10.1.2.5/32"),
      // Words without an equivalent on Linux become a command that fails.
      Row(.configure(bond, words: ["staticarp"]), "/sbin/ip ifconfig bond0 staticarp"),
    ])
  func others(_ row: Row) { check(row) }

  private func check(_ row: Row) {
    #expect(Linux().effects(of: row.action).map(line) == row.lines)
  }
}
