/// The addresses, routes and VLANs that the bond gets on Linux: those that rc.conf sets, those of
/// the synthetic NIC, and those that the VF has in addition. If only the VF is configured, its own
/// in place of the synthetic NIC's.
final class BondingConfiguration {
  // A class, and no struct: a copy of all that was observed for each of its properties would take
  // more code than the properties themselves.
  private let nic: Interface
  /// The addresses that move to the bond from the other NIC of the pair, not from `nic`.
  private let others: [InterfaceAddress]
  private let otherRoutes: [Route]
  private let bond: InterfaceName
  private let network: NetworkState
  private let settings: Settings
  private let fixed: TranslatedConfiguration

  init(_ takeover: BondingTakeover) {
    let pair = takeover.takeover
    nic = pair.isOnlyVFConfigured ? pair.configuredVF ?? takeover.nic : takeover.nic
    let name = nic.name
    others = (pair.moving(.inet) + pair.moving(.inet6)).filter { $0.holder != name }.map {
      $0.entry
    }
    otherRoutes = pair.givenRoutes.filter { $0.interface != name }
    bond = takeover.bond
    network = takeover.takeover.network
    settings = takeover.takeover.settings
    fixed = takeover.fixed
  }

  /// The move of addresses, routes and VLANs to the bond, from the NIC whose configuration the bond
  /// gets.
  var transfer: ConfigurationTransfer {
    ConfigurationTransfer(
      from: nic.name, to: bond, removing: live, adding: addresses,
      routes: (routes + otherRoutes.filter(isReached)).map { $0.moved(to: bond) } + vlanRoutes,
      vlans: network.vlans)
  }

  /// The move of addresses, routes and VLANs from the bond back to the NIC that had them, for an
  /// undo.
  var transferBack: ConfigurationTransfer {
    var transfer = ConfigurationTransfer(
      from: bond, to: nic.name, removing: addresses, adding: live, routes: liveRoutes + vlanRoutes,
      vlans: network.vlans)
    transfer.isUndo = true
    return transfer
  }

  /// The present addresses of the NIC whose configuration the bond gets. Without those that the
  /// bond gets by itself.
  private var live: [InterfaceAddress] { nic.ownAddresses }

  /// The addresses that the bond gets, each once. If a family gets its address by DHCP, or rc.conf
  /// sets none, the present addresses of the NICs come first. Otherwise those of rc.conf come
  /// first, followed by present addresses that rc.conf does not have.
  var addresses: [InterfaceAddress] {
    let said = fixed.addresses(with: nic.hardwareAddress)
    let kept = (live + others).filter { entry in !said.contains { $0.address == entry.address } }
    return kept.filter { !isFixed($0.family) } + said + kept.filter { isFixed($0.family) }
  }

  private func isFixed(_ family: AddressFamily) -> Bool {
    let leased = network.clients.contains { $0.interface == nic.name && $0.program.isForIPv6 }
    switch family {
    case .inet where settings.usesDHCP: return false
    case .inet6 where leased: return false
    default: return fixed.addresses.contains { $0.family == family }
    }
  }

  private var liveRoutes: [Route] { network.routes(through: nic.name) }

  private var vlanRoutes: [Route] {
    network.vlans.flatMap { network.routes(through: $0.interface.name) }
  }

  /// The routes for the bond, which still name their old interface: those of rc.conf whose next
  /// hops the bond reaches, then the present ones of the NIC to other destinations. A present route
  /// is left out if only an address that the bond does not get reaches its next hop.
  private var routes: [Route] {
    let said = fixed.routes.filter(isReached)
    let kept = liveRoutes.filter { route in
      !said.contains { $0.canReplace(route) } && (!isReachedNow(route) || isReached(route))
    }
    return said + kept.map(withKnownSource)
  }

  /// True if the bond reaches each next hop of `route`: the next hop is in the network of an
  /// address of the bond, or it is an IPv6 link-local address. True also for a route without a next
  /// hop.
  private func isReached(_ route: Route) -> Bool {
    route.nextHops.allSatisfy { gateway in
      gateway.isLinkLocal && gateway.family == .inet6
        || addresses.contains { $0.reaches(gateway.withoutZone) }
    }
  }

  private func isReachedNow(_ route: Route) -> Bool {
    !route.isOnLink
      && route.nextHops.allSatisfy { gateway in
        live.contains { $0.reaches(gateway.withoutZone) }
      }
  }

  /// Returns `route` without its source address (`src 192.0.2.5`) if that is an address of the NIC
  /// that the bond does not get: the kernel would refuse the route. Returns any other route
  /// unchanged.
  private func withKnownSource(_ route: Route) -> Route {
    guard let index = route.attributes.firstIndex(of: "src"), index + 1 < route.attributes.count,
      let source = IPAddress(route.attributes[index + 1]),
      live.contains(where: { $0.address == source }),
      !addresses.contains(where: { $0.address == source })
    else { return route }
    var copy = route
    copy.attributes.removeSubrange(index...(index + 1))
    return copy
  }
}
