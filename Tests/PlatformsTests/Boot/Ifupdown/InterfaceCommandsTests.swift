import Failover
import Testing

@testable import Platforms

@Suite("Commands in interfaces(5)")
struct InterfaceCommandsTests {
  private static func rewritten(_ line: String) throws -> String {
    var commands = try InterfaceCommands(
      #require(InterfaceName("eth0")), in: #require(InterfaceName("bond0")))
    return line.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .map { commands.rewritten(String($1), isOwn: true, isContinued: $0 > 0) }
      .joined(separator: "\n")
  }

  @Test(
    "only the command of ethtool keeps the NIC's name",
    arguments: [
      (
        "post-up /sbin/ethtool -K eth0 tso off; ip r add 203.0.113.0/24 dev eth0",
        "post-up /sbin/ethtool -K eth0 tso off; ip r add 203.0.113.0/24 dev bond0"
      ),
      (
        "up ip r add 203.0.113.0/24 dev eth0&&ethtool -K ${IFACE} tso off||ip l show $IFACE",
        "up ip r add 203.0.113.0/24 dev bond0&&ethtool -K eth0 tso off||ip l show $IFACE"
      ),
      (
        "up ethtool -K eth0 tso off >/dev/null 2>&1 eth0 &>x eth0; ip l set eth0 up",
        "up ethtool -K eth0 tso off >/dev/null 2>&1 eth0 &>x eth0; ip l set bond0 up"
      ),
      (
        "up sh -c 'ethtool -K eth0 tso off; ip l set eth0 up'",
        "up sh -c 'ethtool -K eth0 tso off; ip l set bond0 up'"
      ),
      (
        "up ip l set eth0 address $(ethtool -P eth0 | cut -c 20-) dev eth0",
        "up ip l set bond0 address $(ethtool -P eth0 | cut -c 20-) dev bond0"
      ),
      (
        "up ethtool -K \\\n  eth0 tso off; \\\n  ip l set eth0 up",
        "up ethtool -K \\\n  eth0 tso off; \\\n  ip l set bond0 up"
      ),
      (
        "up ip l set eth0 up; ethtool -K eth0 \\\n  tso off eth0 && ip r s dev eth0 \\\n  table eth0",
        "up ip l set bond0 up; ethtool -K eth0 \\\n  tso off eth0 && ip r s dev bond0 \\\n  table bond0"
      ),
      (
        "up for i in eth0 eth1; do ethtool -K $i gro off; done",
        "up for i in eth0 eth1; do ethtool -K $i gro off; done"
      ),
      (
        "up ethtool -G eth0 rx ${RX:-512}; ip l set eth0 up",
        "up ethtool -G eth0 rx ${RX:-512}; ip l set bond0 up"
      ),
    ])
  func hardware(line: String, expected: String) throws {
    #expect(try Self.rewritten(line) == expected)
  }

  @Test(
    "$IFACE is the bond, but an attribute of the hardware stays with the NIC",
    arguments: [
      ("up echo f >/sys/class/net/$IFACE/queues/x", "up echo f >/sys/class/net/eth0/queues/x"),
      ("up echo 9 >/sys/class/net/${IFACE}/mtu", "up echo 9 >/sys/class/net/bond0/mtu"),
      ("up ip l show $IFACE", "up ip l show $IFACE"),
    ])
  func variable(line: String, expected: String) throws {
    #expect(try Self.rewritten(line) == expected)
  }
}
