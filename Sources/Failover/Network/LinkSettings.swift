/// What an administrator gave an interface beside addresses and routes, and a bond takes over from it.
package struct LinkSettings: Hashable, Sendable {
  /// Neighbours whose hardware address is set for good (ip-neighbour(8), `nud permanent`).
  package var neighbors: [Neighbor] = []
  /// Addresses of others that the guest answers for when somebody looks for them on the link
  /// (ip-neighbour(8), `proxy`).
  package var proxied: [IPAddress] = []
  /// The lower half of the IPv6 addresses that it makes of what routers advertise (ip-token(8)); nil: of
  /// its hardware address.
  package var token: IPAddress?
  /// It takes every frame, whatever address that is for (`promisc`).
  package var isPromiscuous = false
  /// It takes every multicast frame.
  package var takesAllMulticast = false
  /// The longest queue of packets to be sent, in packets (`txqueuelen`); nil: the kernel's usual 1000.
  package var queueLength: Int?
  /// Multicast groups that it takes frames of (ip-maddress(8)).
  package var multicastGroups: [HardwareAddress] = []
  /// The administrator's description (`ifalias`); empty where none is.
  package var note = ""
  /// Settings in /proc/sys that differ from those of a new interface.
  package var kernel: [KernelSetting] = []

  /// Nothing.
  package init() {}

  /// Whether there is nothing.
  package var isEmpty: Bool { self == LinkSettings() }

  /// What an interface loses when it becomes a member of a bond, which sets it down: its neighbours, and
  /// what frames it takes. Traffic depends on it.
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

  /// All else.
  package var others: LinkSettings {
    var part = self
    part.lostWhenDown = LinkSettings()
    return part
  }
}

/// A setting of the kernel's for one interface (Documentation/networking/ip-sysctl.rst).
package struct KernelSetting: Hashable, Sendable {
  /// The folder in which every interface has one of its own: `/proc/sys/net/ipv4/conf`.
  package var folder: String
  /// Its file: `rp_filter`.
  package var file: String
  /// What it reads.
  package var value: String

  /// `file` below an interface's folder in `folder`.
  package init(_ folder: String, _ file: String, _ value: String) {
    self.folder = folder
    self.file = file
    self.value = value
  }
}

/// A rule that chooses a routing table for what comes, or goes, by an interface (ip-rule(8)).
package struct PolicyRule: Hashable, Sendable {
  /// IPv4 or IPv6.
  package var family: AddressFamily
  /// Its place among all rules: the lowest number is asked first.
  package var priority: Int
  /// The rest in words of ip-rule(8): `from all iif eth0 lookup 200`.
  package var words: [String]

  /// The rule of these words.
  package init(_ family: AddressFamily, priority: Int, _ words: [String]) {
    self.family = family
    self.priority = priority
    self.words = words
  }

  /// True if the rule names this interface by iif or oif.
  package func names(_ interface: InterfaceName) -> Bool {
    zip(words, words.dropFirst()).contains { Self.keys.contains($0) && $1 == interface.text }
  }

  /// The same rule, with `new` in each place of `old`.
  package func moved(from old: InterfaceName, to new: InterfaceName) -> PolicyRule {
    var copy = self
    for index in words.indices.dropFirst()
    where Self.keys.contains(words[index - 1]) && words[index] == old.text {
      copy.words[index] = new.text
    }
    return copy
  }

  private static let keys: Set = ["iif", "oif"]
}

/// An interface whose packets leave by another one: vxlan, gre, ipip, sit.
package struct Tunnel: Hashable, Sendable {
  /// Its name.
  package var name: InterfaceName
  /// Its kind, as ip-link(8) names it.
  package var kind: String
  /// The interface by which its packets leave.
  package var underlay: InterfaceName
  /// Where frames for some addresses go by that interface, in words of bridge(8): those before `via`.
  package var forwarding: [[String]] = []
  /// Its packets go to a multicast group, which the underlay joins only when the tunnel comes up.
  package var isMulticast = false

  /// The tunnel `name`.
  package init(_ name: InterfaceName, kind: String, over underlay: InterfaceName) {
    self.name = name
    self.kind = kind
    self.underlay = underlay
  }
}

/// What was set on a NIC and does not move to the bond; the programs name it on standard error.
package enum LeftBehind: Hashable, Sendable {
  /// A queueing discipline of that kind, set by hand.
  case queueing(InterfaceName, kind: String)
  /// Filters for what comes in, or goes out (tc(8)).
  case filters(InterfaceName)
  /// A program that sees each packet first (XDP).
  case packetProgram(InterfaceName)
  /// A tunnel of a multicast group, which joins that at the bond only when it comes up again.
  case multicastTunnel(InterfaceName)
  /// The authentication of its link (802.1X), which goes on at the NIC itself.
  case authentication(InterfaceName)
  /// Static neighbours of rc.conf, which go with the address (FreeBSD).
  case staticNeighbors
  /// An address that a lease gave to the VF, beside the synthetic NIC's.
  case lease(InterfaceAddress, of: InterfaceName)
}
