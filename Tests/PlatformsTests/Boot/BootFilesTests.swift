import Failover
import RCConf
import TestSupport
import Testing

@testable import Platforms

@Suite("The files that make a bond at boot")
struct BootFilesTests {
  private func guest(_ files: [String: String] = [:]) -> ScriptedView { BootRequest.guest(files) }

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
