/// Routes that must use one interface, usually the bond, and the stale routes that they replace:
/// those to the same destinations through other interfaces, usually the members of the bond.
package struct RouteSettlement: Hashable, Sendable {
  /// The routes that must exist. They use the bond, or, if the bond is removed, a NIC of the pair.
  package var wanted: [Route]
  /// The interfaces that must have no routes to the destinations of `wanted`: usually the members
  /// of the bond. Such a route is stale.
  package var members: [InterfaceName]
  /// The routes to remove. `observed` computes them anew just before the step runs.
  package var stale: [Route]
  /// The routes to add. `observed` computes them anew just before the step runs.
  package var missing: [Route]

  /// A settlement that makes the `wanted` routes exist. `stale` and `missing` are the routes that a
  /// dry run shows as removed and added.
  package init(
    _ wanted: [Route], members: [InterfaceName], stale: [Route] = [], missing: [Route]
  ) {
    self.wanted = wanted
    self.members = members
    self.stale = stale
    self.missing = missing
  }

  /// The settlement for the routes `present`, which exist now: the same `wanted`, with `stale` and
  /// `missing` computed from `present`. Nil if no route has to be removed or added.
  ///
  /// A route to a wanted destination through any other interface stays, and then no route to that
  /// destination is added.
  package func observed(_ present: [Route]) -> RouteSettlement? {
    var copy = self
    copy.stale = []
    copy.missing = []
    for route in wanted {
      let same = present.filter { $0.canReplace(route) }
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
