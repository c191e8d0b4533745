import Failover
import TestSupport
import Testing

@testable import Platforms

@Suite("Linux: what is on a VLAN of the synthetic NIC")
struct LinuxVLANObstacleTests {
  private static let nic = interface("eth0")
  private static let bond = interface("bond0")
  private static let vlan = interface("eth0.5")

  struct Row: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var refusal: Refusal?
    var tunnels: [Tunnel] = []
    var clients: [DHCPClient] = []
    var master: String?
    var change: @Sendable (ScriptedView) -> Void = { _ in }
  }

  private static func built(_ upper: String, _ kind: String) -> Refusal {
    .hasUpperInterface(vlan, interface(upper), kind: kind, pair: nic, bond: vlan)
  }

  @Test(
    "would be lost when the VLAN is made again, and is refused",
    arguments: [
      Row(testDescription: "nothing"),
      Row(
        testDescription: "another VLAN", refusal: built("qq5", "vlan"),
        change: {
          $0.links["/sys/class/net/eth0.5/upper_qq5"] = "../qq5"
          $0.files["/sys/class/net/qq5/uevent"] = "DEVTYPE=vlan\n"
        }),
      Row(
        testDescription: "a vxlan", refusal: built("vx5", "vxlan"),
        change: {
          $0.links["/sys/class/net/eth0.5/upper_vx5"] = "../vx5"
          $0.files["/sys/class/net/vx5/uevent"] = "DEVTYPE=vxlan\n"
        }),
      Row(
        testDescription: "a tunnel", refusal: built("gre5", "gre"),
        tunnels: [Tunnel(interface("gre5"), kind: "gre", over: vlan)]),
      Row(
        testDescription: "a PPPoE session", refusal: .hasPPPoESession(vlan, pair: nic),
        change: { $0.files["/proc/net/pppoe"] = "Id Address Device\n1 00:15:5D:4A:0B:FF eth0.5\n" }),
      Row(
        testDescription: "a DHCP client",
        refusal: .hasVLANClient(vlan, "dhclient", pair: nic, bond: bond),
        clients: [DHCPClient(of: vlan, program: .isc, process: 77, pidFile: "")]),
      Row(
        testDescription: "a bridge", master: "br0",
        change: { $0.files["/sys/class/net/br0/uevent"] = "DEVTYPE=bridge\n" }),
      Row(
        testDescription: "a team",
        refusal: .member(vlan, of: interface("team0"), pair: nic, bond: vlan),
        master: "team0",
        change: { $0.files["/sys/class/net/team0/uevent"] = "DEVTYPE=team\n" }),
    ])
  func refuses(_ row: Row) throws {
    let guest = ScriptedView([
      .netvsc("eth0", "00:15:5d:4a:0b:01"),
      .virtual("eth0.5", "00:15:5d:4a:0b:01").with { $0.master = row.master },
    ])
    row.change(guest)
    let shown = try #require(try Sysfs(guest).interface(Self.vlan))
    let found = try Prerequisites(guest).obstacle(
      vlans: [VLAN(shown, words: ["vlan", "id", "5"])], of: Self.nic, Self.bond, row.clients,
      row.tunnels)
    #expect(found == row.refusal)
  }
}
