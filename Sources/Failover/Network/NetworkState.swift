/// The observed state of a pair and what depends on it: the input of every decision.
///
/// A platform observes only what is needed. If the VF is gone, for example, `routes` is empty.
package struct NetworkState: Hashable, Sendable {
  /// Whether the kernel is in transparent mode: it combines the pair itself, without a bond.
  package enum Transparency: Hashable, Sendable {
    /// The kernel is not in transparent mode; the pair needs a bond.
    case no
    /// The kernel is in transparent mode. The value says how this was found out, such as
    /// `sysctl hw.hn.vf_transparent=1`.
    case yes(String)
    /// The kernel will combine the pair soon (hv_netvsc on kernel 4.14 or newer).
    case expected
  }

  /// Whether the kernel is in transparent mode.
  package var transparency = Transparency.no
  /// The VF of the synthetic NIC; nil if there is none now.
  package var vf: InterfaceName?
  /// True if the synthetic NIC does not exist. Only observed if there is no VF.
  package var lacksSynthetic = false
  /// The observed interfaces that exist, in the order of observation.
  package var interfaces: [Interface] = []
  /// The routes that do not exist only because of an address: those with a next hop, and those to a
  /// network on the link that were added separately.
  package var routes: [Route] = []
  /// True if the kernel supports IPv6.
  package var hasIPv6 = false
  /// True if a new interface can have IPv4 routes that the kernel ignores until the interface has a
  /// carrier (Linux `ignore_routes_with_linkdown`).
  package var supportsPreassignment = false
  /// The IPv4 neighbours of the pair, for `Action.preassign`; empty if `supportsPreassignment` is
  /// false.
  package var neighbors: [Neighbor] = []
  /// The running DHCP clients of the observed interfaces.
  package var clients: [DHCPClient] = []
  /// Copies of the configuration files of DHCP clients for the bond. Only of files that have a
  /// block for an interface.
  package var clientConfigurations: [ClientConfiguration] = []
  /// The VLANs on the synthetic NIC.
  package var vlans: [VLAN] = []
  /// Settings of the observed interfaces other than addresses and routes. Linux only.
  package var linkSettings: KeyedValues<InterfaceName, LinkSettings> = [:]
  /// Rules that name one of the interfaces by iif or oif (ip-rule(8)).
  package var rules: [PolicyRule] = []
  /// The tunnels that send through one of the interfaces.
  package var tunnels: [Tunnel] = []
  /// The settings that would stay on a NIC and not move to the bond. A warning names each.
  package var leftBehind: [LeftBehind] = []
  /// The name servers and domains that systemd-resolved has for the synthetic NIC; nil if there are
  /// none.
  package var resolver: ResolverLink?
  /// The DHCP client to start if one is needed; nil if none is installed, or if the system has only
  /// one.
  package var installedClient: DHCPClient.Installed?
  /// The commands that must be run before a bond can be made, such as loading the kernel module.
  package var preparation: [Command] = []
  /// The reason why a takeover is refused; nil if there is none.
  package var obstacle: Refusal?
  /// The bridge or VRF that has the synthetic NIC or its bond as a member, and in which the bond
  /// replaces the synthetic NIC; nil if there is none.
  package var membership: Membership?
  /// True if another program, such as NetworkManager, makes the bond at boot and configures it.
  package var hasManagedBond = false
  /// The path of the program that sends router solicitations (rtsol(8)); nil if it is not
  /// installed.
  package var routerSolicitor: String?

  /// A guest of which nothing is known.
  package init() {}

  /// The interface `name`; nil if it was not observed or does not exist.
  package func interface(_ name: InterfaceName) -> Interface? {
    interfaces.first { $0.name == name }
  }

  /// The interface of the VF; nil if it was not observed.
  package var vfInterface: Interface? { vf.flatMap { interface($0) } }

  /// The routes through `name`.
  package func routes(through name: InterfaceName) -> [Route] {
    routes.filter { $0.interface == name }
  }

  /// The running DHCP client of `name`; the one for IPv4 if there are several.
  package func client(of name: InterfaceName) -> DHCPClient? {
    clients.first { $0.interface == name }
  }
}

/// A bridge or a VRF, and how an interface is a member of it.
package struct Membership: Hashable, Sendable {
  /// The bridge or VRF.
  package var group: InterfaceName
  /// The member's flags that differ from the defaults, in words of ifconfig(8): `stp`, `private`.
  package var options: [String]

  /// Membership of `group`.
  package init(of group: InterfaceName, options: [String] = []) {
    self.group = group
    self.options = options
  }
}

/// The name servers and domains that systemd-resolved has for one interface.
package struct ResolverLink: Hashable, Sendable {
  /// The interface that the servers and domains are for.
  package var interface: InterfaceName
  /// The name servers, in the notation of systemd-resolved.
  package var servers: [String] = []
  /// The search domains, and the routing domains with a leading `~`.
  package var domains: [String] = []
  /// True if names outside the domains of every link go to these servers (`DNSDefaultRoute` in
  /// systemd.network(5)); nil if this is not set.
  package var isDefault: Bool?

  /// An empty configuration for `interface`.
  package init(of interface: InterfaceName) { self.interface = interface }

  /// True if there are neither servers nor domains.
  package var isEmpty: Bool { servers.isEmpty && domains.isEmpty }
}

/// A running DHCP client.
package struct DHCPClient: Hashable, Sendable {
  /// The program. Each has its own options (Platforms/DHCPClient.swift).
  package enum Program: String, Hashable, Sendable, CaseIterable {
    /// FreeBSD's own dhclient(8).
    case freebsd
    /// ISC dhclient.
    case isc
    /// dhcpcd.
    case dhcpcd
    /// busybox udhcpc.
    case udhcpc
    /// ISC dhclient for DHCPv6.
    case isc6
    /// dhcpcd for DHCPv6.
    case dhcpcd6
  }

  /// An installed DHCP client.
  package struct Installed: Hashable, Sendable {
    /// The program that is installed.
    package var program: Program
    /// The path of the program; nil for the usual path.
    package var path: String?

    /// `program` at `path`.
    package init(_ program: Program, at path: String? = nil) {
      self.program = program
      self.path = path
    }
  }

  /// The interface that the client configures.
  package var interface: InterfaceName
  /// The program that is running.
  package var program: Program
  /// The process id of the client. The process was checked to be a client of this interface.
  package var process: Int32
  /// The path of the pid file of the client.
  package var pidFile: String
  /// The time since the client was started, in seconds; nil if it was not observed.
  package var age: Int?
  /// True if the pid file is where FreeBSD's scripts look for it, in /var/run. Current releases
  /// have it in /var/run/dhclient.
  package var isKnownToScripts = true
  /// The lease file that the command line of the client names; nil if it names none.
  package var leaseFile: String?
  /// The arguments of the client that the client on the bond gets as well, such as
  /// `-e IF_METRIC=200`: with them, the DHCP server sees the same client. Arguments for running in
  /// the background and for pid and lease files are left out. Empty if the arguments cannot be
  /// read.
  package var arguments: [String] = []
  /// The address of the last lease of the client; nil if it was not observed.
  package var leased: IPAddress?

  /// The client `process` with this pid file.
  package init(
    of interface: InterfaceName, program: Program, process: Int32, pidFile: String
  ) {
    self.interface = interface
    self.program = program
    self.process = process
    self.pidFile = pidFile
  }
}
