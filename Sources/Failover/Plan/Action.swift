/// One change to the guest in network terms, such as adding an address. Actions are the same for
/// FreeBSD and Linux. `Platform.effects(of:)` turns an action into effects, such as commands; into
/// none if the system does not need it: lagg(4) has no setting for the primary.
package indirect enum Action: Hashable, Sendable {
  // The bond.
  /// Creates the bond, the first value, without members. The second value is its hardware address;
  /// with nil, and on FreeBSD, the kernel chooses one. `monitoring` is the interval at which the
  /// bond checks the links of its members (Linux `miimon`).
  case createBond(InterfaceName, HardwareAddress?, monitoring: Duration)
  /// Destroys the bond, which removes its members, addresses and routes.
  case destroyBond(InterfaceName)
  /// Adds `members` to the bond, the first value, and makes it a failover bond
  /// (`laggproto failover`). The same command applies `words` of ifconfig(8), such as an address,
  /// to the bond (FreeBSD).
  case formBond(InterfaceName, members: [InterfaceName], words: [String] = [])
  /// Adds an interface, the first value, to the bond `to`. The same command applies `words` of
  /// ifconfig(8), such as an address, to the bond (FreeBSD).
  case addMember(InterfaceName, to: InterfaceName, words: [String] = [])
  /// Removes an interface, the first value, from the bond `from`.
  case removeMember(InterfaceName, from: InterfaceName)
  /// Makes an interface, the first value, the primary of the bond `of`: the member that is active
  /// whenever it has a link (Linux).
  case setPrimary(InterfaceName, of: InterfaceName)
  /// If true, the bond accepts packets from every member; if false, only from the active one (Linux
  /// `all_slaves_active`).
  case receiveOnAllMembers(InterfaceName, Bool)
  /// Sends one broadcast packet from this interface, so that switches learn at which of their ports
  /// the hardware address of the interface is (Linux).
  case announceAddress(InterfaceName)
  /// Waits until the interface has a carrier. Fails after 5 seconds (Linux).
  case awaitCarrier(InterfaceName)

  /// Waits until an interface, the first value, is the active member of the bond `of`. Fails after
  /// 5 seconds (Linux).
  case awaitActive(InterfaceName, of: InterfaceName)

  /// Makes the interface a member of the bridge (FreeBSD) or VRF (Linux) that the second value
  /// names.
  case joinGroup(InterfaceName, Membership)
  /// Removes the interface from the bridge (FreeBSD) or VRF (Linux) that the second value names.
  case leaveGroup(InterfaceName, Membership)

  // An interface.
  /// Sets the interface up if the second value is true, down if it is false.
  case setUp(InterfaceName, Bool)
  /// Disables duplicate address detection of IPv6 on the interface. Otherwise the kernel could take
  /// an address that moves from one NIC of the guest to another for a duplicate.
  case disableDuplicateAddressDetection(InterfaceName)
  /// Enables duplicate address detection of IPv6 on the interface.
  case enableDuplicateAddressDetection(InterfaceName)
  /// Makes the interface accept IPv6 router advertisements if the second value is true, ignore them
  /// if it is false. If `bringUp` is true, also sets the interface up.
  case setRouterAdvertisements(InterfaceName, Bool, bringUp: Bool)
  /// Enables IPv6 on the interface if the second value is true, disables it if it is false. If
  /// `bringUp` is true, also sets the interface up.
  case setIPv6(InterfaceName, Bool, bringUp: Bool)
  /// Sends an IPv6 router solicitation from the interface. `program` is the path of rtsol(8), and
  /// `options` are its options.
  case solicitRouters(InterfaceName, program: String, options: [String])
  /// Sets the MTU of the interface, in bytes.
  case setMTU(InterfaceName, Int)
  /// Sets the hardware address of the interface.
  case setHardwareAddress(InterfaceName, HardwareAddress)
  /// Gives the interface `to` the name servers and domains that systemd-resolved has for another
  /// interface. The first value has them (Linux).
  case moveResolver(ResolverLink, to: InterfaceName)
  /// Gives the interface `to` these settings, such as permanent neighbours, which another interface
  /// has or had (Linux).
  case applySettings(LinkSettings, to: InterfaceName)
  /// Adds routing rules (ip-rule(8), Linux).
  case addRules([PolicyRule])
  /// Removes routing rules (ip-rule(8), Linux).
  case removeRules([PolicyRule])
  /// Makes a tunnel, such as a vxlan, send its packets through the interface `to` (Linux).
  case moveTunnel(Tunnel, to: InterfaceName)
  /// Sets the administrator's description of the interface (ifconfig `description`, Linux
  /// `ifalias`) to the text. An empty text removes it.
  case setNote(InterfaceName, String)

  // Addresses and routes.
  /// Applies `words` of ifconfig(8), such as `inet 192.0.2.10/24`, to the interface.
  case configure(InterfaceName, words: [String])
  /// Adds an address to the interface as an alias. `words` are those of ifconfig(8) before `alias`:
  /// `inet 192.0.2.11/32`.
  case addAlias(InterfaceName, words: [String])
  /// Removes an address from the interface. `words` are those of ifconfig(8) before `-alias`:
  /// `inet 192.0.2.11`.
  case removeAlias(InterfaceName, words: [String])
  /// Adds the addresses to the interface `to`.
  case addAddresses([InterfaceAddress], to: InterfaceName)
  /// Removes the addresses from the interface `from`.
  case removeAddresses([InterfaceAddress], from: InterfaceName)
  /// Removes every address of one family that the interface `from` has when the step runs.
  /// `expected` are the addresses that it had when the plan was made; empty if they are unknown.
  case removeEveryAddress(AddressFamily, from: InterfaceName, expected: [InterfaceAddress])
  /// Adds those of the routes that do not exist yet. Queries the routing table first, since adding
  /// an existing route fails.
  case addRoutes([Route])
  /// Adds routes that the kernel has just removed together with an address. Queries nothing first,
  /// unlike `addRoutes`: nothing beyond the router is reachable until these routes exist again.
  /// FreeBSD only.
  case returnRoutes([Route])
  /// Makes existing routes use another interface, the `interface` of each `Route` (route(8)
  /// `change`). For routes that the kernel does not remove together with an address. Queries
  /// nothing first. FreeBSD only.
  case redirectRoutes([Route])
  /// Removes the routes in `stale` of the settlement, then adds those in `missing`. Both are
  /// computed anew just before the step runs. FreeBSD only.
  case settleRoutes(RouteSettlement)
  /// Removes these routes from the routing table.
  case removeRoutes([Route])
  /// Removes an address, the first value, from the interface `from` if the DHCP client has got a
  /// lease for another address: the interface has an IPv4 address that is not in `known`. `found`
  /// are the addresses to remove. It is empty in a plan; `Platform.refreshed` sets it just before
  /// the step runs. FreeBSD only.
  case removeOutdated(
    InterfaceAddress, from: InterfaceName, known: [IPAddress], found: [InterfaceAddress] = [])
  /// Moves the addresses, routes and VLANs of the transfer from one interface to another. On Linux
  /// this is one command.
  case move(ConfigurationTransfer)
  /// Starts the command of `move` for the same transfer early, but sends it no input yet. The later
  /// `move` then only sends the input, and takes almost no time (Linux).
  case prepare(ConfigurationTransfer)
  /// Gives addresses and routes to a new bond before it has a carrier. The kernel ignores these
  /// routes until the bond has one, so that packets still leave through the old interface (Linux).
  case preassign(ConfigurationTransfer)

  // DHCP.
  /// Ends a running DHCP client by SIGTERM. Its interface keeps the address, and its lease stays.
  case stopClient(DHCPClient)
  /// Ends the DHCP client that the interface has when the step runs; does nothing if there is none.
  /// `Platform.refreshed` finds the client just before.
  case endClient(of: InterfaceName)
  /// Copies the lease file of a DHCP client, the first value, for the client that the interface
  /// `to` gets next. That client then asks for the same address. Does nothing for udhcpc, which has
  /// no such file.
  case copyLease(DHCPClient, to: InterfaceName)
  /// Writes a file: a copy of the configuration of a DHCP client, in which a block for one
  /// interface (`interface "eth0" { ... }`) is a block for another, usually the bond. The client of
  /// that interface reads the copy.
  case configureClient(ClientConfiguration)
  /// Starts a DHCP client on the interface `on`. If `waits` is true, the step ends only when the
  /// client has a lease. `at` is the path of the client; nil for the usual path. `with` are
  /// arguments in addition to the usual ones.
  case startClient(
    DHCPClient.Program, on: InterfaceName, waits: Bool, at: String? = nil, with: [String] = [])

  /// Runs a command: one that prepares the kernel for a bond, such as modprobe(8), or one that an
  /// override (a program of the administrator) asks for.
  case command(Command)

  // Stages.
  /// Waits for this long.
  case wait(Duration)
  /// Starts the second stage of hyperv_vfattach(8) in the background: the command
  /// `program vf delay`. `program` is the path of hyperv_vfattach, `delay` is in seconds.
  /// `retrying` names the retry of a failed takeover that this stage makes; nil if the VF has just
  /// arrived.
  case schedule(
    program: String, vf: InterfaceName, delay: String, retrying: Retry.Ticket? = nil)
  /// Waits until the kernel has made the VF `of` a member of its synthetic NIC, in transparent
  /// mode. `having` is the hardware address of the synthetic NIC. Fails after 10 seconds (Linux).
  case awaitMaster(of: InterfaceName, having: HardwareAddress)
  /// Starts hyperv_vfup(8), whose path is `program`, for a synthetic NIC in the background. For a
  /// Linux guest on which no event would start it.
  case takeOver(InterfaceName, program: String)
  /// Sends the event to udev that the VF of this synthetic NIC is ready, which starts
  /// hyperv_vfup(8) (Linux). On FreeBSD the kernel sends such an event itself.
  case announce(InterfaceName)
}
