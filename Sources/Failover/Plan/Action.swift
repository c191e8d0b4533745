/// One change in network terms, the same for all systems. A platform turns an action into effects,
/// such as commands; into none if its system does not need the change: a lagg has no setting for
/// the primary.
package indirect enum Action: Hashable, Sendable {
  // The bond.
  /// Creates the bond, with this hardware address if the system can set one. `monitoring` is the
  /// interval at which bonding checks the links of the members (Linux `miimon`).
  case createBond(InterfaceName, HardwareAddress?, monitoring: Duration)
  /// Destroys the bond, which releases its members and addresses.
  case destroyBond(InterfaceName)
  /// Makes the bond a failover bond with these members. The same command applies `words` of
  /// ifconfig(8).
  case formBond(InterfaceName, members: [InterfaceName], words: [String] = [])
  /// Adds the first interface to the bond `to`. The same command applies `words` of ifconfig(8) to
  /// the bond.
  case addMember(InterfaceName, to: InterfaceName, words: [String] = [])
  /// Removes the first interface from the bond `from`.
  case removeMember(InterfaceName, from: InterfaceName)
  /// Makes the first interface the primary of the bond `of`.
  case setPrimary(InterfaceName, of: InterfaceName)
  /// If true, makes the bond accept packets from every member; if false, only from the active one
  /// (Linux `all_slaves_active`).
  case receiveOnAllMembers(InterfaceName, Bool)
  /// Sends a broadcast from this interface, so that the switches learn its port.
  case announceAddress(InterfaceName)
  /// Waits until the interface has a carrier, at most 5 seconds (Linux).
  case awaitCarrier(InterfaceName)

  /// Waits until the first interface is the active member of the bond `of`, at most 5 seconds
  /// (Linux).
  case awaitActive(InterfaceName, of: InterfaceName)

  /// Adds the interface to a bridge or VRF.
  case joinGroup(InterfaceName, Membership)
  /// Removes the interface from a bridge or VRF.
  case leaveGroup(InterfaceName, Membership)

  // An interface.
  /// Sets the interface up if true, down if false.
  case setUp(InterfaceName, Bool)
  /// Disables duplicate address detection, since the address moves within the guest.
  case disableDuplicateAddressDetection(InterfaceName)
  /// Enables duplicate address detection.
  case enableDuplicateAddressDetection(InterfaceName)
  /// If true, makes the interface accept router advertisements; if false, ignore them. `bringUp`
  /// sets the interface up in the same command.
  case setRouterAdvertisements(InterfaceName, Bool, bringUp: Bool)
  /// Enables IPv6 if true, disables it if false. `bringUp` sets the interface up in the same
  /// command.
  case setIPv6(InterfaceName, Bool, bringUp: Bool)
  /// Sends a router solicitation from the interface. `program` is the path of rtsol(8), and
  /// `options` are its options.
  case solicitRouters(InterfaceName, program: String, options: [String])
  /// Sets the MTU, in bytes.
  case setMTU(InterfaceName, Int)
  /// Sets the hardware address.
  case setHardwareAddress(InterfaceName, HardwareAddress)
  /// Gives the name servers and domains that systemd-resolved has for one interface to the
  /// interface `to`.
  case moveResolver(ResolverLink, to: InterfaceName)
  /// Gives the settings, which another interface has or had, to the interface `to`.
  case applySettings(LinkSettings, to: InterfaceName)
  /// Adds routing rules.
  case addRules([PolicyRule])
  /// Removes routing rules.
  case removeRules([PolicyRule])
  /// Makes a tunnel send through the interface `to`.
  case moveTunnel(Tunnel, to: InterfaceName)
  /// Sets the administrator's description of the interface to the text; an empty text removes it.
  case setNote(InterfaceName, String)

  // Addresses and routes.
  /// Applies words of ifconfig(8) from rc.conf.
  case configure(InterfaceName, words: [String])
  /// Adds an alias, in words of ifconfig(8) from rc.conf.
  case addAlias(InterfaceName, words: [String])
  /// Removes an alias, in words of ifconfig(8) from rc.conf.
  case removeAlias(InterfaceName, words: [String])
  /// Adds the addresses to the interface `to`.
  case addAddresses([InterfaceAddress], to: InterfaceName)
  /// Removes the addresses from the interface `from`.
  case removeAddresses([InterfaceAddress], from: InterfaceName)
  /// Removes every address of a family that the interface `from` has when the step runs. `expected`
  /// are the addresses that it had when the plan was made.
  case removeEveryAddress(AddressFamily, from: InterfaceName, expected: [InterfaceAddress])
  /// Adds routes. First queries which of them exist already and leaves those out, since adding an
  /// existing route fails.
  case addRoutes([Route])
  /// Adds routes again that the kernel has just removed together with an address. Queries nothing
  /// first, unlike `addRoutes`: until the routes are back, nothing beyond the router is reachable.
  case returnRoutes([Route])
  /// Changes the interface of routes that stay with the old interface when their address is removed
  /// (route(8) `change`). Queries nothing first.
  case redirectRoutes([Route])
  /// Adds the missing routes through the bond, and removes stale ones through its members.
  case settleRoutes(RouteSettlement)
  /// Removes routes.
  case removeRoutes([Route])
  /// Removes the first value from the interface `from` if the interface has an address that is not
  /// in `known`: its DHCP client has got another lease. Just before the step runs,
  /// `Platform.refreshed` observes the interface and sets `found` to the addresses to remove.
  case removeOutdated(
    InterfaceAddress, from: InterfaceName, known: [IPAddress], found: [InterfaceAddress] = [])
  /// Moves addresses, routes and VLANs from one interface to another in one command.
  case move(ConfigurationTransfer)
  /// Starts the command of `move` for the same transfer, but sends it no input yet, so that the
  /// move takes almost no time.
  case prepare(ConfigurationTransfer)
  /// Gives addresses and routes to a new bond before it has a carrier. The kernel ignores the
  /// routes until then, so the old interface carries the packets.
  case preassign(ConfigurationTransfer)

  // DHCP.
  /// Ends a DHCP client. The address of the interface stays.
  case stopClient(DHCPClient)
  /// Ends the DHCP client of the interface, if one runs. Just before the step runs,
  /// `Platform.refreshed` finds the client.
  case endClient(of: InterfaceName)
  /// Copies the lease of a client for the next client of the interface `to`, so that this client
  /// asks for the same address.
  case copyLease(DHCPClient, to: InterfaceName)
  /// Writes the copy of the configuration file that the client of the bond reads.
  case configureClient(ClientConfiguration)
  /// Starts a DHCP client; if `waits`, until it has a lease. `at` is the path of the client if it
  /// is not the usual one, and `with` its additional arguments.
  case startClient(
    DHCPClient.Program, on: InterfaceName, waits: Bool, at: String? = nil, with: [String] = [])

  /// Runs a command that an override (a program of the administrator) asks for.
  case command(Command)

  // Stages.
  /// Waits for this long.
  case wait(Duration)
  /// Runs `program vf delay` in the background, the second stage of hyperv_vfattach(8). `delay` is
  /// in seconds. `retrying` is the retry of a failed takeover that the second stage makes; nil if
  /// the VF has just arrived.
  case schedule(
    program: String, vf: InterfaceName, delay: String, retrying: Retry.Ticket? = nil)
  /// Waits until the kernel has made the VF a member of the synthetic NIC, which has the address
  /// `having`.
  case awaitMaster(of: InterfaceName, having: HardwareAddress)
  /// Runs hyperv_vfup(8), with the path `program`, for the synthetic NIC in the background. For
  /// systems where no event starts it.
  case takeOver(InterfaceName, program: String)
  /// Sends the event that the VF of the synthetic NIC is ready (Linux). The kernel of FreeBSD sends
  /// this event itself.
  case announce(InterfaceName)
}
