import Failover

extension FreeBSD {
  /// Returns the part of `action` that is still to be done; nil if nothing is left. Observes the
  /// guest: the result removes only addresses, members and clients that still exist, and adds only
  /// what does not exist yet. Throws if a query fails.
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
    case .joinGroup(let name, let place):
      return try isMember(name, of: place.group, asking: guest) ? nil : action
    case .leaveGroup(let name, let place):
      return try isMember(name, of: place.group, asking: guest) ? action : nil
    case .removeEveryAddress(let family, let name, _):
      // Addresses that the plan does not know must be removed too.
      let text = try guest.output(of: Command(Self.ifconfig, [name.text]))
      let left = try interface(fromIfconfig: text, named: name).addresses(family)
      return left.isEmpty ? nil : .removeEveryAddress(family, from: name, expected: left)
    case .addAddresses(let addresses, let name):
      let present =
        try listing(of: name, asking: guest)?.addresses.map { $0.address.withoutZone } ?? []
      let missing = addresses.filter { !present.contains($0.address.withoutZone) }
      return missing.isEmpty ? nil : .addAddresses(missing, to: name)
    case .addRoutes(let routes):
      let present = try self.routes(besides: routes, asking: guest)
      let missing = routes.filter { route in !present.contains { $0.canReplace(route) } }
      return missing.isEmpty ? nil : .addRoutes(missing)
    // A run that continues a killed one settles all routes at the end.
    case .returnRoutes, .redirectRoutes: return nil
    case .settleRoutes(let settlement):
      return settlement.observed(try routes(besides: settlement.wanted, asking: guest))
        .map { .settleRoutes($0) }
    case .formBond(let bond, let members, let words):
      return try refreshedForming(bond, members, words, asking: guest)
    case .addMember(let member, let bond, let words):
      return try refreshedJoining(member, bond, words, asking: guest)
    case .addAlias(let name, let words), .configure(let name, let words):
      return try isThere(words, on: name, asking: guest) ? nil : action
    case .removeAddresses(let addresses, let name):
      let present = try listing(of: name, asking: guest)?.addresses.map { $0.address.withoutZone }
      let left = addresses.filter { present?.contains($0.address.withoutZone) == true }
      return left.isEmpty ? nil : .removeAddresses(left, from: name)
    case .removeOutdated(let address, let name, let known, _):
      let present = try listing(of: name, asking: guest)?.addresses(.inet) ?? []
      guard present.contains(where: { !known.contains($0.address) }), present.contains(address)
      else { return nil }
      return .removeOutdated(address, from: name, known: known, found: [address])
    case .setUp(let name, let isUp):
      return try listing(of: name, asking: guest)?.isUp == isUp ? nil : action
    case .setIPv6(let name, let isOn, _):
      return try listing(of: name, asking: guest)?.isIPv6Disabled == !isOn ? nil : action
    case .stopClient(let client):
      return try isClient(client.process, of: client.interface, asking: guest) ? action : nil
    case .move(let transfer): return .move(try refreshed(transfer, asking: guest))
    case .endClient(let name):
      return try clients(of: name, inEvery: true, asking: guest).first.map { .stopClient($0) }
    case .startClient(_, let name, _, _, _):
      return try clients(of: name, inEvery: true, asking: guest).isEmpty ? action : nil
    default: return action
    }
  }

  private func isMember(
    _ name: InterfaceName, of bridge: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> Bool {
    let text = try answer(to: Command(Self.ifconfig, [bridge.text]), asking: guest)
    return text.map { Platforms.bridge(of: name, inListings: $0) == bridge } == true
  }

  private func refreshedForming(
    _ bond: InterfaceName, _ members: [InterfaceName], _ words: [String],
    asking guest: any GuestView
  ) throws(GuestError) -> Action? {
    let found = try listing(of: bond, asking: guest)
    let missing = members.filter { found?.bond?.members.contains($0) != true }
    let isDone = found?.isUp == true && words.isThere(on: found)
    guard !isDone || !missing.isEmpty else { return nil }
    return .formBond(bond, members: missing, words: isDone ? [] : words)
  }

  private func refreshedJoining(
    _ member: InterfaceName, _ bond: InterfaceName, _ words: [String], asking guest: any GuestView
  ) throws(GuestError) -> Action? {
    let found = try listing(of: bond, asking: guest)
    let isDone = words.isThere(on: found)
    guard found?.bond?.members.contains(member) == true else {
      return .addMember(member, to: bond, words: isDone ? [] : words)
    }
    return isDone ? nil : .configure(bond, words: words)
  }

  /// True if `words`, arguments of ifconfig(8), contain addresses and the interface `name` has all
  /// of them. Throws if the query fails.
  private func isThere(
    _ words: [String], on name: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> Bool {
    guard !IfconfigArguments(words).addresses.isEmpty else { return false }
    return words.isThere(on: try listing(of: name, asking: guest))
  }

  /// Returns `transfer` with the present place of each VLAN: `.there` if the VLAN is on the new
  /// parent already, `.nowhere` if the VLAN does not exist. Throws if `ifconfig -a` fails.
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
        copy.vlans[index].place = .onNewParent
      } else if !names.contains(name.text) {
        copy.vlans[index].place = .detached
      }
    }
    return copy
  }
}

extension [String] {
  /// True if the interface has all addresses in these words of ifconfig(8), or if the words contain
  /// none. A nil interface has no addresses.
  fileprivate func isThere(on interface: Interface?) -> Bool {
    let present = interface?.addresses.map { $0.address.withoutZone } ?? []
    return IfconfigArguments(self).addresses.allSatisfy {
      present.contains($0.address.withoutZone)
    }
  }
}
