import Failover
import RCConf
import TestSupport
import Testing

@testable import Platforms

/// Requests for bonds that are made at boot.
enum BootRequest {
  static let address = "00:15:5d:4a:0b:01"

  /// Returns a request for a NIC with an address and a gateway. With `leases`, a DHCP client runs
  /// for it.
  static func of(
    _ name: String, bond: String, rcconf: [(String, String)] = [], in texts: ConfigTexts = .none,
    leases: Bool = false, mtu: Int = 1500
  ) throws -> BondAtBoot {
    let variables = Variables(
      rcconf.map {
        Variable(
          name: $0, bytes: Array($1.utf8), location: SourceLocation(file: "/etc/rc.conf", line: 1))
      })
    return try of(name, bond: bond, variables, in: texts, leases: leases, mtu: mtu)
  }

  /// Returns a request for such a NIC with these variables.
  static func of(
    _ name: String, bond: String, _ variables: Variables, in texts: ConfigTexts = .none,
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
    let takeover = try Takeover(
      of: synthetic, by: #require(InterfaceName(bond)),
      settings: Settings(of: synthetic, in: variables), network: network, order: .lagg)
    return BondAtBoot(takeover, variables, in: texts)
  }

  /// Returns a Linux guest with these files.
  static func guest(_ files: [String: String] = [:]) -> ScriptedView {
    let guest = ScriptedView()
    guest.files = files
    guest.files["/sys/class/net/eth0/ifindex"] = "2\n"
    return guest
  }
}
