import Failover
import Testing

@testable import Platforms

@Suite("The name of an interface in a value")
struct NameInValueTests {
  private static func replaced(_ value: String) throws -> String {
    try NameInValue(#require(InterfaceName("eth0")))
      .replaced(by: #require(InterfaceName("bond0")), in: value)
  }

  @Test(
    "punctuation of sh ends a name and begins one",
    arguments: [
      ("up ip route add 10.0.0.0/8 dev eth0; true", "up ip route add 10.0.0.0/8 dev bond0; true"),
      ("up ip r add 10.0.0.0/8 dev eth0||true", "up ip r add 10.0.0.0/8 dev bond0||true"),
      ("up ip l set eth0&&true", "up ip l set bond0&&true"),
      ("up ip a s eth0|grep x", "up ip a s bond0|grep x"),
      ("up ip a s eth0>/dev/null 2>&1", "up ip a s bond0>/dev/null 2>&1"),
      ("up tcpdump -i eth0&", "up tcpdump -i bond0&"),
      ("up for i in eth0;do ip l show $i; done", "up for i in bond0;do ip l show $i; done"),
      ("up x=`ip a s eth0`; (ip r s dev eth0)", "up x=`ip a s bond0`; (ip r s dev bond0)"),
      ("up sh -c \"ip l set \\\"eth0\\\" up\"", "up sh -c \"ip l set \\\"bond0\\\" up\""),
      ("up a;eth0|eth0&eth0", "up a;bond0|bond0&bond0"),
      ("up ip a >eth0; cat <eth0", "up ip a >eth0; cat <eth0"),
      ("up ip a s eth01; ip a s eth0x|cat eth0.log", "up ip a s eth01; ip a s eth0x|cat eth0.log"),
    ])
  func punctuation(line: String, expected: String) throws {
    #expect(try Self.replaced(line) == expected)
  }

  @Test(
    "settings of the addresses are the bond's, attributes of the hardware are the NIC's",
    arguments: [
      ("up echo 1 >/proc/sys/net/ipv4/conf/eth0/rp_filter", true),
      ("up echo 1 >/proc/sys/net/ipv6/neigh/eth0/gc_stale_time", true),
      ("up echo 9000 >/sys/class/net/eth0/mtu", true),
      ("up echo 1 >/sys/class/net/eth0/brport/hairpin_mode", true),
      ("up echo f >/sys/class/net/eth0/queues/rx-0/rps_cpus", false),
      ("up cat /sys/class/net/eth0/device/vendor", false),
      ("up test -e /sys/class/net/eth0 && cat /run/eth0/x", false),
    ])
  func attributes(line: String, isOfBond: Bool) throws {
    let expected = isOfBond ? line.replacing("eth0", with: "bond0") : line
    #expect(try Self.replaced(line) == expected)
  }
}
