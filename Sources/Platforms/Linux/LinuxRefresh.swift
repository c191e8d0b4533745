import Failover

extension Linux {
  /// Returns the part of `action` that is still to be done; nil if nothing is left. Observes the
  /// guest just before the action runs: the result removes only what still exists, adds only what
  /// does not exist yet, and starts a DHCP client only if none runs. Throws if a query fails, or if
  /// the DHCP client to start is not installed.
  package func refreshed(
    _ action: Action, asking guest: any GuestView
  ) throws(GuestError) -> Action? {
    switch action {
    case .removeEveryAddress(let family, let name, _):
      let left = try answer(about: [name], asking: guest).addresses[name] ?? []
      let ofFamily = left.filter { $0.family == family }
      return ofFamily.isEmpty ? nil : .removeEveryAddress(family, from: name, expected: ofFamily)
    case .addAddresses(let addresses, let name):
      let present = try answer(about: [name], asking: guest).addresses[name] ?? []
      let missing = addresses.filter { entry in
        !present.contains { $0.address == entry.address.withoutZone }
      }
      return missing.isEmpty ? nil : .addAddresses(missing, to: name)
    case .addRoutes(let routes):
      guard let name = routes.first?.interface else { return action }
      let present = try answer(about: [name], asking: guest).routes
      let missing = routes.filter { route in
        !present.contains { $0.interface == name && $0.canReplace(route) }
      }
      return missing.isEmpty ? nil : .addRoutes(missing)
    case .endClient(let name):
      return try linuxClients(of: name, asking: guest).first.map { .stopClient($0) }
    case .createBond(let bond, _, _):
      return try Sysfs(guest).interface(bond) == nil ? action : nil
    case .destroyBond(let bond):
      return try Sysfs(guest).interface(bond) == nil ? nil : action
    case .addMember(let member, let bond, _):
      return try Sysfs(guest).master(of: member) == bond ? nil : action
    case .removeMember(let member, let bond):
      return try Sysfs(guest).master(of: member) == bond ? action : nil
    case .joinGroup(let name, let place):
      return try Sysfs(guest).master(of: name) == place.group ? nil : action
    case .leaveGroup(let name, let place):
      return try Sysfs(guest).master(of: name) == place.group ? action : nil
    case .setUp(let name, _), .setMTU(let name, _):
      return try Sysfs(guest).interface(name) == nil ? nil : action
    case .announceAddress(let name):
      return try Sysfs(guest).interface(name)?.isUp == true ? action : nil
    case .addRules(let rules):
      let present = try present(rules, asking: guest)
      let missing = rules.filter { !present.contains($0) }
      return missing.isEmpty ? nil : .addRules(missing)
    case .removeRules(let rules):
      let present = try present(rules, asking: guest)
      return present.isEmpty ? nil : .removeRules(present)
    case .move(let transfer): return try refreshed(transfer, asking: guest).map { .move($0) }
    case .stopClient(let client):
      let running = try linuxClients(of: client.interface, asking: guest)
      return running.contains { $0.process == client.process } ? action : nil
    case .startClient(let program, let name, let waits, let path, let arguments):
      let running = try linuxClients(of: name, asking: guest)
      guard !running.contains(where: { $0.program.isForIPv6 == program.isForIPv6 }) else {
        return nil
      }
      if let path, guest.isExecutable(path) { return action }
      guard let found = program.path(on: guest) else {
        throw .toolMissing(program.facts.executable)
      }
      return .startClient(program, on: name, waits: waits, at: found, with: arguments)
    default: return action
    }
  }

  /// Returns those of `rules` that the kernel has now; empty if it has none of them. Throws if a
  /// query fails.
  private func present(
    _ rules: [PolicyRule], asking guest: any GuestView
  ) throws(GuestError) -> [PolicyRule] {
    var found: [PolicyRule] = []
    for family in [AddressFamily.inet, .inet6] where rules.contains(where: { $0.family == family })
    {
      found += try self.rules(family, asking: guest)
    }
    return rules.filter { found.contains($0) }
  }

  /// Returns `transfer` with the present place of each VLAN: `.there` if it is on the new interface
  /// already, `.nowhere` if no such VLAN exists. Leaves out the removal of addresses if the old
  /// interface has disappeared. Nil if the new interface does not exist. Throws if sysfs cannot be
  /// read.
  private func refreshed(
    _ transfer: ConfigurationTransfer, asking guest: any GuestView
  ) throws(GuestError) -> ConfigurationTransfer? {
    let sysfs = Sysfs(guest)
    guard try sysfs.interface(transfer.to) != nil else { return nil }
    var copy = transfer
    if try sysfs.interface(transfer.from) == nil { copy.removed = [] }
    for index in copy.vlans.indices {
      let name = copy.vlans[index].interface.name
      guard let uppers = try guest.names(in: "\(Self.net)/\(transfer.to)") else { continue }
      if uppers.contains("upper_\(name)") {
        copy.vlans[index].place = .onNewParent
      } else if try sysfs.interface(name) == nil {
        copy.vlans[index].place = .detached
      }
    }
    return copy
  }
}
