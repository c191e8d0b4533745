import RCConf

/// What a synthetic NIC was before a takeover began, as text that outlives the process: a run that
/// finds it finishes the work of one that was cut short.
///
/// The text is that of an rc.conf file, so that the evaluator reads it back and an administrator
/// can read it too.
package struct SavedState: Hashable, Sendable {
  /// The NIC as it was.
  package var nic: Interface
  /// The bond that was to take over.
  package var bond: InterfaceName
  /// The routes that left by the NIC.
  package var routes: [Route]
  /// The VLANs on it.
  package var vlans: [VLAN]
  /// The routes that left by those.
  package var vlanRoutes: [Route]
  /// The DHCP clients that ran for it.
  package var clients: [DHCPClient.Program]

  /// The state that `takeover` begins with.
  package init(before takeover: Takeover) {
    nic = takeover.nic
    bond = takeover.bond
    routes = takeover.network.routes(through: takeover.synthetic)
    vlans = takeover.network.vlans
    vlanRoutes = vlans.flatMap { takeover.network.routes(through: $0.interface.name) }
    let running = takeover.network.clients.filter { $0.interface == takeover.synthetic }
    clients = running.map(\.program)
    clients += takeover.endedClients.filter { !clients.contains($0) }
  }

  /// The text of the file.
  package var text: String {
    """
    # \(nic.name) before \(bond) took over; the next run finishes that and removes this file.
    name='\(nic.name)'
    bond='\(bond)'
    up='\(nic.isUp ? "YES" : "NO")'
    mtu='\(nic.mtu)'
    ether='\(nic.hardwareAddress.map { "\($0)" } ?? "")'
    ipv6_disabled='\(nic.isIPv6Disabled ? "YES" : "NO")'
    accept_rtadv='\(nic.acceptsRouterAdvertisements ? "YES" : "NO")'
    client='\(clients.map(\.rawValue).joined(separator: " "))'
    addresses='\(nic.addresses.map(\.saved).joined(separator: "\n"))'
    routes='\(routes.map(\.saved).joined(separator: "\n"))'
    vlans='\(vlans.map(\.saved).joined(separator: "\n"))'
    vlan_addresses='\(vlans.flatMap(\.savedAddresses).joined(separator: "\n"))'
    vlan_routes='\(vlanRoutes.map { "\($0.interface) \($0.saved)" }.joined(separator: "\n"))'
    complete='YES'

    """
  }

  /// What such a text sets; nil where it is not whole.
  package init?(_ variables: Variables) {
    guard variables["complete"]?.yesNo == true,
      let name = variables.plain("name").flatMap(InterfaceName.init),
      let bond = variables.plain("bond").flatMap(InterfaceName.init),
      let mtu = variables.plain("mtu").flatMap({ Int($0) }),
      let addresses = variables.lines("addresses", InterfaceAddress.init(saved:)),
      let routes = variables.lines("routes", { Route(saved: $0, through: name) }),
      let clients = variables.plain("client")?.split(separator: " ").map(String.init)
    else { return nil }
    nic = Interface(name)
    nic.isUp = variables["up"]?.yesNo == true
    nic.mtu = mtu
    nic.hardwareAddress = variables.plain("ether").flatMap(HardwareAddress.init)
    nic.isIPv6Disabled = variables["ipv6_disabled"]?.yesNo == true
    nic.acceptsRouterAdvertisements = variables["accept_rtadv"]?.yesNo == true
    nic.addresses = addresses
    self.bond = bond
    self.routes = routes
    self.clients = clients.compactMap(DHCPClient.Program.init)
    // A release without VLANs wrote neither.
    vlans = variables.lines("vlans", VLAN.init(saved:)) ?? []
    vlanRoutes =
      variables.lines("vlan_routes") { text in
        text.afterName.flatMap { Route(saved: $0.rest, through: $0.name) }
      } ?? []
    for entry in variables.lines("vlan_addresses", \.afterName) ?? [] {
      guard let address = InterfaceAddress(saved: entry.rest),
        let index = vlans.firstIndex(where: { $0.interface.name == entry.name })
      else { return nil }
      vlans[index].interface.addresses.append(address)
    }
  }
}

extension Takeover {
  /// The same takeover, begun by a run that was cut short: what the synthetic NIC was then decides,
  /// not what is left of it now.
  package func resumed(from saved: SavedState) -> Takeover {
    var copy = self
    copy.isResumed = true
    copy.network.interfaces.removeAll { $0.name == synthetic }
    copy.network.interfaces.append(saved.nic)
    copy.network.routes.removeAll { $0.interface == synthetic }
    copy.network.vlans = saved.vlans
    let names = saved.vlans.map(\.interface.name)
    copy.network.routes.removeAll { names.contains($0.interface) }
    copy.network.routes += saved.routes + saved.vlanRoutes
    copy.endedClients = saved.clients.filter { program in
      !network.clients.contains { $0.interface == synthetic && $0.program == program }
    }
    return copy
  }
}

extension InterfaceAddress {
  fileprivate var saved: String {
    "\(self)" + (broadcast.map { " broadcast \($0)" } ?? "")
      + (isAutoconfigured ? " autoconf" : "")
      + (attributes.isEmpty ? "" : " : " + attributes.joined(separator: " "))
  }

  fileprivate init?(saved text: String) {
    let all = text.split(separator: " ").map(String.init)
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
  fileprivate var saved: String {
    ([family.rawValue, destination, gateway.map { "\($0)" } ?? "-"] + attributes
      + hops.flatMap(\.saved)).joined(separator: " ")
  }

  fileprivate init?(saved text: String, through name: InterfaceName) {
    let parts = text.split(separator: " ").map(String.init)
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
  /// What each begins with; no attribute of a route is called so.
  fileprivate static let mark = "nexthop"

  /// `nexthop 192.0.2.1 eth0 weight 1`
  fileprivate var saved: [String] {
    [Self.mark, gateway.map { "\($0)" } ?? "-", interface.text] + attributes
  }

  fileprivate init?(saved words: [String]) {
    guard words.count >= 2, let name = InterfaceName(words[1]) else { return nil }
    let gateway = IPAddress(words[0])
    guard gateway != nil || words[0] == "-" else { return nil }
    self.init(via: gateway, through: name, attributes: Array(words.dropFirst(2)))
  }
}

extension VLAN {
  /// `eth0.5 1500 up br0 vlan protocol 802.1Q id 5`
  fileprivate var saved: String {
    let state = interface.isUp ? "up" : "down"
    return
      ([interface.name.text, String(interface.mtu), state, interface.master?.text ?? "-"] + words)
      .joined(separator: " ")
  }

  fileprivate var savedAddresses: [String] {
    interface.addresses.map { "\(interface.name) \($0.saved)" }
  }

  fileprivate init?(saved text: String) {
    let words = text.split(separator: " ").map(String.init)
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
  /// The interface that the text begins with, and the rest.
  fileprivate var afterName: (name: InterfaceName, rest: String)? {
    let parts = split(separator: " ", maxSplits: 1).map(String.init)
    guard parts.count == 2, let name = InterfaceName(parts[0]) else { return nil }
    return (name, parts[1])
  }
}

extension Variables {
  /// The value as text; nil where it is unset or not text.
  fileprivate func plain(_ name: String) -> String? { self[name].flatMap { try? $0.text() } }

  /// The value's lines, each read; nil where it is unset or one cannot be.
  fileprivate func lines<Item>(_ name: String, _ read: (String) -> Item?) -> [Item]? {
    guard let lines = plain(name)?.split(separator: "\n") else { return nil }
    let items = lines.compactMap { read(String($0)) }
    return items.count == lines.count ? items : nil
  }
}
