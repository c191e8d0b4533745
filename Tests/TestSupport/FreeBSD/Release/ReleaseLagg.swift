import Failover

// lagg(4) of a release.

extension SimulatedMachine {
  /// A lagg that comes up or goes down takes its ports along.
  mutating func setUp(_ name: String, _ isUp: Bool) {
    let ports = nics[name]?.laggport ?? []
    if (nics[name]?.up == true) != isUp { for port in ports { nics[port]?.up = isUp } }
    nics[name]?.up = isUp
  }

  /// Makes an interface a port; it stays up or down. Gives what is wrong with it.
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
    // in6_ifdetach: where IPv6 is alive.
    if joining.ifdisabled != true, joining.hasLinkLocal { joining.inet6 = [] }
    (nics[name], nics[port]) = (lagg, joining)
    return nil
  }

  /// Takes an interface out of its lagg, which then has another first port.
  mutating func letGo(_ port: String) {
    guard let name = lagg(of: port) else { return }
    let left = inOrder((nics[name]?.laggport ?? []).filter { $0 != port })
    if nics[name]?.primary == port { nics[name]?.primary = left.first }
    nics[name]?.laggport?.removeAll { $0 == port }
    if let own = kernel.ownAddresses.removeValue(forKey: port) { nics[port]?.ether = own }
  }

  /// An interface that is up and may have IPv6 gets its link-local address.
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
  /// Whether it has an IPv6 address of its link.
  fileprivate var hasLinkLocal: Bool { inet6.contains { $0.addr.hasPrefix("fe80") } }
}
