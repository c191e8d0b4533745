import Failover

// The behaviour of lagg(4) in a release of FreeBSD.

extension SimulatedMachine {
  /// Sets an interface up or down. The ports of a lagg go up or down with it.
  mutating func setUp(_ name: String, _ isUp: Bool) {
    let ports = nics[name]?.laggport ?? []
    if (nics[name]?.up == true) != isUp { for port in ports { nics[port]?.up = isUp } }
    nics[name]?.up = isUp
  }

  /// Adds an interface to a lagg as a port. The port stays up or down. Returns the text of the
  /// error, or nil.
  mutating func join(_ port: String, to name: String) -> String? {
    guard var joining = nics[port], joining.laggproto == nil, var lagg = nics[name] else {
      return "Invalid argument"
    }
    if lagg.laggport?.contains(port) == true { return nil }
    guard self.lagg(of: port) == nil else { return "Device busy" }
    if lagg.laggport?.isEmpty != false {
      (lagg.ether, lagg.mtu, lagg.primary) = (joining.ether, joining.mtu, port)
    } else {
      kernel.ownAddresses[port] = joining.ether
      (joining.ether, joining.mtu) = (lagg.ether, lagg.mtu)
    }
    lagg.laggport = (lagg.laggport ?? []) + [port]
    // in6_ifdetach removes the IPv6 addresses if IPv6 is active.
    if joining.ifdisabled != true, joining.hasLinkLocal { joining.inet6 = [] }
    (nics[name], nics[port]) = (lagg, joining)
    return nil
  }

  /// Removes an interface from its lagg. If it was the primary port, the first of the others
  /// becomes primary.
  mutating func letGo(_ port: String) {
    guard let name = lagg(of: port) else { return }
    let left = inOrder((nics[name]?.laggport ?? []).filter { $0 != port })
    if nics[name]?.primary == port { nics[name]?.primary = left.first }
    nics[name]?.laggport?.removeAll { $0 == port }
    if let own = kernel.ownAddresses.removeValue(forKey: port) { nics[port]?.ether = own }
  }

  /// Gives an interface its link-local address if it is up and IPv6 is enabled on it.
  mutating func addLinkLocal(_ name: String) {
    guard let nic = nics[name], nic.up == true, nic.ifdisabled != true, !nic.hasLinkLocal,
      name != "lo0", sysctl["kern.features.inet6"] != nil,
      let mac = nic.ether.flatMap(HardwareAddress.init)?.bytes, mac.contains(where: { $0 != 0 })
    else { return }
    let bytes =
      [0xfe, 0x80, 0, 0, 0, 0, 0, 0, mac[0] ^ 2] + mac[1...2] + [0xff, 0xfe] + mac[3...5]
    guard let address = IPAddress(bytes: bytes) else { return }
    nics[name]?.inet6.insert(SimulatedNIC.Address("\(address)", 64), at: 0)
  }
}

extension SimulatedNIC {
  /// True if the interface has a link-local IPv6 address.
  fileprivate var hasLinkLocal: Bool { inet6.contains { $0.addr.hasPrefix("fe80") } }
}
