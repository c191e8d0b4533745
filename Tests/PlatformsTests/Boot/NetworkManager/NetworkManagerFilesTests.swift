import Failover
import TestSupport
import Testing

@testable import Platforms

@Suite("NetworkManager's keyfiles that make a bond at boot")
struct NetworkManagerFilesTests {
  private static let folder = "/etc/NetworkManager/system-connections"
  private static let state = "/run/NetworkManager/devices/2"

  private func found(
    _ files: [String: String], mtu: Int = 1500,
    uuid: String? = "6b5c0e3a-0000-4000-8000-00000000000a"
  ) throws -> BootFiles {
    let guest = BootRequest.guest(files)
    guest.files["/etc/NetworkManager/NetworkManager.conf"] = "[main]\nplugins=keyfile\n"
    if let uuid, guest.files[Self.state] == nil {
      guest.files[Self.state] = "[device]\nmanaged=1\nconnection-uuid=\(uuid)\n"
    }
    return try Linux().bootFiles(
      BootRequest.of("eth0", bond: "bond0", mtu: mtu), for: .networkmanager, asking: guest)
  }

  private func texts(_ found: BootFiles) -> [String: String] {
    Dictionary(uniqueKeysWithValues: found.changes.map { ($0.path, $0.after ?? "") })
  }

  private static let office = """
    # set by the network team
    [connection]
    id=office
    uuid=6b5c0e3a-0000-4000-8000-00000000000a
    type=ethernet
    autoconnect-priority=10
    interface-name=eth0
    mdns=2
    metered=1
    secondaries=6b5c0e3a-0000-4000-8000-0000000000ff;
    timestamp=1700000000
    zone=internal

    [ethernet]
    cloned-mac-address=preserve
    mac-address=00:15:5D:4A:0B:01
    mtu=9000
    wake-on-lan=64

    [ethtool]
    feature-tso=false
    ring-rx=512

    [match]
    driver=hv_netvsc;
    kernel-command-line=!rescue;

    [ipv4]
    address1=192.0.2.10/24,192.0.2.1
    dns=192.0.2.53;
    dns-search=example.org;
    method=manual
    route1=198.51.100.0/24,192.0.2.254,50
    routing-rule1=priority 100 from 192.0.2.10 iif eth0 table 100

    [ipv6]
    method=auto

    [proxy]

    [tc]
    qdisc.root=fq_codel

    """

  @Test(
    "the NIC's own profile stays where it is, as the bond's; what is of the hardware goes to the members"
  )
  func own() throws {
    let found = try found(["\(Self.folder)/office.nmconnection": Self.office])
    #expect(found.changes.map(\.permissions) == [0o600, 0o600, 0o600])
    #expect(
      texts(found) == [
        "\(Self.folder)/office.nmconnection": """
        # set by the network team
        [connection]
        id=office
        uuid=6b5c0e3a-0000-4000-8000-00000000000a
        type=bond
        autoconnect-priority=10
        interface-name=bond0
        mdns=2
        metered=1
        secondaries=6b5c0e3a-0000-4000-8000-0000000000ff;
        zone=internal
        autoconnect-slaves=1

        [ethtool]
        feature-tso=false

        [match]
        kernel-command-line=!rescue;

        [ipv4]
        address1=192.0.2.10/24,192.0.2.1
        dns=192.0.2.53;
        dns-search=example.org;
        method=manual
        route1=198.51.100.0/24,192.0.2.254,50
        routing-rule1=priority 100 from 192.0.2.10 iif bond0 table 100
        route-metric=100

        [ipv6]
        method=auto
        route-metric=100
        dhcp-iaid=726689589

        [proxy]

        [tc]
        qdisc.root=fq_codel

        [ethernet]
        mtu=9000
        cloned-mac-address=00:15:5d:4a:0b:01

        [bond]
        mode=active-backup
        miimon=100

        """,
        "\(Self.folder)/hyperv-vf-eth0.nmconnection": """
        [connection]
        id=hyperv-vf-eth0
        type=ethernet
        interface-name=eth0
        master=bond0
        slave-type=bond
        autoconnect-priority=999

        [ethernet]
        mtu=9000
        wake-on-lan=64

        [ethtool]
        feature-tso=false
        ring-rx=512

        """,
        "\(Self.folder)/hyperv-vf-eth0-vf.nmconnection": """
        [connection]
        id=hyperv-vf-eth0-vf
        type=ethernet
        multi-connect=3
        master=bond0
        slave-type=bond
        autoconnect-priority=999

        [ethernet]
        mtu=9000
        mac-address=00:15:5d:4a:0b:01

        [ethtool]
        feature-tso=false

        [match]
        interface-name=!eth0;

        """,
      ])
  }

  private static let automatic = """
    [connection]
    id=Wired connection 1
    uuid=6b5c0e3a-0000-4000-8000-00000000000a
    type=ethernet
    autoconnect-priority=-999
    interface-name=eth0
    timestamp=1700000000

    [ethernet]

    [.nmmeta]
    nm-generated=true

    [ipv4]
    method=auto

    [ipv6]
    addr-gen-mode=default
    method=auto

    [proxy]

    """

  @Test(
    "an automatic profile, which the next boot does not know, is one of the administrator's from now on"
  )
  func automaticProfile() throws {
    let name = "Wired connection 1.nmconnection"
    let found = try found([
      "/run/NetworkManager/system-connections/\(name)": Self.automatic,
      Self.state:
        "[device]\nmanaged=1\nconnection-uuid=6b5c0e3a-0000-4000-8000-00000000000a\n"
        + "route-metric-default-effective=101\n",
    ])
    #expect(
      texts(found)["\(Self.folder)/\(name)"] == """
        [connection]
        id=Wired connection 1
        uuid=6b5c0e3a-0000-4000-8000-00000000000a
        type=bond
        interface-name=bond0
        autoconnect-slaves=1

        [ethernet]
        cloned-mac-address=00:15:5d:4a:0b:01

        [ipv4]
        method=auto
        route-metric=101

        [ipv6]
        addr-gen-mode=default
        method=auto
        route-metric=101
        dhcp-iaid=726689589

        [proxy]

        [bond]
        mode=active-backup
        miimon=100

        """)
  }

  @Test("a vendor's profile gets one of its name in /etc, which hides it")
  func vendor() throws {
    let vendor = "/usr/lib/NetworkManager/system-connections/cloud.nmconnection"
    let text = "[connection]\nid=cloud\ntype=802-3-ethernet\n\n[ipv4]\nmethod=auto\n"
    let found = try found([vendor: text])
    #expect(
      texts(found)["\(Self.folder)/cloud.nmconnection"] == """
        [connection]
        id=cloud
        type=bond
        interface-name=bond0
        autoconnect-slaves=1
        uuid=6b5c0e3a-0000-4000-8000-00000000000a

        [ipv4]
        method=auto
        route-metric=100

        [ethernet]
        cloned-mac-address=00:15:5d:4a:0b:01

        [bond]
        mode=active-backup
        miimon=100

        """)
    #expect(found.changes.allSatisfy { $0.before == nil })
  }

  @Test("a profile for several NICs at a time stays theirs, and the bond gets a copy")
  func shared() throws {
    let text =
      "[connection]\nid=all\nuuid=6b5c0e3a-0000-4000-8000-00000000000a\nmulti-connect=3\n\n"
      + "[ipv4]\nmethod=auto\nroute-metric=5\n"
    let found = texts(try found(["\(Self.folder)/all.nmconnection": text]))
    #expect(found["\(Self.folder)/all.nmconnection"] == nil)
    #expect(
      found["\(Self.folder)/hyperv-vf-bond0.nmconnection"]
        == "[connection]\nid=hyperv-vf-bond0\ntype=bond\ninterface-name=bond0\nautoconnect-slaves=1\n\n"
        + "[ipv4]\nmethod=auto\nroute-metric=5\n\n[ethernet]\ncloned-mac-address=00:15:5d:4a:0b:01\n\n"
        + "[bond]\nmode=active-backup\nmiimon=100\n")
  }

  @Test("netplan's profiles, which it makes anew at each boot, get others before them, and advice")
  func netplan() throws {
    let run = "/run/NetworkManager/system-connections"
    let found = try found([
      "\(run)/netplan-eth0.nmconnection":
        "[connection]\nid=netplan-eth0\nuuid=6b5c0e3a-0000-4000-8000-00000000000a\ntype=ethernet\n"
        + "interface-name=eth0\n\n[ipv4]\nmethod=auto\n",
      "\(run)/netplan-data.nmconnection":
        "[connection]\nid=netplan-data\ntype=vlan\ninterface-name=data\n\n[vlan]\nid=7\nparent=eth0\n",
    ])
    let texts = texts(found)
    let removal = "/etc/systemd/system/NetworkManager.service.d/hyperv-vf.conf"
    #expect(
      texts.keys.sorted()
        == ["bond0", "data", "eth0-vf", "eth0"].map {
          "\(Self.folder)/hyperv-vf-\($0).nmconnection"
        } + [removal])
    #expect(
      texts[removal]
        == "[Service]\n# netplan makes these profiles at each boot; those in \(Self.folder) replace them.\n"
        + "ExecStartPre=-/bin/rm -f \"\(run)/netplan-data.nmconnection\"\n")
    #expect(
      texts["\(Self.folder)/hyperv-vf-bond0.nmconnection"]?.hasPrefix(
        "[connection]\nid=hyperv-vf-bond0\ntype=bond\ninterface-name=bond0\nautoconnect-slaves=1\n")
        == true)
    #expect(
      texts["\(Self.folder)/hyperv-vf-data.nmconnection"]
        == "[connection]\nid=hyperv-vf-data\ntype=vlan\ninterface-name=data\nautoconnect-priority=999\n\n"
        + "[vlan]\nid=7\nparent=bond0\n")
    #expect(found.advice.count > 5)
  }

  struct Upper: CustomTestStringConvertible {
    var text: String
    var after: String?
    var testDescription: String { text }
  }

  @Test(
    "what is made on the NIC is made on the bond, under the name that it had",
    arguments: [
      Upper(
        text: "[connection]\ntype=vlan\n\n[vlan]\nid=5\nparent=eth0\n",
        after: "[connection]\ntype=vlan\ninterface-name=eth0.5\n\n[vlan]\nid=5\nparent=bond0\n"),
      Upper(
        text: "[connection]\ntype=vlan\ninterface-name=data\n\n[vlan]\nid=5\n"
          + "parent=6b5c0e3a-0000-4000-8000-00000000000a\n",
        after: "[connection]\ntype=vlan\ninterface-name=data\n\n[vlan]\nid=5\nparent=bond0\n"),
      Upper(
        text: "[connection]\ntype=vlan\ninterface-name=data\n\n[vlan]\nid=5\n\n"
          + "[802-3-ethernet]\nmac-address=00:15:5D:4A:0B:01\nmtu=1400\n",
        after: "[connection]\ntype=vlan\ninterface-name=data\n\n[vlan]\nid=5\nparent=bond0\n\n"
          + "[802-3-ethernet]\nmtu=1400\n"),
      Upper(
        text: "[connection]\ntype=vxlan\ninterface-name=vx\n\n[vxlan]\nid=5\nparent=eth0\n",
        after: "[connection]\ntype=vxlan\ninterface-name=vx\n\n[vxlan]\nid=5\nparent=bond0\n"),
      Upper(
        text: "[connection]\ntype=ethernet\ninterface-name=eth1\n\n[ipv4]\nmethod=auto\n"
          + "routing-rule1=priority 9 from 0.0.0.0/0 iif eth0 table 9\n",
        after: "[connection]\ntype=ethernet\ninterface-name=eth1\n\n[ipv4]\nmethod=auto\n"
          + "routing-rule1=priority 9 from 0.0.0.0/0 iif bond0 table 9\n"),
      Upper(text: "[connection]\ntype=vlan\n\n[vlan]\nid=5\nparent=eth01\n"),
      Upper(text: "[connection]\ntype=ethernet\ninterface-name=eth1\n\n[ipv4]\nmethod=auto\n"),
    ])
  func uppers(upper: Upper) throws {
    let path = "\(Self.folder)/upper"
    let found = try found(["\(Self.folder)/office.nmconnection": Self.office, path: upper.text])
    #expect(texts(found)[path] == upper.after)
  }

  struct Identity: CustomTestStringConvertible {
    var ipv4: String
    var ipv6 = "method=ignore"
    var configuration = ""
    var after: [String]
    var testDescription: String { ipv4 + " " + ipv6 + configuration }
  }

  @Test(
    "what NetworkManager makes of the NIC's name and kind is said to be what it was",
    arguments: [
      Identity(
        ipv4: "method=auto",
        after: ["ipv4 method=auto", "ipv4 route-metric=100", "ipv6 method=ignore"]),
      Identity(
        ipv4: "method=auto\ndhcp-client-id=perm-mac\nroute-metric=7",
        after: [
          "ipv4 method=auto", "ipv4 dhcp-client-id=01:00:15:5d:4a:0b:01", "ipv4 route-metric=7",
          "ipv6 method=ignore",
        ]),
      Identity(
        ipv4: "method=auto\ndhcp-client-id=duid\nroute-metric=7",
        ipv6: "method=dhcp\nroute-metric=8\ndhcp-iaid=perm-mac",
        after: [
          "ipv4 method=auto", "ipv4 dhcp-client-id=duid", "ipv4 route-metric=7",
          "ipv4 dhcp-iaid=726689589", "ipv6 method=dhcp", "ipv6 route-metric=8",
          "ipv6 dhcp-iaid=1565133569",
        ]),
      Identity(
        ipv4: "method=auto\ndhcp-client-id=duid\ndhcp-iaid=5", ipv6: "method=auto",
        configuration:
          "[connection]\nipv4.route-metric=9\nipv6.route-metric=9\nipv6.dhcp-iaid=mac\n",
        after: [
          "ipv4 method=auto", "ipv4 dhcp-client-id=duid", "ipv4 dhcp-iaid=5", "ipv6 method=auto",
        ]),
      Identity(
        ipv4: "method=auto",
        configuration: "[connection-a]\nmatch-device=type:ethernet\nipv4.route-metric=9\n"
          + "ipv4.dhcp-timeout=5\n[connection-b]\nmatch-device=type:wifi\nipv4.dns-priority=5\n",
        after: [
          "ipv4 method=auto", "ipv4 route-metric=9", "ipv4 dhcp-timeout=5", "ipv6 method=ignore",
        ]),
      // The first section that fits wins, and [connection] comes last wherever it stands.
      Identity(
        ipv4: "method=auto",
        configuration: "[connection]\nipv4.route-metric=7\n"
          + "[connection-a]\nmatch-device=interface-name:eth*;except:interface-name:eth1\n"
          + "ipv4.route-metric=9\n[connection-b]\nmatch-device=*\nipv4.route-metric=8\n",
        after: ["ipv4 method=auto", "ipv4 route-metric=9", "ipv6 method=ignore"]),
      Identity(
        ipv4: "method=auto",
        configuration: "[connection-a]\nmatch-device=*;except:interface-name:=eth0\n"
          + "ipv4.route-metric=9\n[connection]\nipv4.route-metric=7\n",
        after: ["ipv4 method=auto", "ipv4 route-metric=7", "ipv6 method=ignore"]),
    ])
  func identity(_ identity: Identity) throws {
    let found = try found([
      "\(Self.folder)/a": "[connection]\nuuid=6b5c0e3a-0000-4000-8000-00000000000a\n\n"
        + "[ipv4]\n\(identity.ipv4)\n\n[ipv6]\n\(identity.ipv6)\n",
      "/etc/NetworkManager/conf.d/a.conf": identity.configuration,
    ])
    let text = SectionedText(texts(found)["\(Self.folder)/a"] ?? "")
    let lines = text.sections.filter { $0.name?.hasPrefix("ipv") == true }.flatMap { section in
      section.lines.filter { !$0.isEmpty }.map { "\(section.name ?? "") \($0)" }
    }
    #expect(lines == identity.after)
  }

  @Test("a default of a later file wins: of a package, of this boot, of the administrator")
  func defaultsInOrder() throws {
    let section = "[connection]\nipv4.dhcp-client-id="
    var files = [
      "\(Self.folder)/a": "[connection]\nuuid=6b5c0e3a-0000-4000-8000-00000000000a\n\n"
        + "[ipv4]\nmethod=auto\nroute-metric=7\n",
      "/usr/lib/NetworkManager/conf.d/z.conf": section + "perm-mac\n",
    ]
    let wanted = "dhcp-client-id=01:00:15:5d:4a:0b:01"
    #expect(texts(try found(files))["\(Self.folder)/a"]?.contains(wanted) == true)
    files["/run/NetworkManager/conf.d/b.conf"] = section + "mac\n"
    #expect(texts(try found(files))["\(Self.folder)/a"]?.contains(wanted) != true)
    files["/etc/NetworkManager/conf.d/a.conf"] = section + "perm-mac\n"
    #expect(texts(try found(files))["\(Self.folder)/a"]?.contains(wanted) == true)
  }

  @Test("a bond that is made at boot already stays as it is")
  func again() throws {
    let first = try found(["\(Self.folder)/office.nmconnection": Self.office])
    let second = try found(texts(first), uuid: nil)
    #expect(second == BootFiles([]))
  }

  @Test(
    "the rest: lines that name the NIC are told; a profile of ifcfg files has to be migrated first")
  func rest() throws {
    let told = try found([
      "\(Self.folder)/office.nmconnection": Self.office,
      "/etc/NetworkManager/conf.d/x.conf": "[main]\nno-auto-default=eth1,eth0\n",
      "/etc/dhcp/dhclient-eth0.conf": "send host-name \"a\";\n",
    ])
    #expect(told.unknown == ["/etc/NetworkManager/conf.d/x.conf:2: no-auto-default=eth1,eth0"])
    #expect(texts(told)["/etc/dhcp/dhclient-bond0.conf"] == "send host-name \"a\";\n")
    let script = "/etc/sysconfig/network-scripts/ifcfg-eth0"
    #expect(throws: GuestError.self) { try found([script: "DEVICE=eth0\n"]) }
  }

  @Test("a bond of that name with other members forbids it")
  func otherBond() throws {
    let other = "\(Self.folder)/uplink.nmconnection"
    let found = try found([
      "\(Self.folder)/office.nmconnection": Self.office,
      other: "[connection]\nid=uplink\ntype=bond\ninterface-name=bond0\n\n[bond]\nmode=802.3ad\n",
    ])
    #expect(found.otherBond == other)
  }

  @Test("without any profile, what was live")
  func live() throws {
    #expect(
      texts(try found([:], uuid: nil))["\(Self.folder)/hyperv-vf-bond0.nmconnection"] == """
        [connection]
        id=hyperv-vf-bond0
        type=bond
        interface-name=bond0
        autoconnect-priority=100
        autoconnect-slaves=1

        [ethernet]
        cloned-mac-address=00:15:5d:4a:0b:01

        [bond]
        mode=active-backup
        miimon=100

        [ipv4]
        method=manual
        address1=192.0.2.10/24
        gateway=192.0.2.1

        [ipv6]
        method=link-local

        """)
  }
}
