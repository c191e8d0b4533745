/// The observed state of a pair and what depends on it: the input of every decision.
///
/// A platform observes only what is needed. If the VF is gone, for example, it leaves the routes
/// empty.
package struct NetworkState: Hashable, Sendable {
  /// Whether the kernel is in transparent mode.
  package enum Transparency: Hashable, Sendable {
    /// It is not; the pair needs a bond.
    case no
    /// It is; the text says how this was found out.
    case yes(String)
    /// The kernel will combine the pair soon (hv_netvsc on kernel 4.14 or newer).
    case expected
  }

  /// Whether the kernel is in transparent mode.
  package var transparency = Transparency.no
  /// The VF of the synthetic NIC; nil if it has none now.
  package var vf: InterfaceName?
  /// True if the synthetic NIC does not exist. Only observed if there is no VF.
  package var lacksSynthetic = false
  /// The observed interfaces that exist, in the order of observation.
  package var interfaces: [Interface] = []
  /// Routes with a next hop, and routes that do not come with an address.
  package var routes: [Route] = []
  /// True if the kernel supports IPv6.
  package var hasIPv6 = false
  /// True if a new interface can have IPv4 routes that the kernel ignores until the interface has a
  /// carrier.
  package var supportsPreassignment = false
  /// The neighbours of the synthetic NIC, if they can be given to the bond.
  package var neighbors: [Neighbor] = []
  /// The running DHCP clients of the observed interfaces.
  package var clients: [DHCPClient] = []
  /// Copies of their configuration files for the bond, if those name an interface.
  package var clientConfigurations: [ClientConfiguration] = []
  /// The VLANs on the synthetic NIC.
  package var vlans: [VLAN] = []
  /// Settings of the observed interfaces other than addresses and routes. Linux only.
  package var linkSettings: KeyedValues<InterfaceName, LinkSettings> = [:]
  /// Rules that name one of the interfaces by iif or oif (ip-rule(8)).
  package var rules: [PolicyRule] = []
  /// Tunnels that send through one of the interfaces.
  package var tunnels: [Tunnel] = []
  /// Settings of the interfaces that cannot move to a bond.
  package var leftBehind: [LeftBehind] = []
  /// The resolver's configuration for the synthetic NIC.
  package var resolver: ResolverLink?
  /// The DHCP client to start if one is needed; nil if none is installed, or if the system has only
  /// one.
  package var installedClient: DHCPClient.Installed?
  /// Commands that must be run before a bond can be made, such as loading the kernel module.
  package var preparation: [Command] = []
  /// The reason why nothing may be changed; nil if there is none.
  package var obstacle: Refusal?
  /// The bridge or VRF of the synthetic NIC, or of its bond, in which the bond takes its place.
  package var membership: Membership?
  /// True if another program makes and configures the bond at boot.
  package var hasManagedBond = false
  /// The path of the program that sends router solicitations (rtsol(8)); nil if it is not
  /// installed.
  package var routerSolicitor: String?

  /// A guest of which nothing is known.
  package init() {}

  /// The interface of this name; nil if it does not exist.
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

/// The resolver's configuration for one interface (systemd-resolved).
package struct ResolverLink: Hashable, Sendable {
  /// The interface.
  package var interface: InterfaceName
  /// Its name servers, in the resolver's notation.
  package var servers: [String] = []
  /// Its search domains, and its routing domains with a leading `~`.
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
    /// The program.
    package var program: Program
    /// Its path; nil for the usual one.
    package var path: String?

    /// `program` at `path`.
    package init(_ program: Program, at path: String? = nil) {
      self.program = program
      self.path = path
    }
  }

  /// The interface that it serves.
  package var interface: InterfaceName
  /// The program.
  package var program: Program
  /// Its process, which was checked to be a client of this interface.
  package var process: Int32
  /// Its pid file.
  package var pidFile: String
  /// Its age in seconds; nil if it was not observed.
  package var age: Int?
  /// True if the scripts of FreeBSD find its pid file. They do not know the current place.
  package var isKnownToScripts = true
  /// The lease file of its command line.
  package var leaseFile: String?
  /// The arguments that make up its identity; not those for its run mode and its files. Empty if
  /// they cannot be read.
  package var arguments: [String] = []
  /// The address of its last lease; nil if it was not observed.
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
