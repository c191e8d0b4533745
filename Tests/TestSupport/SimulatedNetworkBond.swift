import Failover

// Bonds and their members.

extension SimulatedNetwork {
  mutating func create(_ name: InterfaceName, _ address: HardwareAddress?) throws(Obstacle) {
    guard state.interface(name) == nil else { throw Obstacle("\(name) exists") }
    var interface = Interface(name)
    interface.bond = Bond(.failover, members: [])
    if kernel == .bonding { interface.hardwareAddress = address }
    // On FreeBSD, IPv6 is disabled on a new interface until it is enabled.
    interface.isIPv6Disabled = kernel == .lagg
    state.interfaces.append(interface)
    if kernel == .bonding { try setUp(name, true) }
  }

  mutating func destroy(_ name: InterfaceName) throws(Obstacle) {
    for member in try interface(name).bond?.members ?? [] {
      try release(member, from: name)
      if kernel == .lagg { try setUp(member, false) }
    }
    state.interfaces.removeAll { $0.name == name }
    for bridge in bridges.keys { bridges[bridge]?.removeAll { $0 == name } }
    state.routes.removeAll { $0.interface == name }
    state.clients.removeAll { $0.interface == name }
    state.linkSettings[name] = nil
  }

  mutating func join(_ member: InterfaceName, _ name: InterfaceName) throws(Obstacle) {
    let before = try interface(member)
    guard before.master == nil else { throw Obstacle("\(member) is busy") }
    guard try interface(name).bond != nil else { throw Obstacle("\(name) is no bond") }
    switch kernel {
    case .lagg:
      if !before.isIPv6Disabled, before.addresses(.inet6).contains(where: \.address.isLinkLocal) {
        for each in before.addresses(.inet6) { try remove(each.address, from: member) }
      }
    case .bonding:
      guard !before.isUp else { throw Obstacle("\(member) is up") }
      try change(member) { $0.isUp = true }
    }
    try change(member) { $0.master = name }
    try change(name) { $0.bond?.members.append(member) }
    try takeHardwareAddress(name)
  }

  mutating func release(_ member: InterfaceName, from name: InterfaceName) throws(Obstacle) {
    guard let index = try interface(name).bond?.members.firstIndex(of: member) else {
      throw Obstacle("\(member) is no member")
    }
    try change(name) { $0.bond?.members.remove(at: index) }
    try change(member) { $0.master = nil }
    if kernel == .bonding { try setUp(member, false) }
    try takeHardwareAddress(name)
  }

  /// Updates the hardware address of a lagg: the address of its first port, or none.
  private mutating func takeHardwareAddress(_ name: InterfaceName) throws(Obstacle) {
    guard kernel == .lagg else { return }
    let first = try interface(name).bond?.members.first
    let address = try first.map { (port) throws(Obstacle) in try interface(port).hardwareAddress }
    try change(name) { $0.hardwareAddress = address ?? nil }
  }

  mutating func setUp(_ name: InterfaceName, _ isUp: Bool) throws(Obstacle) {
    let before = try interface(name)
    if kernel == .lagg, before.isUp != isUp {
      for port in before.bond?.members ?? [] { try change(port) { $0.isUp = isUp } }
    }
    try change(name) { $0.isUp = isUp }
    guard kernel == .bonding else { return isUp ? try giveLinkLocal(name) : () }
    if isUp { return try giveLinkLocal(name) }
    for each in try interface(name).addresses(.inet6) { try remove(each.address, from: name) }
    state.routes.removeAll { $0.interface == name }
    dropNeighbors(of: name)
  }

  mutating func setIPv6(_ name: InterfaceName, _ isOn: Bool, bringUp: Bool) throws(Obstacle) {
    guard state.hasIPv6 else { throw Obstacle("no IPv6") }
    try change(name) { $0.isIPv6Disabled = !isOn }
    if bringUp { try setUp(name, true) }
    if isOn { try giveLinkLocal(name) }
  }

  /// Adds the link-local address that the kernel derives from the hardware address (RFC 4291,
  /// appendix A).
  private mutating func giveLinkLocal(_ name: InterfaceName) throws(Obstacle) {
    let interface = try interface(name)
    guard interface.isUp, state.hasIPv6, !interface.isIPv6Disabled, interface.master == nil,
      !interface.addresses(.inet6).contains(where: \.address.isLinkLocal),
      let host = interface.hardwareAddress?.interfaceIdentifier,
      var address = IPAddress(bytes: [0xfe, 0x80, 0, 0, 0, 0, 0, 0] + host)
    else { return }
    address.zone = name.text
    try add(InterfaceAddress(address, prefixLength: 64), to: name)
  }
}

extension HardwareAddress {
  /// The modified EUI-64 of the address (RFC 4291, appendix A).
  var interfaceIdentifier: [UInt8] {
    [bytes[0] ^ 2] + bytes[1...2] + [0xff, 0xfe] + bytes[3...5]
  }
}
