import Failover

extension FreeBSD {
  /// Asks again what an action takes for granted: which addresses are still there to be removed;
  /// which addresses, routes, members and clients are not yet there; whether there is a lagg.
  package func refreshed(
    _ action: Action, asking guest: any GuestView
  ) throws(GuestError) -> Action? {
    switch action {
    case .createBond(let bond, _, _):
      return try listing(of: bond, asking: guest) == nil ? action : nil
    case .destroyBond(let bond):
      return try listing(of: bond, asking: guest) == nil ? nil : action
    case .removeMember(let member, let bond):
      let members = try listing(of: bond, asking: guest)?.bond?.members ?? []
      return members.contains(member) ? action : nil
    case .removeEveryAddress(let family, let name, _):
      // Its addresses must not stay because nobody would say which they are.
      let text = try guest.output(of: Command(Self.ifconfig, [name.text]))
      let left = try interface(fromIfconfig: text, named: name).addresses(family)
      return left.isEmpty ? nil : .removeEveryAddress(family, from: name, expected: left)
    case .addAddresses(let addresses, let name):
      let present =
        try listing(of: name, asking: guest)?.addresses.map { $0.address.withoutZone } ?? []
      let missing = addresses.filter { !present.contains($0.address.withoutZone) }
      return missing.isEmpty ? nil : .addAddresses(missing, to: name)
    case .addRoutes(let routes):
      let present = try netstatRoutes(guest.output(of: Command(Self.netstat, ["-rnW"])))
      let missing = routes.filter { route in
        !present.contains { $0.destination == route.destination && $0.family == route.family }
      }
      return missing.isEmpty ? nil : .addRoutes(missing)
    case .stopClient(let client):
      return try isClient(client.process, of: client.interface, asking: guest) ? action : nil
    case .move(let transfer): return .move(try refreshed(transfer, asking: guest))
    case .endClient(let name):
      return try clients(of: name, inEvery: true, asking: guest).first.map { .stopClient($0) }
    case .startClient(_, let name, _, _):
      return try clients(of: name, inEvery: true, asking: guest).isEmpty ? action : nil
    default: return action
    }
  }

  /// A VLAN that has moved or gone need not go.
  private func refreshed(
    _ transfer: ConfigurationTransfer, asking guest: any GuestView
  ) throws(GuestError) -> ConfigurationTransfer {
    var copy = transfer
    let text = try guest.output(of: Command(Self.ifconfig, ["-a"]))
    let there = try vlans(fromIfconfig: text, on: transfer.to).map { $0.interface.name }
    let names = listings(in: text).map { $0.name }
    for index in copy.vlans.indices {
      let name = copy.vlans[index].interface.name
      if there.contains(name) {
        copy.vlans[index].place = .there
      } else if !names.contains(name.text) {
        copy.vlans[index].place = .nowhere
      }
    }
    return copy
  }
}
