/// The addresses, routes and VLANs that the bond gets on Linux: those of the synthetic NIC, or of
/// the VF if only that is configured, and what the other NIC has in addition.
struct BondingConfiguration {
  private let nic: Interface
  /// The addresses of the other NIC that the bond gets as well.
  private let others: [InterfaceAddress]
  private let otherRoutes: [Route]
  private let bond: InterfaceName
  private let network: NetworkState
  private let settings: Settings
  private let fixed: FixedConfiguration

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

  /// The transfer from the synthetic NIC to the bond.
  var transfer: ConfigurationTransfer {
    ConfigurationTransfer(
      from: nic.name, to: bond, removing: live, adding: addresses,
      routes: (routes + otherRoutes.filter(isReached)).map { $0.moved(to: bond) } + vlanRoutes,
      vlans: network.vlans)
  }

  /// The transfer from the bond back to the NIC, for an undo.
  var transferBack: ConfigurationTransfer {
    var transfer = ConfigurationTransfer(
      from: bond, to: nic.name, removing: addresses, adding: live, routes: liveRoutes + vlanRoutes,
      vlans: network.vlans)
    transfer.isUndo = true
    return transfer
  }

  /// The present addresses of the NIC that move. Not those from router advertisements or link-local
  /// ones, which the bond gets itself.
  private var live: [InterfaceAddress] {
    nic.addresses.filter {
      !$0.isAutoconfigured && !($0.family == .inet6 && $0.address.isLinkLocal)
    }
  }

  /// The addresses of the bond. If a family gets its address by DHCP, or rc.conf sets none, the
  /// present addresses of the NICs come first. Otherwise those of rc.conf come first, followed by
  /// present addresses that rc.conf does not have.
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

  /// The routes of rc.conf whose next hops the bond reaches, and the present routes of the NIC that
  /// these do not replace.
  private var routes: [Route] {
    let said = fixed.routes.filter(isReached)
    let kept = liveRoutes.filter { route in
      !said.contains { $0.stands(for: route) } && (!isReachedNow(route) || isReached(route))
    }
    return said + kept.map(withKnownSource)
  }

  /// True if the next hops of the route are in networks of the bond, or if it is a route on the
  /// link.
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

  /// The same route. A source address (`src`) that the bond does not get is left out, since the
  /// kernel would refuse the route.
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
