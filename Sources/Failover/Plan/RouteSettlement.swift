/// Routes that must use a bond, and the routes through its members that would compete with them.
package struct RouteSettlement: Hashable, Sendable {
  /// The routes that must exist, through the bond.
  package var wanted: [Route]
  /// The members of the bond. A route to the same destination through one of them is stale.
  package var members: [InterfaceName]
  /// The routes to remove. `observed` computes them anew just before the step runs.
  package var stale: [Route]
  /// The routes to add. `observed` computes them anew just before the step runs.
  package var missing: [Route]

  /// The settlement of `wanted`, with the expected `missing` and `stale` routes.
  package init(
    _ wanted: [Route], members: [InterfaceName], stale: [Route] = [], missing: [Route]
  ) {
    self.wanted = wanted
    self.members = members
    self.stale = stale
    self.missing = missing
  }

  /// The settlement of the same `wanted` routes, if the routes `present` exist now; nil if no route
  /// is missing or stale.
  ///
  /// A route to the same destination through any other interface is left alone.
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
