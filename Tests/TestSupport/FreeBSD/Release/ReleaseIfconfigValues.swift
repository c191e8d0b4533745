import Failover

extension ReleaseIfconfigWords {
  func parsed(_ word: String) throws(Refusal) -> SimulatedNIC.Address {
    let parts = word.split(separator: "/", maxSplits: 1).map(String.init)
    guard let first = parts.first.flatMap({ IPAddress($0) }), first.family == family,
      let length = parts.count == 2 ? Int(parts[1]) : IfconfigWords.usualLength(of: first)
    else { throw Refusal(text: "\(word): bad value") }
    return SimulatedNIC.Address("\(first.withoutZone)", length)
  }

  /// Removes an address. Without an argument and without an address on the interface, there is no
  /// error (netlink).
  mutating func removeAddress() throws(Refusal) {
    guard let address else {
      nic[family] = Array(nic[family].dropFirst())
      return
    }
    guard nic[family].contains(where: { $0.addr == address.addr }) else {
      throw Refusal(text: "ioctl (SIOCDIFADDR): Can't assign requested address")
    }
    nic[family].removeAll { $0.addr == address.addr }
  }

  /// Adds an address. An IPv6 address can be on one interface only.
  mutating func set(_ address: SimulatedNIC.Address) throws(Refusal) {
    let others = machine.nics.filter { $0.key != name }.values.flatMap(\.inet6)
    guard family == .inet || !others.contains(where: { $0.addr == address.addr }) else {
      throw Refusal(text: "ioctl (SIOCAIFADDR): File exists")
    }
    nic[family].removeAll { $0.addr == address.addr }
    nic[family].append(address)
    machine.setUp(name, true)
  }

  mutating func setMTU(_ value: String) throws(Refusal) {
    guard machine.lagg(of: name) == nil else {
      throw Refusal(text: "ioctl SIOCSIFMTU (set mtu): Invalid argument")
    }
    for each in [name] + (nic.laggport ?? []) { machine.nics[each]?.mtu = Int(value) }
  }

  /// Adds a port. After an error, the following words are still applied.
  mutating func addPort(_ port: String) {
    guard let reason = machine.join(port, to: name) else { return }
    complaints += "ifconfig: \(name) \(port): SIOCSLAGGPORT: \(reason)\n"
  }

  mutating func removePort(_ port: String) throws(Refusal) {
    guard nic.laggport?.contains(port) == true else {
      throw Refusal(text: "SIOCSLAGGDELPORT: Invalid argument")
    }
    machine.letGo(port)
  }

  mutating func changeBridge(_ word: String, _ member: String) throws(Refusal) {
    let isAdded = word == "addm"
    guard let members = nic.members, members.contains(member) != isAdded,
      !isAdded || (machine.nics[member] != nil && machine.lagg(of: member) == nil)
    else { throw Refusal(text: "BRDG\(isAdded ? "ADD" : "DEL") \(member): Invalid argument") }
    nic.members = isAdded ? members + [member] : members.filter { $0 != member }
  }

  /// Sets a value of a VLAN. The tag and the protocol take effect when the parent is set. A VLAN
  /// has one parent at a time.
  mutating func changeVLAN(_ word: String, _ value: String) throws(Refusal) {
    switch word {
    case "vlan": vlan?.tag = value
    case "vlanproto": vlan?.proto = value
    case "vlanpcp": vlan?.priority = value
    default:
      guard nic.vlandev == nil || nic.vlandev == value else {
        throw Refusal(text: "SIOCSETVLAN: Device busy")
      }
      guard machine.nics[value] != nil else {
        throw Refusal(text: "SIOCSETVLAN: Device not configured")
      }
      vlan?.parent = value
    }
    guard let vlan, word == "vlandev" || nic.vlandev != nil else { return }
    nic.vlan = vlan
    nic.ether = machine.nics[vlan.parent ?? ""]?.ether
  }
}
