import TestSupport
import Testing

@testable import Platforms

@Suite("What netplan would have to say for the bond")
struct NetplanAdviceTests {
  private static let cloud = """
    # This file is generated
    network:
        version: 2
        ethernets:
            eth1: {dhcp4: true}
            id0:
                dhcp4: true
                dhcp4-overrides:
                    route-metric: 100
                match:
                    driver: hv_netvsc
                    macaddress: \(BootRequest.address)
                set-name: eth0
                nameservers:
                    addresses: [192.0.2.53]
                routes:
                - to: 198.51.100.0/24
                  via: 192.0.2.254
        vlans:
            data:
                id: 7
                link: id0
            other:
                id: 8
                link: eth1

    """

  private static let bond = [
    "  bonds:", "    bond0:", "      interfaces: [id0]",
    "      macaddress: \"\(BootRequest.address)\"",
    "      parameters:", "        mode: active-backup", "        mii-monitor-interval: 100",
  ]

  @Test("is what it says of the NIC, said of the bond")
  func lines() throws {
    let guest = BootRequest.guest(["/etc/netplan/50-cloud-init.yaml": Self.cloud])
    let lines = try NetplanAdvice(BootRequest.of("eth0", bond: "bond0"), guest).lines
    #expect(
      lines
        == [
          "netplan's files stay as they are: the new ones count before what 'netplan generate' makes.",
          "To have netplan make the bond, undo this and say in /etc/netplan/50-cloud-init.yaml:",
          "network:", "  version: 2", "  ethernets:", "    id0:", "      match:",
          "          driver: hv_netvsc", "          macaddress: \(BootRequest.address)",
          "      set-name: eth0", "      dhcp4: false",
        ] + Self.bond + [
          "      dhcp4: true", "      dhcp4-overrides:", "          route-metric: 100",
          "      nameservers:", "          addresses: [192.0.2.53]", "      routes:",
          "      - to: 198.51.100.0/24", "        via: 192.0.2.254",
          "and 'link: bond0' for the VLAN data",
        ])
  }

  @Test("is the bond alone where no file says anything of the NIC in lines of its own")
  func nothing() throws {
    let guest = BootRequest.guest(["/etc/netplan/a.yaml": "network: {ethernets: {eth0: {}}}\n"])
    let lines = try NetplanAdvice(BootRequest.of("eth0", bond: "bond0"), guest).lines
    #expect(
      lines[1] == "To have netplan make the bond, undo this and say in a file in /etc/netplan:")
    #expect(
      lines.suffix(8)
        == ["      dhcp4: false"] + Self.bond.map { $0.replacing("[id0]", with: "[eth0]") })
  }
}
