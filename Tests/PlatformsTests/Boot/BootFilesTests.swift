import Failover
import RCConf
import TestSupport
import Testing

@testable import Platforms

@Suite("The files that make a bond at boot")
struct BootFilesTests {
  private static let address = BootRequest.address

  private func request(
    leases: Bool = false, mtu: Int = 1500
  ) throws -> BondAtBoot {
    try BootRequest.of("eth0", bond: "bond0", leases: leases, mtu: mtu)
  }

  private func guest(_ files: [String: String] = [:]) -> ScriptedView { BootRequest.guest(files) }

  private func files(
    _ request: BondAtBoot, _ system: BootSystem, _ guest: ScriptedView
  ) throws -> [String: String] {
    let found = try Linux().bootFiles(request, for: system, asking: guest)
    return Dictionary(uniqueKeysWithValues: found.changes.map { ($0.path, $0.after ?? "") })
  }

  @Test("networkd: the bond, its member, and all but the match of the file that eth0 had")
  func networkd() throws {
    let guest = guest([
      "/run/systemd/netif/links/2":
        "ADMIN_STATE=configured\nNETWORK_FILE=/run/systemd/network/10-netplan-eth0.network\n"
        + "NETWORK_FILE_DROPINS=/etc/systemd/network/x.conf\n",
      "/run/systemd/network/10-netplan-eth0.network":
        "# netplan\n[Match]\nMACAddress=\(Self.address)\nName=eth0\n\n[Network]\nDHCP=ipv4\n\n"
        + "[DHCP]\nRouteMetric=100\n",
      "/etc/systemd/network/x.conf": "[Link]\nMTUBytes=9000\nRequiredForOnline=yes\n",
    ])
    #expect(
      try files(request(mtu: 9000), .networkd, guest) == [
        "/etc/systemd/network/05-hyperv-vf-bond0.netdev": """
        [NetDev]
        Name=bond0
        Kind=bond
        MACAddress=\(Self.address)
        MTUBytes=9000

        [Bond]
        Mode=active-backup
        MIIMonitorSec=100ms

        """,
        "/etc/systemd/network/05-hyperv-vf-eth0.network": """
        [Match]
        Name=eth0

        [Link]
        MTUBytes=9000

        [Network]
        Bond=bond0

        """,
        "/etc/systemd/network/05-hyperv-vf-bond0.network": """
        [Match]
        Name=bond0

        [Network]
        DHCP=ipv4

        [DHCP]
        RouteMetric=100

        [Link]
        RequiredForOnline=yes

        """,
      ])
  }

  @Test("networkd: what was live, where it had no file")
  func networkdFromState() throws {
    let path = "/etc/systemd/network/05-hyperv-vf-bond0.network"
    #expect(
      try files(request(), .networkd, guest())[path] == """
        [Match]
        Name=bond0

        [Network]
        DHCP=no
        IPv6AcceptRA=no
        Address=192.0.2.10/24

        [Route]
        Gateway=192.0.2.1

        """)
    #expect(
      try files(request(leases: true), .networkd, guest())[path] == """
        [Match]
        Name=bond0

        [Network]
        DHCP=ipv4
        IPv6AcceptRA=no

        """)
  }

  @Test("NetworkManager: keyfiles that root alone may read, with what the NIC's profile says")
  func networkManager() throws {
    let folder = "/etc/NetworkManager/system-connections"
    let guest = guest([
      "/run/NetworkManager/devices/2": "[device]\nmanaged=true\nconnection-uuid=u-1\n",
      "\(folder)/a.nmconnection": "[connection]\nid=a\nuuid=u-0\n\n[ipv4]\nmethod=disabled\n",
      "\(folder)/b.nmconnection":
        "[connection]\nid=b\nuuid=u-1\n\n[ipv4]\nmethod=auto\ndns=192.0.2.53;\n\n[ipv6]\nmethod=ignore\n",
    ])
    let found = try Linux().bootFiles(request(), for: .networkmanager, asking: guest).changes
    #expect(found.map(\.permissions) == [0o600, 0o600])
    #expect(
      found.map(\.path) == [
        "\(folder)/hyperv-vf-bond0.nmconnection", "\(folder)/hyperv-vf-eth0.nmconnection",
      ])
    #expect(
      found.first?.after == """
        [connection]
        id=hyperv-vf-bond0
        type=bond
        interface-name=bond0
        autoconnect-priority=100
        autoconnect-slaves=1

        [ethernet]
        cloned-mac-address=\(Self.address)

        [bond]
        mode=active-backup
        miimon=100

        [ipv4]
        method=auto
        dns=192.0.2.53;

        [ipv6]
        method=ignore

        """)
    let fromState = try files(request(), .networkmanager, self.guest())
    #expect(
      fromState["\(folder)/hyperv-vf-bond0.nmconnection"]?.hasSuffix(
        "[ipv4]\nmethod=manual\naddress1=192.0.2.10/24\ngateway=192.0.2.1\n\n"
          + "[ipv6]\nmethod=link-local\n") == true)
  }

  @Test("which system runs a NIC is told by what runs, and by what it keeps of the NIC")
  func system() throws {
    let eth0 = try #require(InterfaceName("eth0"))
    let slice = "/sys/fs/cgroup/system.slice"
    let networkd = [
      "\(slice)/systemd-networkd.service/cgroup.procs": "9\n",
      "/run/systemd/netif/links/2": "ADMIN_STATE=configured\n",
    ]
    let manager = [
      "\(slice)/NetworkManager.service/cgroup.procs": "9\n",
      "/run/NetworkManager/devices/2": "[device]\nmanaged=true\n",
    ]
    let interfaces = ["/etc/network/interfaces": "auto lo\n"]
    for (files, system) in [
      (networkd, BootSystem.networkd), (manager, .networkmanager), (interfaces, .ifupdown),
      (networkd.merging(interfaces) { $1 }, .networkd), ([:], nil),
      (interfaces.merging(["\(slice)/wickedd.service/cgroup.procs": "9\n"]) { $1 }, nil),
    ] as [([String: String], BootSystem?)] {
      #expect(try Linux().bootSystem(of: eth0, asking: guest(files)) == system)
    }
  }
}
