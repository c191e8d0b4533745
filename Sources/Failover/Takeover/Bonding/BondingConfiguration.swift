/// What the NIC of a pair that is configured has, most often the synthetic one, and what its bond is to have
/// of it and of the other one: addresses, routes, VLANs.
struct BondingConfiguration {
  private let nic: Interface
  /// What the other one gives.
  private let others: [InterfaceAddress]
  private let otherRoutes: [Route]
  private let bond: InterfaceName
  private let network: NetworkState
  private let settings: Settings
  private let fixed: FixedConfiguration

  init(_ takeover: BondingTakeover) {
    let pair = takeover.takeover
    nic = pair.isOnlyVFConfigured ? pair.givingVF ?? takeover.nic : takeover.nic
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

  /// From the synthetic NIC to the bond.
  var transfer: ConfigurationTransfer {
    ConfigurationTransfer(
      from: nic.name, to: bond, removing: live, adding: addresses,
      routes: (routes + otherRoutes.filter(isReached)).map { $0.moved(to: bond) } + vlanRoutes,
      vlans: network.vlans)
  }

  /// The same way back.
  var handoverBack: ConfigurationTransfer {
    var transfer = ConfigurationTransfer(
      from: bond, to: nic.name, removing: addresses, adding: live, routes: liveRoutes + vlanRoutes,
      vlans: network.vlans)
    transfer.isUndo = true
    return transfer
  }

  /// What moves: not what routers teach the bond anew, nor what a link has by itself.
  private var live: [InterfaceAddress] {
    nic.addresses.filter {
      !$0.isAutoconfigured && !($0.family == .inet6 && $0.address.isLinkLocal)
    }
  }

  /// A lease, or what was live where rc.conf is silent, comes first; else the addresses that rc.conf fixes,
  /// and those behind them that it does not know.
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

  /// Those of rc.conf whose next hops are reached by the bond, and the live ones that they do not
  /// stand for.
  private var routes: [Route] {
    let said = fixed.routes.filter(isReached)
    let kept = liveRoutes.filter { route in
      !said.contains { $0.stands(for: route) } && (!isReachedNow(route) || isReached(route))
    }
    return said + kept.map(withKnownSource)
  }

  /// Whether its next hops lie on networks of the bond, or the route itself is on the link.
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

  /// Without a source address that the bond does not have: the kernel refuses such a route.
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
