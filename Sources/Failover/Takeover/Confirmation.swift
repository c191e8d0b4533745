/// The addresses of the bond and the default routes of the guest, observed after a takeover to find
/// out whether any of them was lost.
package struct ObservedBond: Hashable, Sendable {
  /// The addresses of the bond, without zones: `fe80::1`, not `fe80::1%bond0`.
  package var addresses: [IPAddress]
  /// The default routes in the main routing table, through any interface.
  package var defaultRoutes: [Route]

  /// The observation of these addresses and default routes.
  package init(addresses: [IPAddress], defaultRoutes: [Route]) {
    self.addresses = addresses
    self.defaultRoutes = defaultRoutes
  }
}

extension Takeover {
  /// True if a NIC has an address or a default route that the takeover could lose, so that the
  /// result must be observed. False if the VF only joins an existing bond, in compatibility mode,
  /// and if an override configures the bond.
  package var couldLose: Bool {
    !restoring(missingFrom: ObservedBond(addresses: [], defaultRoutes: [])).isEmpty
  }

  /// The steps that add to the bond each address and default route that a NIC had before the
  /// takeover and that `observed` lacks. An address from a lease is not added, since the lease may
  /// have changed. Empty if nothing is missing, in compatibility mode, and if an override
  /// configures the bond.
  package func restoring(missingFrom observed: ObservedBond) -> [Step] {
    guard scope == .whole, compatibility == .none else { return [] }
    return restoring(missingAddresses(observed)) + restoringRoutes(missingRoutes(observed))
  }

  private func restoring(_ missing: [InterfaceAddress]) -> [Step] {
    guard !missing.isEmpty else { return [] }
    return [
      Step(
        .addAddresses(missing, to: bond), because: "the takeover has lost these addresses",
        onFailure: .report
      )
    ]
  }

  private func restoringRoutes(_ missing: [Route]) -> [Step] {
    guard !missing.isEmpty else { return [] }
    return [
      Step(
        .addRoutes(missing), because: "the takeover has lost these routes", onFailure: .report)
    ]
  }

  private func missingAddresses(_ observed: ObservedBond) -> [InterfaceAddress] {
    let held = moving(.inet) + (network.hasIPv6 ? moving(.inet6) : [])
    let isLeased = settings.usesDHCP || hadClient(configured)
    return held.map { $0.entry }.filter { entry in
      !(isLeased && entry == leased) && !observed.addresses.contains(entry.address.withoutZone)
    }
  }

  private func missingRoutes(_ observed: ObservedBond) -> [Route] {
    RouteRestoration(self).certain.filter { route in
      route.destination == "default" && route.table == nil
        && !observed.defaultRoutes.contains { $0.family == route.family }
    }
  }
}
