import RCConf

// The parts of a saved state as text, and back.

extension Interface {
  /// The properties of the interface as variables of the state file (`SavedState`), each with name
  /// and value. Each name begins with `prefix`: `vf_mtu` for `vf_`.
  func saved(as prefix: String) -> [(String, String)] {
    [
      ("up", isUp ? "YES" : "NO"), ("mtu", String(mtu)),
      ("ether", hardwareAddress.map { "\($0)" } ?? ""),
      ("ipv6_disabled", isIPv6Disabled ? "YES" : "NO"),
      ("accept_rtadv", acceptsRouterAdvertisements ? "YES" : "NO"),
      ("no_dad", skipsDuplicateDetection ? "YES" : "NO"),
      ("addresses", addresses.map { $0.saved }.joined(separator: "\n")),
      ("leased", leasedAddress.map { "\($0)" } ?? ""),
    ].map { (prefix + $0.0, $0.1) }
  }

  /// Reads the variables for the interface `name`, whose names begin with `prefix`. Nil if the MTU
  /// or the addresses are missing or invalid.
  init?(_ name: InterfaceName, in variables: Variables, as prefix: String) {
    guard let mtu = variables.plain(prefix + "mtu").flatMap({ Int($0) }),
      let addresses = variables.lines(prefix + "addresses", InterfaceAddress.init(saved:))
    else { return nil }
    self.init(name)
    isUp = variables[prefix + "up"]?.yesNo == true
    self.mtu = mtu
    hardwareAddress = variables.plain(prefix + "ether").flatMap(HardwareAddress.init)
    isIPv6Disabled = variables[prefix + "ipv6_disabled"]?.yesNo == true
    acceptsRouterAdvertisements = variables[prefix + "accept_rtadv"]?.yesNo == true
    skipsDuplicateDetection = variables[prefix + "no_dad"]?.yesNo == true
    self.addresses = addresses
    leasedAddress = variables.plain(prefix + "leased").flatMap { IPAddress($0) }
  }
}

extension InterfaceAddress {
  var saved: String {
    "\(self)" + (broadcast.map { " broadcast \($0)" } ?? "")
      + (isAutoconfigured ? " autoconf" : "")
      + (attributes.isEmpty ? "" : " : " + attributes.joined(separator: " "))
  }

  init?(saved text: String) {
    let all = text.words
    let words = Array(all.prefix { $0 != ":" })
    guard let first = words.first, let address = InterfaceAddress(first) else { return nil }
    self = address
    attributes = Array(all.dropFirst(words.count + 1))
    isAutoconfigured = words.contains("autoconf")
    if let index = words.firstIndex(of: "broadcast"), index + 1 < words.count {
      broadcast = IPAddress(words[index + 1])
    }
  }
}

extension Route {
  var saved: String {
    ([family.rawValue, destination, gateway.map { "\($0)" } ?? "-"] + attributes
      + hops.flatMap { $0.saved }).joined(separator: " ")
  }

  init?(saved text: String, through name: InterfaceName) {
    let parts = text.words
      .split(separator: Hop.mark, omittingEmptySubsequences: false)
    guard let words = parts.first.map(Array.init), words.count >= 3,
      let family = AddressFamily(rawValue: words[0])
    else { return nil }
    let gateway = IPAddress(words[2])
    guard gateway != nil || words[2] == "-" else { return nil }
    self.init(
      to: words[1], family: family, via: gateway, through: name,
      attributes: Array(words.dropFirst(3)))
    for part in parts.dropFirst() {
      guard let hop = Hop(saved: Array(part)) else { return nil }
      hops.append(hop)
    }
  }
}

extension Route.Hop {
  /// The word before each next hop in the saved text of a route. No attribute of a route has this
  /// name.
  fileprivate static let mark = "nexthop"

  /// The next hop as words of the state file (`SavedState`): `nexthop 192.0.2.1 eth0 weight 1`. `-`
  /// stands for a missing address.
  var saved: [String] {
    [Self.mark, gateway.map { "\($0)" } ?? "-", interface.text] + attributes
  }

  init?(saved words: [String]) {
    guard words.count >= 2, let name = InterfaceName(words[1]) else { return nil }
    let gateway = IPAddress(words[0])
    guard gateway != nil || words[0] == "-" else { return nil }
    self.init(via: gateway, through: name, attributes: Array(words.dropFirst(2)))
  }
}

extension VLAN {
  /// The VLAN as a line of the state file (`SavedState`): name, MTU, `up` or `down`, its bridge or
  /// `-`, and the words that create it. Example: `eth0.5 1500 up br0 vlan protocol 802.1Q id 5`.
  var saved: String {
    let state = interface.isUp ? "up" : "down"
    return
      ([interface.name.text, String(interface.mtu), state, interface.master?.text ?? "-"] + words)
      .joined(separator: " ")
  }

  var savedAddresses: [String] {
    interface.addresses.map { "\(interface.name) \($0.saved)" }
  }

  init?(saved text: String) {
    let words = text.words
    guard words.count > 4, let name = InterfaceName(words[0]), let mtu = Int(words[1]) else {
      return nil
    }
    var interface = Interface(name)
    interface.mtu = mtu
    interface.isUp = words[2] == "up"
    interface.master = words[3] == "-" ? nil : InterfaceName(words[3])
    self.init(interface, words: Array(words.dropFirst(4)))
  }
}

extension String {
  /// The interface name before the first blank of the text, and the rest after that blank. Nil if
  /// the text does not begin with an interface name or has no rest.
  var afterName: (name: InterfaceName, rest: String)? {
    let (head, tail) = cut(at: UInt8(ascii: " "))
    guard let name = InterfaceName(String(head)), let tail, !tail.isEmpty else { return nil }
    return (name, String(tail))
  }
}

extension Variables {
  /// The value of the variable `name` as text; nil if the variable is not set or is not UTF-8.
  func plain(_ name: String) -> String? { self[name].flatMap { try? $0.text() } }

  /// The lines of the variable `name`, each parsed by `read`. Nil if the variable is not set or is
  /// not UTF-8, or if `read` returns nil for a line.
  func lines<Item>(_ name: String, _ read: (String) -> Item?) -> [Item]? {
    guard let lines = plain(name)?.lines else { return nil }
    let items = lines.compactMap { read(String($0)) }
    return items.count == lines.count ? items : nil
  }
}
