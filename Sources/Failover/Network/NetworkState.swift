/// What was observed of a pair and its surroundings, before anything is decided.
///
/// A platform fills in what its branch of the work needs and leaves the rest empty: a VF that is
/// gone needs no routes.
package struct NetworkState: Hashable, Sendable {
  /// Whether the kernel joins synthetic NIC and VF by itself.
  package enum Transparency: Hashable, Sendable {
    /// It does not: the bond is ours to make.
    case no
    /// It does; the words say by what it was seen.
    case yes(String)
    /// It will, a moment from now (hv_netvsc on kernel 4.14 or newer).
    case expected
  }

  /// Whether the kernel joins synthetic NIC and VF by itself.
  package var transparency = Transparency.no
  /// The VF of the synthetic NIC; nil where it has none now.
  package var vf: InterfaceName?
  /// Whether the synthetic NIC was looked for and is not there; only looked for where it has no VF.
  package var lacksSynthetic = false
  /// The interfaces that were looked at and exist, in the order of looking.
  package var interfaces: [Interface] = []
  /// Routes with a next hop, and others that an address does not bring by itself.
  package var routes: [Route] = []
  /// Whether the kernel knows IPv6 at all.
  package var hasIPv6 = false
  /// Whether a new interface can have IPv4 routes that count only while it has a carrier.
  package var canGiveBeforehand = false
  /// Whom the synthetic NIC has found on its link, where the bond can know that beforehand.
  package var neighbors: [Neighbor] = []
  /// DHCP clients that run for the interfaces that were looked at.
  package var clients: [DHCPClient] = []
  /// Copies of their configuration for the bond's, where that names an interface.
  package var clientConfigurations: [ClientConfiguration] = []
  /// VLANs on the synthetic NIC.
  package var vlans: [VLAN] = []
  /// What an administrator set on the interfaces that were looked at, beside addresses and routes; Linux
  /// alone fills it in.
  package var linkSettings: [InterfaceName: LinkSettings] = [:]
  /// Rules that name one of these interfaces by iif or oif (ip-rule(8)).
  package var rules: [PolicyRule] = []
  /// Tunnels whose packets leave by one of these interfaces.
  package var tunnels: [Tunnel] = []
  /// What was set on these interfaces and cannot move to a bond.
  package var leftBehind: [LeftBehind] = []
  /// What the resolver keeps for the synthetic NIC.
  package var resolver: ResolverLink?
  /// The DHCP client to start where one is needed; nil: none is installed, or the system has but one.
  package var installedClient: DHCPClient.Installed?
  /// What has to be done before there can be a bond: the kernel's module is loaded.
  package var preparation: [Command] = []
  /// What stands in the way of any change, and is not ours to move.
  package var obstacle: Refusal?
  /// The bridge or VRF that the synthetic NIC, or already its bond, is a member of, where the bond takes
  /// its place.
  package var membership: Membership?
  /// Another program made the bond, at boot, and configures it.
  package var hasManagedBond = false
  /// The program that sends router solicitations, where it is installed (rtsol(8)).
  package var routerSolicitor: String?

  /// A guest of which nothing is known yet.
  package init() {}

  /// The interface of that name, where it exists.
  package func interface(_ name: InterfaceName) -> Interface? {
    interfaces.first { $0.name == name }
  }

  /// The VF's interface, where it was looked at.
  package var vfInterface: Interface? { vf.flatMap { interface($0) } }

  /// Routes that leave by `name`.
  package func routes(through name: InterfaceName) -> [Route] {
    routes.filter { $0.interface == name }
  }

  /// The DHCP client that runs for `name`; for IPv4, if there are several.
  package func client(of name: InterfaceName) -> DHCPClient? {
    clients.first { $0.interface == name }
  }
}

/// A bridge or a VRF, and how an interface is a member of it.
package struct Membership: Hashable, Sendable {
  /// The bridge or VRF.
  package var group: InterfaceName
  /// The flags of the member that differ from those of a new one, in words of ifconfig(8): `stp`,
  /// `private`.
  package var options: [String]

  /// Membership of `group`.
  package init(of group: InterfaceName, options: [String] = []) {
    self.group = group
    self.options = options
  }
}

/// What a system's resolver keeps for one interface alone (systemd-resolved).
package struct ResolverLink: Hashable, Sendable {
  /// The interface.
  package var interface: InterfaceName
  /// Its name servers, as the resolver writes them.
  package var servers: [String] = []
  /// Its search and routing domains, the latter with `~`.
  package var domains: [String] = []
  /// Whether other names are asked of it too; nil: not said.
  package var isDefault: Bool?

  /// Nothing is kept for `interface`.
  package init(of interface: InterfaceName) { self.interface = interface }

  /// Whether nothing is kept.
  package var isEmpty: Bool { servers.isEmpty && domains.isEmpty }
}

/// A DHCP client that was seen to run.
package struct DHCPClient: Hashable, Sendable {
  /// Which program it is; each has its own options (Platforms/DHCPClient.swift).
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

  /// A program that can be started.
  package struct Installed: Hashable, Sendable {
    /// Which one.
    package var program: Program
    /// Where it is; nil: where it usually is.
    package var path: String?

    /// `program` at `path`.
    package init(_ program: Program, at path: String? = nil) {
      self.program = program
      self.path = path
    }
  }

  /// The interface that it serves.
  package var interface: InterfaceName
  /// Which program it is.
  package var program: Program
  /// Its process, checked to be a client of that interface.
  package var process: Int32
  /// The file that named the process.
  package var pidFile: String
  /// For how many seconds it has run; nil where that was not asked.
  package var age: Int?
  /// Whether FreeBSD's scripts look for that file: they never learnt where it is today.
  package var isKnownToScripts = true
  /// The file that its command line names for its leases.
  package var leaseFile: String?
  /// The arguments that make it the client that it is, where they can be seen; not those that say how it
  /// runs and where its files are.
  package var arguments: [String] = []
  /// The address that its last lease gave; nil where that was not asked.
  package var leased: IPAddress?

  /// The client `process`, named by `pidFile`.
  package init(
    of interface: InterfaceName, program: Program, process: Int32, pidFile: String
  ) {
    self.interface = interface
    self.program = program
    self.process = process
    self.pidFile = pidFile
  }
}
