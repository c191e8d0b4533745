/// One change in network terms. A platform turns it into effects. If the system needs none (a lagg
/// has no primary setting), it has none.
package indirect enum Action: Hashable, Sendable {
  // The bond.
  /// Creates the bond, with this hardware address if the system can set one.
  case createBond(InterfaceName, HardwareAddress?, monitoring: Duration)
  /// Destroys the bond, which releases its members and addresses.
  case destroyBond(InterfaceName)
  /// Makes it a failover bond with these members. The same command applies `words` of ifconfig(8).
  case formBond(InterfaceName, members: [InterfaceName], words: [String] = [])
  /// Adds a member. The same command applies `words` of ifconfig(8) to the bond.
  case addMember(InterfaceName, to: InterfaceName, words: [String] = [])
  /// Removes a member.
  case removeMember(InterfaceName, from: InterfaceName)
  /// Makes a member the primary.
  case setPrimary(InterfaceName, of: InterfaceName)
  /// Whether the bond accepts packets from every member, or only from the active one.
  case receiveOnAllMembers(InterfaceName, Bool)
  /// Sends packets from this interface, so that the switches learn its port.
  case announceAddress(InterfaceName)
  /// Waits until the interface has a carrier.
  case awaitCarrier(InterfaceName)

  /// Waits until this member is the active one.
  case awaitActive(InterfaceName, of: InterfaceName)

  /// Adds the interface to a bridge or VRF.
  case joinGroup(InterfaceName, Membership)
  /// Removes the interface from a bridge or VRF.
  case leaveGroup(InterfaceName, Membership)

  // An interface.
  /// Sets the interface up or down.
  case setUp(InterfaceName, Bool)
  /// Disables duplicate address detection, since the address moves within the guest.
  case disableDuplicateAddressDetection(InterfaceName)
  /// Enables it again.
  case enableDuplicateAddressDetection(InterfaceName)
  /// Accepts router advertisements, or not. `bringUp` sets the interface up in the same command.
  case setRouterAdvertisements(InterfaceName, Bool, bringUp: Bool)
  /// Enables or disables IPv6. `bringUp` sets the interface up in the same command.
  case setIPv6(InterfaceName, Bool, bringUp: Bool)
  /// Sends a router solicitation (rtsol(8)).
  case solicitRouters(InterfaceName, program: String, options: [String])
  /// Sets the MTU, in bytes.
  case setMTU(InterfaceName, Int)
  /// Sets the hardware address.
  case setHardwareAddress(InterfaceName, HardwareAddress)
  /// Moves the resolver's configuration to another interface.
  case moveResolver(ResolverLink, to: InterfaceName)
  /// Applies settings of another interface.
  case applySettings(LinkSettings, to: InterfaceName)
  /// Adds routing rules.
  case addRules([PolicyRule])
  /// Removes routing rules.
  case removeRules([PolicyRule])
  /// Makes a tunnel send through another interface.
  case moveTunnel(Tunnel, to: InterfaceName)
  /// Sets the administrator's description.
  case setNote(InterfaceName, String)

  // Addresses and routes.
  /// Applies words of ifconfig(8) from rc.conf.
  case configure(InterfaceName, words: [String])
  /// Adds an alias, in words of ifconfig(8) from rc.conf.
  case addAlias(InterfaceName, words: [String])
  /// Removes such an alias.
  case removeAlias(InterfaceName, words: [String])
  /// Adds addresses.
  case addAddresses([InterfaceAddress], to: InterfaceName)
  /// Removes addresses.
  case removeAddresses([InterfaceAddress], from: InterfaceName)
  /// Removes every address of a family that the interface has when the step runs. `expected` are
  /// those of the plan.
  case removeEveryAddress(AddressFamily, from: InterfaceName, expected: [InterfaceAddress])
  /// Adds routes.
  case addRoutes([Route])
  /// Adds routes that the kernel has just removed with an address. Nothing is queried before.
  case returnRoutes([Route])
  /// Changes routes that remain after their address to another interface. Nothing is queried
  /// before.
  case redirectRoutes([Route])
  /// Adds the missing routes, and replaces those through a member.
  case settleRoutes(RouteSettlement)
  /// Removes routes.
  case removeRoutes([Route])
  /// Removes an address if the DHCP client has got another one since, which is not in `known`.
  /// `found` is what is removed then; `refreshed` observes it.
  case removeOutdated(
    InterfaceAddress, from: InterfaceName, known: [IPAddress], found: [InterfaceAddress] = [])
  /// Moves addresses, routes and VLANs to another interface in one command.
  case move(ConfigurationTransfer)
  /// Starts the command of that move and holds back its input, so that the move takes almost no
  /// time.
  case prepare(ConfigurationTransfer)
  /// Gives addresses and routes to the new bond that the kernel ignores until the bond has a
  /// carrier. The old interface carries the packets until then.
  case preassign(ConfigurationTransfer)

  // DHCP.
  /// Ends a DHCP client. Its address stays.
  case stopClient(DHCPClient)
  /// Ends whichever DHCP client runs for the interface. `refreshed` finds it.
  case endClient(of: InterfaceName)
  /// Copies the lease of a client for the client of `to`, so that it asks for the same address.
  case copyLease(DHCPClient, to: InterfaceName)
  /// Writes the copy of the configuration file that the client of the bond reads.
  case configureClient(ClientConfiguration)
  /// Starts a DHCP client. It waits for the lease, or not. `at` is its path if it is not the usual
  /// one, and `with` its additional arguments.
  case startClient(
    DHCPClient.Program, on: InterfaceName, waits: Bool, at: String? = nil, with: [String] = [])

  /// Runs a command of an override.
  case command(Command)

  // Stages.
  /// Waits for this long.
  case wait(Duration)
  /// Runs `program vf delay` in the background, the second stage of hyperv_vfattach. `retrying` is
  /// the retry that it makes; nil for an arrival.
  case schedule(
    program: String, vf: InterfaceName, delay: String, retrying: Retry.Ticket? = nil)
  /// Waits until the kernel has made the VF a member of the NIC with that address.
  case awaitMaster(of: InterfaceName, having: HardwareAddress)
  /// Runs `program synthetic` in the background: hyperv_vfup, if no event would start it.
  case takeOver(InterfaceName, program: String)
  /// Sends the event that the VF of the synthetic NIC is ready (Linux). The kernel of FreeBSD sends
  /// it itself.
  case announce(InterfaceName)
}
