import Failover
import RCConf
import TestSupport
import Testing

@testable import Failover
@testable import Programs

@Suite("What does not go to the bond is named")
struct UnmovedSettingTests {
  private static let eth0 = sure(InterfaceName("eth0"))
  private static let bond0 = sure(InterfaceName("bond0"))
  private static let vf = sure(InterfaceName("enP1s1"))
  private static let address = sure(InterfaceAddress("192.0.2.51/24"))

  @Test(
    "with a command that shows it, or what to do",
    arguments: [
      (
        UnmovedSetting.queueing(eth0, kind: "htb"),
        "eth0: its queueing discipline (htb) stays with it; 'tc qdisc show dev eth0' shows it, and "
          + "'tc qdisc add dev bond0 ...' gives bond0 one"
      ),
      (
        .filters(eth0),
        "eth0: its filters stay with it; 'tc filter show dev eth0 ingress' (and 'egress') shows them, "
          + "and 'tc filter add dev bond0 ...' gives bond0 some"
      ),
      (
        .packetProgram(eth0),
        "eth0: its XDP program sees only what comes by eth0 itself; 'ip link show dev eth0' shows it, "
          + "and 'ip link set dev bond0 xdp ...' gives bond0 one"
      ),
      (
        .multicastTunnel(sure(InterfaceName("vx0"))),
        "vx0: joins its multicast group at bond0 only when it comes up again: 'ip link set dev vx0 "
          + "down', 'ip link set dev vx0 up'"
      ),
      (
        .authentication(eth0),
        "eth0: wpa_supplicant goes on at eth0 itself; bond0 needs none of its own"
      ),
      (
        .staticNeighbors,
        "bond0: rc.conf's static_arp_pairs and static_ndp_pairs went with the address; 'service "
          + "static_arp restart' and 'service static_ndp restart' set them again"
      ),
      (
        .lease(address, of: vf),
        "enP1s1: its lease of 192.0.2.51 ends with its DHCP client; bond0 has what the synthetic NIC "
          + "had"
      ),
    ])
  func texts(unmovedSettings: UnmovedSetting, text: String) {
    #expect(unmovedSettings.text(bond: Self.bond0) == text)
  }

  /// Returns a takeover of a synthetic NIC with a lease. The VF has `addresses` from a lease.
  private func takeover(vfHas addresses: [String], rcConf: String = "") throws -> Takeover {
    var network = NetworkState()
    network.vf = Self.vf
    var nic = Interface(Self.eth0)
    nic.addresses = [sure(InterfaceAddress("192.0.2.50/24"))]
    var other = Interface(Self.vf)
    other.addresses = addresses.map { sure(InterfaceAddress($0)) }
    network.interfaces = [nic, other]
    network.clients = [Self.eth0, Self.vf].map {
      DHCPClient(of: $0, program: .isc, process: 7, pidFile: "")
    }
    let settings = try Settings(of: Self.eth0, in: Variables([]))
    return Takeover(
      of: Self.eth0, by: Self.bond0, settings: settings, network: network, order: .bonding)
  }

  @Test("a lease of the VF's, where the synthetic NIC has another; not where it is the same")
  func lease() throws {
    #expect(
      try takeover(vfHas: ["192.0.2.51/24"]).unmovedSettings == [.lease(Self.address, of: Self.vf)])
    #expect(try takeover(vfHas: ["192.0.2.50/24"]).unmovedSettings == [])
    #expect(try takeover(vfHas: []).unmovedSettings == [])
  }
}
