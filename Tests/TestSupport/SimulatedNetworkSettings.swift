import Failover

// The settings of an interface besides addresses and routes.

extension SimulatedNetwork {
  mutating func give(_ settings: LinkSettings, to name: InterfaceName) throws(Obstacle) {
    _ = try interface(name)
    var present = state.linkSettings[name] ?? LinkSettings()
    present.neighbors += settings.neighbors.filter { !present.neighbors.contains($0) }
    present.proxied += settings.proxied.filter { !present.proxied.contains($0) }
    present.kernel += settings.kernel.filter { !present.kernel.contains($0) }
    state.linkSettings[name] = present
  }

  /// Adds rules. Existing ones are left out, as the platforms check before they undo or resume.
  mutating func add(_ rules: [PolicyRule]) throws(Obstacle) {
    let missing = rules.filter { !state.rules.contains($0) }
    guard missing.count == Set(missing).count else { throw Obstacle("a rule twice") }
    state.rules += missing
  }

  mutating func remove(_ rules: [PolicyRule]) throws(Obstacle) {
    state.rules.removeAll { rules.contains($0) }
  }

  mutating func move(_ tunnel: Tunnel, to name: InterfaceName) throws(Obstacle) {
    guard let index = state.tunnels.firstIndex(where: { $0.name == tunnel.name }) else {
      throw Obstacle("no tunnel \(tunnel.name)")
    }
    _ = try interface(name)
    state.tunnels[index].underlay = name
  }

  /// Removes the neighbours of an interface that goes down. Its other settings stay.
  mutating func dropNeighbors(of name: InterfaceName) {
    state.linkSettings[name] = state.linkSettings[name]?.others
  }
}
