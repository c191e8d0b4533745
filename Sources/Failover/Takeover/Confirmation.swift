/// The addresses of a bond and the default routes, observed after a takeover to find out whether
/// the bond lacks something.
package struct Holdings: Hashable, Sendable {
  /// The addresses of the bond, without zones: `fe80::1`, not `fe80::1%bond0`.
  package var addresses: [IPAddress]
  /// The default routes of the main table, through any interface.
  package var defaultRoutes: [Route]

  /// An observation of these addresses and routes.
  package init(addresses: [IPAddress], defaultRoutes: [Route]) {
    self.addresses = addresses
    self.defaultRoutes = defaultRoutes
  }
}

extension Takeover {
  /// True if a NIC has anything that the bond could lack after the takeover. False if the VF only
  /// joins a bond.
  package var couldLose: Bool {
    !restoring(besides: Holdings(addresses: [], defaultRoutes: [])).isEmpty
  }

  /// The steps that add to the bond what one of the NICs had before the takeover and the bond lacks
  /// now, so that the guest never has less than before. An address from a lease is not added, since
  /// the lease may have changed.
  package func restoring(besides holdings: Holdings) -> [Step] {
    guard scope == .whole, compatibility == .none else { return [] }
    return restoring(missingAddresses(holdings)) + restoringRoutes(missingRoutes(holdings))
  }

  private func restoring(_ missing: [InterfaceAddress]) -> [Step] {
    guard !missing.isEmpty else { return [] }
    return [
      Step(
        .addAddresses(missing, to: bond), because: "it was there before, and went",
        onFailure: .report
      )
    ]
  }

  private func restoringRoutes(_ missing: [Route]) -> [Step] {
    guard !missing.isEmpty else { return [] }
    return [
      Step(.addRoutes(missing), because: "it was there before, and went", onFailure: .report)
    ]
  }

  private func missingAddresses(_ holdings: Holdings) -> [InterfaceAddress] {
    let held = moving(.inet) + (network.hasIPv6 ? moving(.inet6) : [])
    let isLeased = settings.usesDHCP || hadClient(configured)
    return held.map { $0.entry }.filter { entry in
      !(isLeased && entry == leased) && !holdings.addresses.contains(entry.address.withoutZone)
    }
  }

  private func missingRoutes(_ holdings: Holdings) -> [Route] {
    RouteRestoration(self).certain.filter { route in
      route.destination == "default" && route.table == nil
        && !holdings.defaultRoutes.contains { $0.family == route.family }
    }
  }
}
