import Failover
import TestSupport
import Testing

@testable import Platforms

@Suite("networkd's files that make a bond at boot")
struct NetworkdFilesTests {
  private static let etc = "/etc/systemd/network"
  private static let run = "/run/systemd/network"
  /// The NIC's name by its path in udev, from which networkd derives the IAID.
  private static let udev = "E:ID_NET_NAME_PATH=enP30832p0s2\nE:ID_PATH=acpi-VMBUS:01\n"
  private static let association = 381_341_620

  private func found(
    _ files: [String: String], mtu: Int = 1500, links: [String: String] = [:]
  ) throws -> BootFiles {
    let guest = BootRequest.guest(files)
    guest.files["/run/udev/data/n2"] = guest.files["/run/udev/data/n2"] ?? Self.udev
    guest.links = links.merging(["/sys/class/net/eth0/device/driver": "../../hv_netvsc"]) { $1 }
    return try Linux().bootFiles(
      BootRequest.of("eth0", bond: "bond0", mtu: mtu), for: .networkd, asking: guest)
  }

  private func texts(_ found: BootFiles) -> [String: String] {
    Dictionary(uniqueKeysWithValues: found.changes.map { ($0.path, $0.after ?? "") })
  }

  /// Returns the files of a bond besides its configuration.
  private static func parts(_ prefix: String = "05-hyperv-vf-", size: String = "") -> [String:
    String]
  {
    let link = size.isEmpty ? "" : "[Link]\n\(size)\n"
    return [
      "\(etc)/\(prefix)bond0.netdev":
        "[NetDev]\nName=bond0\nKind=bond\nMACAddress=\(BootRequest.address)\n\(size)\n"
        + "[Bond]\nMode=active-backup\nMIIMonitorSec=100ms\n",
      "\(etc)/\(prefix)bond0.link":
        "[Match]\nOriginalName=bond0\n\n[Link]\nMACAddressPolicy=none\n",
      "\(etc)/\(prefix)eth0.network": "[Match]\nName=eth0\n\n\(link)[Network]\nBond=bond0\n",
      "\(etc)/10-hyperv-vfs-eth0.network":
        "[Match]\nMACAddress=\(BootRequest.address)\nKind=!*\nName=!eth0\n\n"
        + "[Link]\n\(size)RequiredForOnline=no\n\n[Network]\nBond=bond0\n",
    ]
  }

  struct Machine: CustomTestStringConvertible {
    var what: String
    var files: [String: String]
    var links: [String: String] = [:]
    /// The new texts of further files, besides those that every bond has.
    var after: [String: String]
    var prefix = "05-hyperv-vf-"
    var testDescription: String { what }
  }

  private static let machines: [Machine] = [
    Machine(
      what:
        "a file of the administrator's for the NIC becomes the bond's, and what is dropped in stays",
      files: [
        "\(etc)/50-office.network": """
        # the uplink
        [Match]
        Name=eth0
        KernelCommandLine=!rescue

        [Network]
        DHCP=ipv4
        IPv6AcceptRA=no
        DNS=192.0.2.53
        Domains=example.org
        VLAN=data

        [RoutingPolicyRule]
        From=192.0.2.10
        IncomingInterface=eth0
        Table=100

        """,
        "\(etc)/50-office.network.d/x.conf": "[DHCPv4]\nUseDNS=no\n",
        "\(etc)/60-data.network": "[Match]\nName=data\n\n[Network]\nBindCarrier=eth0 eth1\n",
      ],
      after: [
        "\(etc)/50-office.network": """
        # the uplink
        [Match]
        KernelCommandLine=!rescue
        Name=bond0

        [Network]
        DHCP=ipv4
        IPv6AcceptRA=no
        DNS=192.0.2.53
        Domains=example.org
        VLAN=data
        IgnoreCarrierLoss=5s

        [RoutingPolicyRule]
        From=192.0.2.10
        IncomingInterface=bond0
        Table=100

        [DHCPv4]
        IAID=\(association)

        """,
        "\(etc)/60-data.network": "[Match]\nName=data\n\n[Network]\nBindCarrier=bond0 eth1\n",
      ]),
    Machine(
      what: "netplan's file gets one of its name in /etc, which hides it",
      files: [
        "\(run)/10-netplan-eth0.network":
          "[Match]\nPermanentMACAddress=\(BootRequest.address)\nName=eth0\n\n[Network]\nDHCP=ipv4\n"
          + "LinkLocalAddressing=ipv6\n\n[DHCP]\nRouteMetric=100\nUseMTU=true\n"
      ],
      after: [
        "\(etc)/10-netplan-eth0.network":
          "[Match]\nName=bond0\n\n[Network]\nDHCP=ipv4\nLinkLocalAddressing=ipv6\n"
          + "IgnoreCarrierLoss=5s\n\n"
          + "[DHCP]\nRouteMetric=100\nUseMTU=true\n\n"
          + "[DHCPv4]\nIAID=\(association)\n\n[DHCPv6]\nIAID=\(association)\n"
      ]),
    Machine(
      what: "of a file for other NICs too the bond gets a copy, with what is dropped in",
      files: [
        "\(etc)/50-all.network": "[Match]\nName=e*\nDriver=hv_*\n\n[Network]\nIPv6AcceptRA=no\n",
        "/usr/lib/systemd/network/50-all.network.d/a.conf": "[Network]\nAddress=192.0.2.10/24\n",
        "\(etc)/50-.network.d/b.conf": "[Network]\nGateway=192.0.2.1\n",
      ],
      after: [
        "\(etc)/05-hyperv-vf-bond0.network":
          "[Match]\nName=bond0\n\n[Network]\nIPv6AcceptRA=no\nIgnoreCarrierLoss=5s\n\n"
          + "[Network]\nAddress=192.0.2.10/24\n\n"
          + "[Network]\nGateway=192.0.2.1\n"
      ]),
    Machine(
      what: "masked files, files for others and files that are hidden do not count",
      files: [
        "\(etc)/10-a.network": "",
        "/usr/lib/systemd/network/10-a.network": "[Match]\nName=eth0\n",
        "\(etc)/20-b.network": "[Match]\nName=eth0\nDriver=mlx5_core\n",
        "\(run)/30-c.network": "[Match]\nName=eth0\n",
        "\(etc)/30-c.network": "[Match]\nName=!eth0\n",
        "/usr/lib/systemd/network/40-d.network": "[Match]\nType=wlan\n",
        "/usr/lib/systemd/network/60-e.network":
          "[Match]\nPath=acpi-*\n\n[Network]\nDHCP=no\nIPv6AcceptRA=no\n",
        "/usr/lib/systemd/network/70-f.network": "[Match]\nName=eth0\n",
      ],
      links: ["\(run)/50-z.network": "/dev/null"],
      after: [
        "\(etc)/05-hyperv-vf-bond0.network":
          "[Match]\nName=bond0\n\n[Network]\nDHCP=no\nIPv6AcceptRA=no\nIgnoreCarrierLoss=5s\n"
      ]),
    Machine(
      what:
        "where a file in front would be the bond's too, and files sort early, the new ones sort before",
      files: [
        "\(etc)/00-bonds.network": "[Match]\nKind=bond\n\n[Network]\nDHCP=yes\n",
        "\(etc)/01-eth0.network": "[Match]\nName=eth0\n\n[Network]\nDHCP=no\nIPv6AcceptRA=no\n",
      ],
      after: [
        "\(etc)/-hyperv-vf-bond0.network":
          "[Match]\nName=bond0\n\n[Network]\nDHCP=no\nIPv6AcceptRA=no\nIgnoreCarrierLoss=5s\n"
      ], prefix: "-hyperv-vf-"),
  ]

  @Test("the bond has the NIC's file", arguments: machines)
  func machine(_ machine: Machine) throws {
    let found = try found(machine.files, links: machine.links)
    #expect(texts(found) == Self.parts(machine.prefix).merging(machine.after) { $1 })
    for change in found.changes { #expect(change.before == machine.files[change.path]) }
  }

  struct Client: CustomTestStringConvertible {
    var text: String
    var others: [String: String] = [:]
    var after: [String]
    var testDescription: String { text }
  }

  @Test(
    "to a server that goes by identifiers it is the same client",
    arguments: [
      Client(
        text: "[Network]\nDHCP=yes\n",
        after: ["DHCPv4 IAID=381341620", "DHCPv6 IAID=381341620"]),
      Client(
        text: "[Network]\nDHCP=Y\nIPv6AcceptRA=no\n",
        after: ["DHCPv4 IAID=381341620", "DHCPv6 IAID=381341620"]),
      Client(text: "[Network]\nDHCP=False\nIPv6AcceptRA=OFF\n", after: []),
      Client(
        text: "[Network]\nDHCP=ipv4\nIPv6AcceptRA=no\n\n[DHCPv4]\nDUIDType=link-layer\n",
        after: ["DHCPv4 DUIDType=link-layer", "DHCPv4 IAID=381341620"]),
      Client(
        text: "[Network]\nDHCP=ipv4\nIPv6AcceptRA=no\n\n[DHCP]\nClientIdentifier=mac\n", after: []),
      Client(
        text: "[Network]\nDHCP=ipv4\nIPv6AcceptRA=no\n\n[DHCPv4]\nIAID=7\n",
        after: ["DHCPv4 IAID=7"]),
      Client(
        text: "[Network]\nDHCP=ipv4\nIPv6AcceptRA=no\n",
        others: [
          "/run/systemd/netif/leases/2": "ADDRESS=192.0.2.10\nCLIENTID=ff000000090002000000ab11\n"
        ], after: ["DHCPv4 IAID=9"]),
      Client(
        text: "[Network]\nDHCP=ipv4\nIPv6AcceptRA=no\n",
        others: ["/run/udev/data/n2": "E:ID_BUS=vmbus\n"], after: ["DHCPv4 IAID=300995832"]),
      Client(text: "[Network]\nAddress=192.0.2.10/24\nIPv6AcceptRA=no\n", after: []),
    ])
  func client(_ client: Client) throws {
    let path = "\(Self.etc)/50-a.network"
    let files = client.others.merging([path: "[Match]\nName=eth0\n\n" + client.text]) { $1 }
    let text = SectionedText(try texts(found(files))[path] ?? "")
    let lines = text.sections.filter { $0.name?.hasPrefix("DHCPv") == true }.flatMap { section in
      section.lines.filter { !$0.isEmpty }.map { "\(section.name ?? "") \($0)" }
    }
    #expect(lines == client.after)
  }

  @Test("packets are as large as the file says, or as they are where no lease says so")
  func mtu() throws {
    let path = "\(Self.etc)/50-a.network"
    let plain = "[Match]\nName=eth0\n\n[Network]\nIPv6AcceptRA=no\n"
    let own = plain + "\n[Link]\nMTUBytes=9000\n"
    let lease = ["/run/systemd/netif/leases/2": "MTU=1400\n"]
    for (files, mtu, size) in [
      ([path: own], 1500, "MTUBytes=9000\n"), ([path: plain], 1400, "MTUBytes=1400\n"),
      (lease.merging([path: plain]) { $1 }, 1400, ""),
    ] {
      let found = texts(try found(files, mtu: mtu)).filter { $0.key != path }
      #expect(found == Self.parts(size: size))
    }
  }

  @Test("what networkd says that the NIC has counts, before what the files would give it")
  func live() throws {
    let found = try found([
      "/run/systemd/netif/links/2":
        "ADMIN_STATE=configured\nNETWORK_FILE=\(Self.etc)/50-b.network\n",
      "\(Self.etc)/40-a.network": "[Match]\nName=eth0\nCredential=x\n",
      "\(Self.etc)/50-b.network": "[Match]\nName=eth0\n\n[Network]\nIPv6AcceptRA=no\n",
    ])
    #expect(found.changes.last?.path == "\(Self.etc)/50-b.network")
  }

  @Test("a bond that is made at boot already stays as it is, whatever networkd has read before")
  func again() throws {
    let path = "\(Self.etc)/50-a.network"
    let state = [
      "/run/systemd/netif/links/2": "ADMIN_STATE=configured\nNETWORK_FILE=\(path)\n",
      path: "[Match]\nName=eth0\n\n[Network]\nDHCP=yes\n",
    ]
    let first = try found(state)
    #expect(first.changes.count == 5)
    #expect(try found(state.merging(texts(first)) { $1 }) == BootFiles([]))
  }

  @Test("addresses that cannot stay are told; functions of the hardware stay with the NIC")
  func rest() throws {
    let path = "\(Self.etc)/50-a.network"
    let found = try found([
      path:
        "[Match]\nName=eth0\n\n[SR-IOV]\nVirtualFunction=0\n\n[IPv6AcceptRA]\nToken=prefixstable\n"
    ])
    #expect(
      texts(found)["\(Self.etc)/05-hyperv-vf-eth0.network"]
        == "[Match]\nName=eth0\n\n[Network]\nBond=bond0\n\n[SR-IOV]\nVirtualFunction=0\n\n")
    #expect(texts(found)[path]?.contains("SR-IOV") == false)
    #expect(
      found.advice == [
        "\(path): Token=prefixstable makes IPv6 addresses out of the interface's name; those of bond0 "
          + "will be others than those of eth0"
      ])
  }

  @Test(
    "what the user says of a bond without a link stays",
    arguments: ["IgnoreCarrierLoss=no", "ConfigureWithoutCarrier=yes"])
  func carrierLoss(line: String) throws {
    let path = "\(Self.etc)/50-eth0.network"
    let found = try found([path: "[Match]\nName=eth0\n\n[Network]\nIPv6AcceptRA=no\n\(line)\n"])
    #expect(
      texts(found)[path] == "[Match]\nName=bond0\n\n[Network]\nIPv6AcceptRA=no\n\(line)\n")
  }

  @Test("a bond of that name with other members forbids it, but not one that persist has begun")
  func otherBond() throws {
    let file = [
      "\(Self.etc)/20-uplink.netdev": "[NetDev]\nName=bond0\nKind=bond\n\n[Bond]\nMode=802.3ad\n",
      "\(Self.etc)/20-uplink.network": "[Match]\nName=en*\n\n[Network]\nBond=bond0\n",
    ]
    #expect(try found(file).otherBond == "\(Self.etc)/20-uplink.netdev")
    let begun = texts(try found([:])).filter { $0.key.hasSuffix(".netdev") }
    #expect(begun.count == 1)
    #expect(try found(begun).otherBond == nil)
  }

  @Test("without any file, what was live")
  func state() throws {
    #expect(
      texts(try found([:]))["\(Self.etc)/05-hyperv-vf-bond0.network"]
        == "[Match]\nName=bond0\n\n[Network]\nDHCP=no\nIgnoreCarrierLoss=5s\nIPv6AcceptRA=no\n"
        + "Address=192.0.2.10/24\n\n"
        + "[Route]\nGateway=192.0.2.1\n")
  }
}
