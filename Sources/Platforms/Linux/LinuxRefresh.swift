import Failover

extension Linux {
  /// Asks again what an action takes for granted: which addresses are still there to be removed,
  /// which addresses and routes are not yet there to be added, and which DHCP client is installed.
  package func refreshed(
    _ action: Action, asking guest: some GuestView
  ) throws(GuestError) -> Action? {
    switch action {
    case .removeEveryAddress(let family, let name, _):
      let left = try answer(about: name, asking: guest).addresses[name] ?? []
      let ofFamily = left.filter { $0.family == family }
      return ofFamily.isEmpty ? nil : .removeEveryAddress(family, from: name, expected: ofFamily)
    case .addAddresses(let addresses, let name):
      let present = try answer(about: name, asking: guest).addresses[name] ?? []
      let missing = addresses.filter { entry in
        !present.contains { $0.address == entry.address.withoutZone }
      }
      return missing.isEmpty ? nil : .addAddresses(missing, to: name)
    case .addRoutes(let routes):
      guard let name = routes.first?.interface else { return action }
      let present = try answer(about: name, asking: guest).routes
      let missing = routes.filter { route in !present.contains { $0.stands(for: route) } }
      return missing.isEmpty ? nil : .addRoutes(missing)
    case .endClient(let name):
      return try linuxClients(of: name, asking: guest).first.map { .stopClient($0) }
    case .startClient(let program, let name, let waits):
      guard !guest.isExecutable(program.facts.executable) else { return action }
      return .startClient(try installedClient(asking: guest), on: name, waits: waits)
    default: return action
    }
  }

  private func answer(
    about name: InterfaceName, asking guest: some GuestView
  ) throws(GuestError) -> IPRouteAnswer {
    let query = IPRouteQuery(about: [name])
    return try query.answer(from: guest.output(of: query.command))
  }
}

extension Route {
  /// Whether it leads to the same place from the same table, so that the other is not needed.
  fileprivate func stands(for other: Route) -> Bool {
    destination == other.destination && family == other.family && interface == other.interface
      && table == other.table
  }

  private var table: String? {
    zip(attributes, attributes.dropFirst()).first { $0.0 == "table" }?.1
  }
}
