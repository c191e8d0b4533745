import Failover

extension SimulatedMachine {
  /// Returns the output of `ifconfig NAME [FAMILY]` in a release of FreeBSD.
  func releaseListing(of name: String, _ family: AddressFamily? = nil) -> String {
    guard let nic = nics[name] else { return "" }
    let lines =
      [releaseHead(name, nic)] + (nic.description.map { ["description: \($0)"] } ?? [])
      + ["options=ec07bb<RXCSUM,TXCSUM,VLAN_MTU,VLAN_HWTAGGING,JUMBO_MTU,TSO4,LRO,LINKSTATE>"]
      + (nic.ether.map { ["ether \($0)"] } ?? [])
      + (nic.laggproto == nil ? [] : ["hwaddr 00:00:00:00:00:00"])
      + addressLines(name, nic, family) + masterLines(nic)
      + (nic.vlan.map { [String(vlanLine($0).dropFirst())] } ?? [])
      + linkLines(name, nic) + [releaseND6Line(nic)]
    return lines.joined(separator: "\n\t") + "\n"
  }

  private func releaseHead(_ name: String, _ nic: SimulatedNIC) -> String {
    let set =
      nic.up != true
      ? "1008802<BROADCAST,SIMPLEX,MULTICAST,LOWER_UP>"
      : name == "lo0"
        ? "1008049<UP,LOOPBACK,RUNNING,MULTICAST,LOWER_UP>"
        : "1008843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST,LOWER_UP>"
    return "\(name): flags=\(set) metric 0 mtu \(nic.mtu ?? 1500)"
  }

  private func addressLines(
    _ name: String, _ nic: SimulatedNIC, _ family: AddressFamily?
  ) -> [String] {
    let inet = family == .inet6 ? [] : nic.inet.map { inetLine($0) }
    let inet6 = family == .inet ? [] : nic.inet6.map { inet6Line($0, on: name) }
    return (inet + inet6).map { String($0.dropFirst()) }
  }

  /// The lines with the ports of a lagg or the members of a bridge.
  private func masterLines(_ nic: SimulatedNIC) -> [String] {
    let members = nic.members?.map { "member: \($0) flags=143<LEARNING,DISCOVER,AUTOEDGE,AUTOPTP>" }
    guard let proto = nic.laggproto else { return members ?? [] }
    let active = activePort(of: nic)
    let ports = inOrder(nic.laggport ?? []).map { port in
      let flags = [(1, "MASTER", nic.primary), (4, "ACTIVE", active)].filter { $0.2 == port }
      let names = flags.map(\.1).joined(separator: ",")
      return "laggport: \(port) flags=\(flags.map(\.0).reduce(0, +))<\(names)>"
    }
    return ["laggproto \(proto) lagghash l2,l3,l4"] + ports
  }

  private func linkLines(_ name: String, _ nic: SimulatedNIC) -> [String] {
    guard name != "lo0", nic.members == nil else { return [] }
    let below = nic.laggport ?? nic.vlan.map { [$0.parent].compactMap(\.self) } ?? [name]
    let hasLink = below.contains { self.hasLink($0) }
    return [
      "media: Ethernet autoselect" + (hasLink ? " (10Gbase-T <full-duplex>)" : " (none)"),
      "status: \(hasLink ? "active" : "no carrier")",
    ]
  }

  private func releaseND6Line(_ nic: SimulatedNIC) -> String {
    let options = [
      (1, "PERFORMNUD", true), (2, "ACCEPT_RTADV", nic.acceptsAdvertisements),
      (8, "IFDISABLED", nic.ifdisabled), (32, "AUTO_LINKLOCAL", true),
      (256, "NO_DAD", nic.skipsDuplicates),
    ].filter { $0.2 == true }
    let digits = String(options.map(\.0).reduce(0, +), radix: 16)
    return "nd6 options=\(digits)<\(options.map(\.1).joined(separator: ","))>"
  }
}
