/// The settings of an interface, other than addresses and routes, that an administrator made and
/// that a takeover moves to the bond. They are observed only on Linux.
package struct LinkSettings: Hashable, Sendable {
  /// The permanent neighbours of the interface (ip-neighbour(8), `nud permanent`).
  package var neighbors: [Neighbor] = []
  /// The addresses for which the guest answers on this interface in place of their owner
  /// (ip-neighbour(8), `proxy`).
  package var proxied: [IPAddress] = []
  /// The IPv6 token, the host part for autoconfigured addresses (ip-token(8)); nil if it is not
  /// set.
  package var token: IPAddress?
  /// True if the interface is in promiscuous mode (ip-link(8), `promisc`).
  package var isPromiscuous = false
  /// True if the interface receives every multicast frame (ip-link(8), `allmulticast`).
  package var takesAllMulticast = false
  /// The length of the transmit queue, in packets (ip-link(8), `txqueuelen`); nil if it is 1000,
  /// the default.
  package var queueLength: Int?
  /// The Ethernet addresses of the multicast groups that were joined by hand (ip-maddress(8)).
  package var multicastGroups: [HardwareAddress] = []
  /// The description that an administrator gave the interface (`ifalias`); empty if there is none.
  package var note = ""
  /// The settings of the interface below /proc/sys/net that differ from those of a new interface.
  package var kernel: [KernelSetting] = []

  /// An interface on which the administrator has set nothing.
  package init() {}

  /// True if the administrator has set nothing on the interface.
  package var isEmpty: Bool { self == LinkSettings() }

  /// The part of the settings that an interface loses when it is set down to join a bond:
  /// neighbours, proxied addresses, promiscuous mode and allmulticast. All other settings are empty
  /// in this part. Setting it replaces this part and keeps the others.
  package var lostWhenDown: LinkSettings {
    get {
      var part = LinkSettings()
      part.lostWhenDown = self
      return part
    }
    set {
      neighbors = newValue.neighbors
      proxied = newValue.proxied
      isPromiscuous = newValue.isPromiscuous
      takesAllMulticast = newValue.takesAllMulticast
    }
  }

  /// The settings without the part that is in `lostWhenDown`.
  package var others: LinkSettings {
    var part = self
    part.lostWhenDown = LinkSettings()
    return part
  }
}

/// A setting of the kernel for one interface, such as `rp_filter`: a file below /proc/sys/net
/// (Documentation/networking/ip-sysctl.rst).
package struct KernelSetting: Hashable, Sendable {
  /// The folder that has a subfolder for each interface: `/proc/sys/net/ipv4/conf`.
  package var folder: String
  /// The name of the file in the subfolder of the interface: `rp_filter`.
  package var file: String
  /// The contents of the file: `1`.
  package var value: String

  /// The setting `file` in the interface's subfolder of `folder`, with this value.
  package init(_ folder: String, _ file: String, _ value: String) {
    self.folder = folder
    self.file = file
    self.value = value
  }
}

/// A rule that selects the routing table for a packet, for example by interface (ip-rule(8)).
package struct PolicyRule: Hashable, Sendable {
  /// The family of the packets that the rule is for.
  package var family: AddressFamily
  /// The priority of the rule; the lowest number is evaluated first.
  package var priority: Int
  /// The rest of the rule, as words of ip-rule(8): `from all iif eth0 lookup 200`.
  package var words: [String]

  /// A rule with this priority and these words of ip-rule(8).
  package init(_ family: AddressFamily, priority: Int, _ words: [String]) {
    self.family = family
    self.priority = priority
    self.words = words
  }

  /// True if the rule names the interface after the word `iif` or `oif`.
  package func names(_ interface: InterfaceName) -> Bool {
    zip(words, words.dropFirst()).contains { Self.keys.contains($0) && $1 == interface.text }
  }

  /// The same rule, with the interface `new` in place of `old` after the words `iif` and `oif`.
  package func moved(from old: InterfaceName, to new: InterfaceName) -> PolicyRule {
    var copy = self
    for index in words.indices.dropFirst()
    where Self.keys.contains(words[index - 1]) && words[index] == old.text {
      copy.words[index] = new.text
    }
    return copy
  }

  private static let keys = ["iif", "oif"]
}

/// A tunnel interface that sends its packets through a given other interface, its underlay: a
/// vxlan, gre, ipip or sit.
package struct Tunnel: Hashable, Sendable {
  /// The name of the tunnel interface, such as `vx0`.
  package var name: InterfaceName
  /// The kind of the tunnel, as ip-link(8) calls it: `vxlan`.
  package var kind: String
  /// The interface that the packets of the tunnel are sent through.
  package var underlay: InterfaceName
  /// The permanent forwarding entries of a vxlan, as words for `bridge fdb` (bridge(8)) without
  /// `via` and the underlay: `00:00:00:00:00:00 dev vx0 dst 198.51.100.7`. Empty for other tunnels.
  package var forwarding: [[String]] = []
  /// True if the tunnel uses a multicast group. The kernel joins the group on the underlay only
  /// when the tunnel is set up.
  package var isMulticast = false

  /// The tunnel `name` of this kind, which sends through `underlay`.
  package init(_ name: InterfaceName, kind: String, over underlay: InterfaceName) {
    self.name = name
    self.kind = kind
    self.underlay = underlay
  }
}

/// A setting that a takeover does not move from a NIC to the bond. The programs print a warning
/// that names it.
package enum UnmovedSetting: Hashable, Sendable {
  /// A queueing discipline (tc(8)) that was set by hand on this interface. `kind` is its name, such
  /// as `htb`.
  case queueing(InterfaceName, kind: String)
  /// Filters of tc(8) on this interface, for ingress or egress.
  case filters(InterfaceName)
  /// An XDP program on this interface (`xdp` in ip-link(8)).
  case packetProgram(InterfaceName)
  /// A vxlan tunnel with a multicast group. The value is the tunnel, which joins the group on the
  /// bond only after it was set down and up again.
  case multicastTunnel(InterfaceName)
  /// 802.1X authentication by wpa_supplicant on this NIC. It continues on the NIC and does not move
  /// to the bond.
  case authentication(InterfaceName)
  /// The neighbours in `static_arp_pairs` and `static_ndp_pairs` of rc.conf. FreeBSD removes them
  /// together with the address of the NIC, so the bond does not have them.
  case staticNeighbors
  /// An address that the VF (`of`) has from a DHCP lease, while the synthetic NIC is configured
  /// too. The configuration of the synthetic NIC moves to the bond, and the DHCP client of the VF
  /// ends.
  case lease(InterfaceAddress, of: InterfaceName)
}
