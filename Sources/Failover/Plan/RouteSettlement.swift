/// Routes that must lead through a bond, and what stands in their way.
package struct RouteSettlement: Hashable, Sendable {
  /// The routes as they have to be.
  package var wanted: [Route]
  /// The members of the bond: a route to a wanted destination through one of them is stale.
  package var members: [InterfaceName]
  /// The routes that are removed; observed anew before the step is carried out.
  package var stale: [Route]
  /// The routes that are added; observed anew before the step is carried out.
  package var missing: [Route]

  /// The settlement of `wanted`, of which `missing` and `stale` are expected to be.
  package init(
    _ wanted: [Route], members: [InterfaceName], stale: [Route] = [], missing: [Route]
  ) {
    self.wanted = wanted
    self.members = members
    self.stale = stale
    self.missing = missing
  }

  /// The same settlement, given the routes that exist now; nil if nothing is left to do.
  ///
  /// A route to the same destination through any other interface is somebody else's, and stays.
  package func observed(_ present: [Route]) -> RouteSettlement? {
    var copy = self
    copy.stale = []
    copy.missing = []
    for route in wanted {
      let same = present.filter { $0.stands(for: route) }
      let stale = same.filter { members.contains($0.interface) }
      guard stale.count == same.count else {
        copy.stale += same.contains { $0.interface == route.interface } ? stale : []
        continue
      }
      copy.stale += stale
      copy.missing.append(route)
    }
    return copy.stale.isEmpty && copy.missing.isEmpty ? nil : copy
  }
}
