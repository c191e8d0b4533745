/// One change in network terms. A platform says by which effects it is made; what a platform
/// needs no effect for (a lagg has no primary) is none there.
package indirect enum Action: Hashable, Sendable {
  // The bond.
  /// Create the bond, where it carries an address with this hardware address from the start.
  case createBond(InterfaceName, HardwareAddress?, monitoring: Duration)
  /// Destroy it; members and addresses are released with it.
  case destroyBond(InterfaceName)
  /// Make it a failover bond of these members; `words` of ifconfig(8) are applied by the same command.
  case formBond(InterfaceName, members: [InterfaceName], words: [String] = [])
  /// Add a member; `words` of ifconfig(8) for the bond are applied by the same command.
  case addMember(InterfaceName, to: InterfaceName, words: [String] = [])
  /// Release a member.
  case removeMember(InterfaceName, from: InterfaceName)
  /// Prefer this member while it works.
  case setPrimary(InterfaceName, of: InterfaceName)
  /// Take what arrives by any member, or only by the one that carries the traffic.
  case listenOnAll(InterfaceName, Bool)
  /// Let every switch learn that the guest is reached by this interface again.
  case showAddress(InterfaceName)
  /// Wait until the interface can carry traffic.
  case awaitCarrier(InterfaceName)

  /// Wait until a bond sends by this member.
  case awaitActive(InterfaceName, of: InterfaceName)

  /// Make an interface a member of a bridge or VRF.
  case joinGroup(InterfaceName, Membership)
  /// Take it out.
  case leaveGroup(InterfaceName, Membership)

  // An interface.
  /// Bring it up, or take it down.
  case setUp(InterfaceName, Bool)
  /// Switch duplicate address detection off: the address is the same guest's.
  case disableDuplicateAddressDetection(InterfaceName)
  /// Switch it on again.
  case enableDuplicateAddressDetection(InterfaceName)
  /// Accept router advertisements, or no longer; `bringUp` in the same command.
  case setRouterAdvertisements(InterfaceName, Bool, bringUp: Bool)
  /// Switch IPv6 on or off; `bringUp` in the same command.
  case setIPv6(InterfaceName, Bool, bringUp: Bool)
  /// Ask the routers now (rtsol(8)).
  case solicitRouters(InterfaceName, program: String, options: [String])
  /// Set the size of its packets, in bytes.
  case setMTU(InterfaceName, Int)
  /// Set its hardware address.
  case setHardwareAddress(InterfaceName, HardwareAddress)
  /// Give it the DNS servers and domains that the resolver has for the other one.
  case moveResolver(ResolverLink, to: InterfaceName)
  /// Give an interface what an administrator set on another one, beside addresses and routes.
  case giveSettings(LinkSettings, to: InterfaceName)
  /// Add rules that choose a routing table.
  case addRules([PolicyRule])
  /// Remove them.
  case removeRules([PolicyRule])
  /// Have the packets of a tunnel leave by another interface.
  case moveTunnel(Tunnel, to: InterfaceName)
  /// Set the administrator's description.
  case setNote(InterfaceName, String)

  // Addresses and routes.
  /// Apply words of ifconfig(8) from rc.conf.
  case configure(InterfaceName, words: [String])
  /// Add, or remove, an alias that rc.conf gives in words of ifconfig(8).
  case addAlias(InterfaceName, words: [String])
  /// See `addAlias`.
  case removeAlias(InterfaceName, words: [String])
  /// Add addresses.
  case addAddresses([InterfaceAddress], to: InterfaceName)
  /// Remove addresses.
  case removeAddresses([InterfaceAddress], from: InterfaceName)
  /// Remove every address of a family that the interface has when it comes to it; these are
  /// the ones that are expected.
  case removeEveryAddress(AddressFamily, from: InterfaceName, expected: [InterfaceAddress])
  /// Add routes.
  case addRoutes([Route])
  /// Add routes that went with an address a moment ago; nothing is asked before.
  case returnRoutes([Route])
  /// Have routes that stay with their interface lead through another; nothing is asked before.
  case redirectRoutes([Route])
  /// Add the routes that are missing, and replace those that lead through a member.
  case settleRoutes(RouteSettlement)
  /// Remove routes.
  case removeRoutes([Route])
  /// Remove an address if a client has got one since that is not among the `known`; `found` is what
  /// then goes, which only `refreshed` knows.
  case removeOutdated(
    InterfaceAddress, from: InterfaceName, known: [IPAddress], found: [InterfaceAddress] = [])
  /// Addresses, routes and VLANs go to the other interface in one go.
  case move(ConfigurationTransfer)
  /// Get ready for that move, so that it takes next to no time when it comes.
  case prepare(ConfigurationTransfer)
  /// The other interface gets addresses and routes that count from the moment that it has a carrier, and
  /// until then the traffic goes by the first one: only one that was just made gets them.
  case assignInAdvance(ConfigurationTransfer)

  // DHCP.
  /// End a client; the address that it got stays.
  case stopClient(DHCPClient)
  /// End whichever client runs there, if one does; only `refreshed` knows it.
  case endClient(of: InterfaceName)
  /// Give the lease of a client to the one that `to` will have, so that it asks for the same address.
  case copyLease(DHCPClient, to: InterfaceName)
  /// Make the copy of its configuration that the client of a bond reads.
  case configureClient(ClientConfiguration)
  /// Start a client, and wait for its lease or not; `at` where it is not where it usually is, `with`
  /// arguments beside those that say how to run and where its files are.
  case startClient(
    DHCPClient.Program, on: InterfaceName, waits: Bool, at: String? = nil, with: [String] = [])

  /// Run a command that an override asks for.
  case command(Command)

  // Stages.
  /// Do nothing for so long.
  case wait(Duration)
  /// Run `program vf delay` in the background: the second stage of hyperv_vfattach; `retrying` tells
  /// which takeover that tries again, nil in an arrival.
  case schedule(
    program: String, vf: InterfaceName, delay: String, retrying: Retry.Ticket? = nil)
  /// Wait until the kernel has made a VF a member of the NIC that has that address.
  case awaitMaster(of: InterfaceName, having: HardwareAddress)
  /// Run `program synthetic` in the background: hyperv_vfup, where no event would start it.
  case takeOver(InterfaceName, program: String)
  /// Tell the guest that the synthetic NIC's VF is ready (Linux; FreeBSD's kernel does it itself).
  case announce(InterfaceName)
}
