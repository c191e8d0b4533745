/// The observed state of a pair, and of the routes, DHCP clients and VLANs that use it. Every plan
/// is made from such a state.
///
/// A platform observes only what the plan needs. Without a VF, for example, `routes` is empty.
package struct NetworkState: Hashable, Sendable {
  /// Whether the kernel is in transparent mode: it combines the pair itself, without a bond.
  package enum Transparency: Hashable, Sendable {
    /// The kernel does not combine the pair, so the pair needs a bond.
    case no
    /// The kernel is in transparent mode. The value says how the programs know, for example
    /// `sysctl hw.hn.vf_transparent=1`.
    case yes(String)
    /// The kernel has not combined the pair yet, and will do so soon (hv_netvsc of Linux 4.14 or
    /// newer).
    case expected
  }

  /// Whether the kernel is in transparent mode, in which it combines the pair itself.
  package var transparency = Transparency.no
  /// The VF of the synthetic NIC; nil if there is none now. For a takeover it is also nil in
  /// transparent mode, where it is not needed.
  package var vf: InterfaceName?
  /// True if the guest has no interface with the name of the synthetic NIC. Observed only if there
  /// is no VF; else false.
  package var lacksSynthetic = false
  /// The interfaces that were observed and exist, such as the synthetic NIC, the VF and the bond.
  package var interfaces: [Interface] = []
  /// The routes that a program or an administrator has set; on Linux only those through an observed
  /// interface or VLAN. Routes that the kernel makes for an address, or that a router announces,
  /// are left out.
  package var routes: [Route] = []
  /// True if the kernel supports IPv6; false if that was not observed.
  package var hasIPv6 = false
  /// True if the bond can get its IPv4 routes before it has a carrier (`Action.preassign`): the
  /// kernel ignores them until then (Linux `ignore_routes_with_linkdown`). Always false on FreeBSD.
  package var supportsPreassignment = false
  /// The IPv4 neighbours of the two NICs, which `Action.preassign` gives to the bond. Empty if
  /// `supportsPreassignment` is false.
  package var neighbors: [Neighbor] = []
  /// The DHCP clients that run for the observed interfaces.
  package var clients: [DHCPClient] = []
  /// Copies of configuration files of DHCP clients, for the client of the bond. Only files that
  /// have a block for one of the two NICs, and none for the bond, are copied.
  package var clientConfigurations: [ClientConfiguration] = []
  /// The VLANs that may have to move. Before a takeover: those on the synthetic NIC. Before an
  /// undo: those on the bond, and on FreeBSD also those on the NIC.
  package var vlans: [VLAN] = []
  /// The settings other than addresses and routes that move to the bond, by the NIC that has them;
  /// before an undo those of the bond. Empty on FreeBSD.
  package var linkSettings: KeyedValues<InterfaceName, LinkSettings> = [:]
  /// The routing rules that name one of the observed interfaces by iif or oif (ip-rule(8)). Empty
  /// on FreeBSD.
  package var rules: [PolicyRule] = []
  /// The tunnels that send through one of the two NICs; before an undo those that send through the
  /// bond. Empty on FreeBSD.
  package var tunnels: [Tunnel] = []
  /// The settings that a takeover, or its undo, would not move. A warning names each.
  package var unmovedSettings: [UnmovedSetting] = []
  /// The name servers and domains that systemd-resolved has for the synthetic NIC, or for the bond
  /// before an undo. Nil if there are none, and on FreeBSD.
  package var resolver: ResolverLink?
  /// The DHCP client for IPv4 to start on the bond, if one is needed. Nil on Linux if none is
  /// installed. Nil on FreeBSD, which always has its own dhclient(8).
  package var installedClient: DHCPClient.Installed?
  /// The commands that must be run before a bond can be made, such as loading the bonding module.
  /// Empty if none is needed, as on FreeBSD.
  package var preparation: [Command] = []
  /// The reason why a takeover must be refused; nil if none was found.
  package var obstacle: Refusal?
  /// The bridge (FreeBSD) or VRF (Linux) that the synthetic NIC is a member of, and in which the
  /// bond replaces it. If the bond is the member already, the bridge or VRF of the bond. Nil if
  /// there is none, or if the bond is not to join it.
  package var membership: Membership?
  /// True if a network manager, such as NetworkManager, has the bond among the interfaces that it
  /// configures. Always false on FreeBSD.
  package var hasManagedBond = false
  /// The path of rtsol(8), a program of FreeBSD that sends router solicitations. Nil if it is not
  /// installed, and on Linux.
  package var routerSolicitor: String?

  /// A state of which nothing is known yet: no VF and no interfaces.
  package init() {}

  /// The observed interface `name`; nil if it was not observed or does not exist.
  package func interface(_ name: InterfaceName) -> Interface? {
    interfaces.first { $0.name == name }
  }

  /// The VF as an observed interface; nil if there is no VF, or if it was not observed.
  package var vfInterface: Interface? { vf.flatMap { interface($0) } }

  /// The routes of this state through the interface `name`.
  package func routes(through name: InterfaceName) -> [Route] {
    routes.filter { $0.interface == name }
  }

  /// The running DHCP client of the interface `name`. If there are several, the one for IPv4; nil
  /// if there is none.
  package func client(of name: InterfaceName) -> DHCPClient? {
    clients.first { $0.interface == name }
  }
}

/// The membership of an interface in a bridge or VRF: in which one, and with which flags.
package struct Membership: Hashable, Sendable {
  /// The bridge or VRF that the interface is a member of.
  package var group: InterfaceName
  /// The flags of the member that differ from the defaults, in words of ifconfig(8): `stp`,
  /// `private`. Empty for a VRF.
  package var options: [String]

  /// A membership of the bridge or VRF `group`, with these flags.
  package init(of group: InterfaceName, options: [String] = []) {
    self.group = group
    self.options = options
  }
}

/// The name servers and domains that systemd-resolved has for one interface.
package struct ResolverLink: Hashable, Sendable {
  /// The interface that the servers and domains are for.
  package var interface: InterfaceName
  /// The addresses of the name servers, as systemd-resolved writes them: `192.0.2.53`.
  package var servers: [String] = []
  /// The search domains, such as `example.com`, and the routing domains, such as `~example.com`.
  /// Names in a routing domain are resolved by these servers.
  package var domains: [String] = []

  /// An empty configuration for `interface`: no name servers and no domains.
  package init(of interface: InterfaceName) { self.interface = interface }

  /// True if systemd-resolved has neither servers nor domains for the interface.
  package var isEmpty: Bool { servers.isEmpty && domains.isEmpty }
}

/// A DHCP client that runs for one interface, as it was observed.
package struct DHCPClient: Hashable, Sendable {
  /// The DHCP client programs that are supported. One program that can run for IPv4 and for IPv6
  /// has a case for each.
  package enum Program: String, Hashable, Sendable, CaseIterable {
    /// FreeBSD's own dhclient(8), for IPv4.
    case freebsd
    /// ISC dhclient for IPv4.
    case isc
    /// dhcpcd for IPv4.
    case dhcpcd
    /// udhcpc of busybox, for IPv4.
    case udhcpc
    /// ISC dhclient for IPv6 (DHCPv6).
    case isc6
    /// dhcpcd for IPv6 (DHCPv6).
    case dhcpcd6
  }

  /// A DHCP client program that is installed, or that rc.conf names, and that can be started.
  package struct Installed: Hashable, Sendable {
    /// Which program it is.
    package var program: Program
    /// The path of the program; nil for its usual path, such as `/sbin/dhclient`.
    package var path: String?

    /// The program `program`, installed at `path`; nil for its usual path.
    package init(_ program: Program, at path: String? = nil) {
      self.program = program
      self.path = path
    }
  }

  /// The interface that the client configures.
  package var interface: InterfaceName
  /// The program that the client is.
  package var program: Program
  /// The process id of the client. At the observation, the process was a client of `interface`.
  package var process: Int32
  /// The path of the client's pid file. The client may not have written the file yet.
  package var pidFile: String
  /// The time since the client was started, in seconds. Observed on FreeBSD, for the client of a
  /// bond that has no IPv4 address; else nil.
  package var age: Int?
  /// True if the pid file is in /var/run, the only folder where FreeBSD's scripts look for it;
  /// false for /var/run/dhclient, the folder of current releases. Always true on Linux.
  package var isKnownToScripts = true
  /// The lease file that the client's command line names; nil if it names none, so that the client
  /// uses its default.
  package var leaseFile: String?
  /// The arguments of the client that make up its identity, such as `-e IF_METRIC=200`. The client
  /// of the bond gets them too, so that the DHCP server sees the same client. Arguments for running
  /// in the background and for pid and lease files are left out. Empty if the arguments cannot be
  /// read, as on FreeBSD.
  package var arguments: [String] = []

  /// The client that runs as the process `process` for `interface`, with this pid file.
  package init(
    of interface: InterfaceName, program: Program, process: Int32, pidFile: String
  ) {
    self.interface = interface
    self.program = program
    self.process = process
    self.pidFile = pidFile
  }
}
