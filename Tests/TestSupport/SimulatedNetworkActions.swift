import Failover

extension SimulatedNetwork {
  /// Carries out one action, or throws if it is refused.
  package mutating func apply(_ action: Action) throws(Refused) {
    defer { settleDataPath() }
    do throws(Obstacle) {
      try carryOut(action)
    } catch {
      throw Refused(action, because: error.reason)
    }
  }

  private mutating func carryOut(_ action: Action) throws(Obstacle) {
    switch action {
    case .createBond(let bond, let address, _): try create(bond, address)
    case .destroyBond(let bond): try destroy(bond)
    case .formBond(let bond, let members, let words):
      try change(bond) { $0.bond?.mode = .failover }
      for member in members where try interface(bond).bond?.members.contains(member) != true {
        try join(member, bond)
      }
      try configure(bond, words + (words.contains { InterfaceAddress($0) != nil } ? ["alias"] : []))
    case .addMember(let member, let bond, let words):
      // If bonding needs the member down, setting it down is a part of this action.
      if kernel == .bonding { try setUp(member, false) }
      if try interface(bond).bond?.members.contains(member) != true { try join(member, bond) }
      try configure(bond, words + (words.isEmpty ? [] : ["alias"]))
    case .removeMember(let member, let bond): try release(member, from: bond)
    // Bonding accepts the name of a primary member that does not exist yet.
    case .setPrimary(_, let bond) where kernel == .bonding: _ = try interface(bond)
    case .setPrimary(let member, let bond):
      guard try interface(bond).bond?.members.contains(member) == true else {
        throw Obstacle("\(member) is no member")
      }
    case .announceAddress(let name): _ = try interface(name)
    case .awaitCarrier(let name):
      let found = try interface(name)
      guard found.isUp, found.bond?.members.isEmpty != true else { throw Obstacle("no carrier") }
    case .awaitActive(let member, let bond):
      guard try interface(bond).bond?.members.contains(member) == true, try interface(member).isUp
      else { throw Obstacle("\(member) does not carry the traffic") }

    case .joinGroup(let name, let place):
      guard try interface(name).master == nil else { throw Obstacle("a port can be no member") }
      bridges[place.group, default: []].append(name)
    case .leaveGroup(let name, let place):
      guard bridges[place.group]?.contains(name) == true else { throw Obstacle("no member") }
      bridges[place.group]?.removeAll { $0 == name }

    case .setUp(let name, let isUp): try setUp(name, isUp)
    case .disableDuplicateAddressDetection(let name):
      try change(name) { $0.skipsDuplicateDetection = true }
    case .enableDuplicateAddressDetection(let name):
      try change(name) { $0.skipsDuplicateDetection = false }
    case .receiveOnAllMembers(let name, _): _ = try interface(name)
    case .setRouterAdvertisements(let name, let accepts, let bringUp):
      try change(name) { $0.acceptsRouterAdvertisements = accepts }
      if bringUp { try setUp(name, true) }
    case .setIPv6(let name, let isOn, let bringUp): try setIPv6(name, isOn, bringUp: bringUp)
    case .solicitRouters(let name, _, _): _ = try interface(name)
    case .setNote(let name, let text): try change(name) { $0.note = text }
    case .setHardwareAddress(let name, let address):
      try change(name) { $0.hardwareAddress = address }
    case .setMTU(let name, let mtu): try change(name) { $0.mtu = mtu }

    case .configure(let name, let words): try configure(name, words)
    case .addAlias(let name, let words): try configure(name, words + ["alias"])
    case .removeAlias(let name, let words): try configure(name, words + ["-alias"])
    case .addAddresses(let addresses, let name): for each in addresses { try add(each, to: name) }
    case .removeAddresses(let addresses, let name):
      for each in addresses { try remove(each.address, from: name) }
    case .removeEveryAddress(let family, let name, _):
      for each in try interface(name).addresses(family) { try remove(each.address, from: name) }
    case .addRoutes(let routes): for route in routes { try add(route) }
    case .returnRoutes(let routes): for route in routes { try add(route) }
    case .redirectRoutes(let routes):
      for route in routes {
        state.routes.removeAll {
          $0.destination == route.destination && $0.family == route.family
        }
        try add(route)
      }
    case .settleRoutes(let settlement):
      guard let due = settlement.observed(state.routes) else { return }
      state.routes.removeAll { due.stale.contains($0) }
      for route in due.missing { try add(route) }
    case .removeOutdated(let address, let name, let known, _):
      let present = try interface(name).addresses(.inet)
      guard present.contains(where: { !known.contains($0.address) }) else { return }
      try remove(address.address, from: name)
    case .removeRoutes(let routes): state.routes.removeAll { routes.contains($0) }
    case .move(let transfer): try move(transfer)

    case .stopClient(let client): try stop(client)
    case .endClient(let name): state.clients.removeAll { $0.interface == name }
    case .startClient(let program, let name, let waits, _, _):
      try start(program, on: name, waits: waits)
    case .applySettings(let settings, let name): try give(settings, to: name)
    case .addRules(let rules): try add(rules)
    case .removeRules(let rules): try remove(rules)
    case .moveTunnel(let tunnel, let name): try move(tunnel, to: name)
    case .prepare, .preassign, .command,
      .wait, .schedule, .awaitMaster, .takeOver, .announce,
      .moveResolver, .copyLease, .configureClient:
      break
    }
  }

  /// Moves addresses and routes. Parts that are done already are left out: an undo may have no
  /// transfer to reverse.
  private mutating func move(_ transfer: ConfigurationTransfer) throws(Obstacle) {
    let there = try interface(transfer.from).addresses.map(\.address.withoutZone)
    for each in transfer.removed where there.contains(each.address.withoutZone) {
      try remove(each.address, from: transfer.from)
    }
    if kernel == .bonding, try interface(transfer.from).addresses(.inet).isEmpty {
      dropNeighbors(of: transfer.from)
    }
    state.routes.removeAll { old in
      old.interface == transfer.from
        && transfer.routes.contains {
          $0.destination == old.destination && $0.family == old.family
        }
    }
    for each in transfer.added { try add(each, to: transfer.to) }
    for route in transfer.routes where !state.routes.contains(route) { try add(route) }
  }

  private mutating func stop(_ client: DHCPClient) throws(Obstacle) {
    guard let index = state.clients.firstIndex(of: client) else {
      throw Obstacle("no such process")
    }
    state.clients.remove(at: index)
  }

  private mutating func start(
    _ program: DHCPClient.Program, on name: InterfaceName, waits: Bool
  ) throws(Obstacle) {
    guard state.client(of: name) == nil else { throw Obstacle("a client is running already") }
    guard try interface(name).isUp else { throw Obstacle("\(name) is down") }
    let process = (state.clients.map(\.process).max() ?? 1000) + 1
    state.clients.append(DHCPClient(of: name, program: program, process: process, pidFile: ""))
    guard waits, let lease else { return }
    try add(lease.address, to: name)
    try add(Route(to: "default", family: .inet, via: lease.router, through: name))
  }
}

/// The reason why an action is refused.
struct Obstacle: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}
