import Failover

// Addresses and routes.

extension SimulatedNetwork {
  func interface(_ name: InterfaceName) throws(Obstacle) -> Interface {
    guard let found = state.interface(name) else { throw Obstacle("\(name) does not exist") }
    return found
  }

  mutating func change(
    _ name: InterfaceName, _ body: (inout Interface) -> Void
  ) throws(Obstacle) {
    guard let index = state.interfaces.firstIndex(where: { $0.name == name }) else {
      throw Obstacle("\(name) does not exist")
    }
    body(&state.interfaces[index])
  }

  /// Adds an address. An address that is already there gets the new prefix length.
  mutating func add(_ entry: InterfaceAddress, to name: InterfaceName) throws(Obstacle) {
    guard entry.family == .inet || state.hasIPv6 else { throw Obstacle("no IPv6") }
    var entry = entry
    if entry.address.zone != nil { entry.address.zone = name.text }
    // ifconfig(8) brings an interface up with its first address; ip(8) does not.
    if kernel == .lagg, try !interface(name).isUp { try setUp(name, true) }
    let isElsewhere = state.interfaces.contains { other in
      other.name != name && other.addresses.contains { $0.address == entry.address }
    }
    guard kernel == .bonding || entry.family == .inet || !isElsewhere else {
      throw Obstacle("\(entry) is on another interface")
    }
    try change(name) { interface in
      if let index = interface.addresses.firstIndex(where: { $0.address == entry.address }) {
        interface.addresses[index] = entry
      } else {
        interface.addresses.append(entry)
      }
    }
  }

  /// Removes an address, with the routes whose gateway cannot be reached then.
  mutating func remove(_ address: IPAddress, from name: InterfaceName) throws(Obstacle) {
    let address = address.withoutZone
    guard try interface(name).addresses.contains(where: { $0.address.withoutZone == address })
    else { throw Obstacle("\(address) is not on \(name)") }
    try change(name) { $0.addresses.removeAll { $0.address.withoutZone == address } }
    let left = try interface(name)
    // On FreeBSD, IPv6 routes stay with their interface.
    state.routes.removeAll {
      $0.interface == name && !Self.carries(left, $0)
        && (kernel == .bonding || $0.family == .inet)
    }
  }

  /// Adds a route. An existing route to the same destination is kept, as the platforms check first.
  mutating func add(_ route: Route) throws(Obstacle) {
    let isThere = state.routes.contains {
      $0.destination == route.destination && $0.family == route.family
    }
    guard !isThere else { return }
    guard try Self.carries(interface(route.interface), route) else {
      throw Obstacle("nothing on \(route.interface) reaches it")
    }
    state.routes.append(route)
  }

  private static func carries(_ interface: Interface, _ route: Route) -> Bool {
    guard let gateway = route.gateway else { return !interface.addresses(route.family).isEmpty }
    guard gateway.zone == nil || gateway.zone == interface.name.text else { return false }
    return interface.addresses.contains { $0.reaches(gateway) }
  }

  /// Applies words of ifconfig(8). Throws for unknown words.
  mutating func configure(_ name: InterfaceName, _ words: [String]) throws(Obstacle) {
    var words = words[...]
    var entry: InterfaceAddress?
    var isAlias = false
    while let word = words.popFirst() {
      switch word {
      case "inet", "inet6": break
      case "netmask", "prefixlen":
        guard let length = words.popFirst().flatMap(Self.length), entry != nil else {
          throw Obstacle("\(word) is not understood")
        }
        entry?.prefixLength = length
      case "eui64":
        guard let host = try interface(name).hardwareAddress?.interfaceIdentifier,
          let network = entry?.address.bytes.prefix(8), let whole = IPAddress(bytes: network + host)
        else { throw Obstacle("no hardware address") }
        entry?.address = whole
      case "up": try setUp(name, true)
      case "-ifdisabled": try setIPv6(name, true, bringUp: false)
      case "mtu": try change(name) { $0.mtu = words.popFirst().flatMap { Int($0) } ?? $0.mtu }
      case "accept_rtadv": try change(name) { $0.acceptsRouterAdvertisements = true }
      case "no_dad", "-no_dad":
        try change(name) { $0.skipsDuplicateDetection = word == "no_dad" }
      case "alias": isAlias = true
      case "-alias":
        guard let entry else { throw Obstacle("no address") }
        return try remove(entry.address, from: name)
      default:
        guard let address = InterfaceAddress(word) else { throw Obstacle("bad value '\(word)'") }
        entry = address
      }
    }
    guard let entry else { return }
    if !isAlias, entry.family == .inet, let first = try interface(name).addresses(.inet).first {
      try remove(first.address, from: name)
    }
    try add(entry, to: name)
  }

  private static func length(_ text: String) -> Int? {
    if let length = Int(text) { return length }
    guard let mask = IPAddress(text), mask.family == .inet else { return nil }
    return mask.bytes.reduce(0) { $0 + $1.nonzeroBitCount }
  }
}
