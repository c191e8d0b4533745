/// The settings of an interface, other than addresses and routes, that an administrator made and
/// that a takeover moves to the bond.
package struct LinkSettings: Hashable, Sendable {
  /// Permanent neighbours (ip-neighbour(8), `nud permanent`).
  package var neighbors: [Neighbor] = []
  /// Addresses that the guest answers for (ip-neighbour(8), `proxy`).
  package var proxied: [IPAddress] = []
  /// The IPv6 token (ip-token(8)); nil if it is not set.
  package var token: IPAddress?
  /// True in promiscuous mode (`promisc`).
  package var isPromiscuous = false
  /// True if the interface receives every multicast frame (`allmulticast`).
  package var takesAllMulticast = false
  /// The queue length, in packets (`txqueuelen`); nil for the default of 1000.
  package var queueLength: Int?
  /// The multicast groups that were joined by hand (ip-maddress(8)).
  package var multicastGroups: [HardwareAddress] = []
  /// The administrator's description (`ifalias`); empty if there is none.
  package var note = ""
  /// Settings in /proc/sys that differ from those of a new interface.
  package var kernel: [KernelSetting] = []

  /// No settings.
  package init() {}

  /// True if there are no settings.
  package var isEmpty: Bool { self == LinkSettings() }

  /// The settings that an interface loses when it is set down to join a bond. Traffic depends on
  /// them.
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

  /// The settings that are not in `lostWhenDown`.
  package var others: LinkSettings {
    var part = self
    part.lostWhenDown = LinkSettings()
    return part
  }
}

/// A setting of the kernel for one interface (Documentation/networking/ip-sysctl.rst).
package struct KernelSetting: Hashable, Sendable {
  /// The folder with a subfolder for each interface: `/proc/sys/net/ipv4/conf`.
  package var folder: String
  /// The name of the file: `rp_filter`.
  package var file: String
  /// The contents of the file: `1`.
  package var value: String

  /// The setting `file` in the interface's subfolder of `folder`.
  package init(_ folder: String, _ file: String, _ value: String) {
    self.folder = folder
    self.file = file
    self.value = value
  }
}

/// A rule that selects a routing table by interface (ip-rule(8)).
package struct PolicyRule: Hashable, Sendable {
  /// IPv4 or IPv6.
  package var family: AddressFamily
  /// The priority of the rule; the lowest number is evaluated first.
  package var priority: Int
  /// The rest of the rule, in words of ip-rule(8): `from all iif eth0 lookup 200`.
  package var words: [String]

  /// A rule with these words.
  package init(_ family: AddressFamily, priority: Int, _ words: [String]) {
    self.family = family
    self.priority = priority
    self.words = words
  }

  /// True if the rule names the interface by iif or oif.
  package func names(_ interface: InterfaceName) -> Bool {
    zip(words, words.dropFirst()).contains { Self.keys.contains($0) && $1 == interface.text }
  }

  /// The same rule, with `new` in place of `old` after iif and oif.
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

/// A tunnel that sends its packets through another interface: vxlan, gre, ipip, sit.
package struct Tunnel: Hashable, Sendable {
  /// The name of the tunnel.
  package var name: InterfaceName
  /// The kind of the tunnel, by the name of ip-link(8).
  package var kind: String
  /// The interface that the packets of the tunnel are sent through.
  package var underlay: InterfaceName
  /// The permanent forwarding entries of a vxlan, each as the words of `bridge fdb` (bridge(8))
  /// before `via` and the underlay.
  package var forwarding: [[String]] = []
  /// True if the tunnel uses a multicast group. The underlay joins the group only at the moment
  /// when the tunnel is set up.
  package var isMulticast = false

  /// The tunnel `name`, which sends through `underlay`.
  package init(_ name: InterfaceName, kind: String, over underlay: InterfaceName) {
    self.name = name
    self.kind = kind
    self.underlay = underlay
  }
}

/// A setting that stays on a NIC when a takeover moves the configuration to the bond. The programs
/// print a warning that names it.
package enum LeftBehind: Hashable, Sendable {
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
  /// 802.1X authentication by wpa_supplicant, which continues on this NIC and not on the bond.
  case authentication(InterfaceName)
  /// The neighbours in `static_arp_pairs` and `static_ndp_pairs` of rc.conf. FreeBSD removes them
  /// together with the address of the NIC.
  case staticNeighbors
  /// An address that the VF (`of`) has from a DHCP lease, while the synthetic NIC is configured
  /// too. The configuration of the synthetic NIC moves to the bond, and the DHCP client of the VF
  /// ends.
  case lease(InterfaceAddress, of: InterfaceName)
}
