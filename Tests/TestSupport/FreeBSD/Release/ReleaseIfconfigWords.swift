import Failover

/// The words behind `ifconfig NAME` of a release.
///
/// `inet` and `inet6` are keywords only in front; an address is set last, wherever it stands.
struct ReleaseIfconfigWords {
  typealias Refusal = IfconfigWords.Refusal

  var machine: SimulatedMachine
  let name: String
  var words: ArraySlice<String>
  /// What went wrong and did not end the command.
  private(set) var complaints = ""
  private var family = AddressFamily.inet
  private var address: SimulatedNIC.Address?
  private var isRemoved = false
  private var vlan: SimulatedVLAN?

  init(machine: SimulatedMachine, name: String, words: ArraySlice<String>) {
    self.machine = machine
    self.name = name
    self.words = words
    vlan = machine.nics[name]?.vlan
  }

  mutating func apply() throws(Refusal) {
    let raises = words.contains("up") || words.contains("-ifdisabled")
    if let keyword = words.first.flatMap(AddressFamily.init(rawValue:)) {
      family = keyword
      words = words.dropFirst()
    }
    while let word = words.popFirst() { try apply(word) }
    if isRemoved { try removeAddress() } else if let address { try set(address) }
    if raises || address != nil { machine.addLinkLocal(name) }
  }

  private var nic: SimulatedNIC {
    get { machine.nics[name] ?? SimulatedNIC() }
    set { machine.nics[name] = newValue }
  }

  private mutating func apply(_ word: String) throws(Refusal) {
    let isOff = word.hasPrefix("-")
    switch isOff ? String(word.dropFirst()) : word {
    case "up", "down": machine.setUp(name, word == "up")
    case "alias" where !isOff, "add": break
    case "alias", "delete", "remove": isRemoved = true
    case "no_dad": nic.skipsDuplicates = !isOff
    case "ifdisabled": nic.ifdisabled = !isOff
    case "accept_rtadv": nic.acceptsAdvertisements = !isOff
    // It stays up and keeps its addresses.
    case "vlandev" where isOff: nic.vlandev = nil
    case _ where Self.takingValue.contains(word): try apply(word, to: value(of: word))
    case let flag where IfconfigWords.flags.contains(flag): nic.flags = (nic.flags ?? []) + [word]
    default: address = try parsed(word)
    }
  }

  private mutating func value(of word: String) throws(Refusal) -> String {
    guard let value = words.popFirst() else { throw Refusal(text: "'\(word)' requires argument") }
    return value
  }

  private mutating func apply(_ word: String, to value: String) throws(Refusal) {
    switch word {
    case "mtu": try setMTU(value)
    case "description", "descr": nic.description = value
    case "ether", "lladdr": nic.ether = value
    case "laggproto": nic.laggproto = value
    case "laggport": addPort(value)
    case "-laggport": try removePort(value)
    case "addm", "deletem": try changeBridge(word, value)
    case "vlan", "vlanproto", "vlanpcp", "vlandev": try changeVLAN(word, value)
    case "netmask": address?.len = IfconfigWords.length(ofMask: value) ?? 0
    case "prefixlen": address?.len = Int(value) ?? 0
    case "broadcast": address?.broadcast = value
    default: break
    }
  }

  private static let takingValue = IfconfigWords.takingValue.union(["addm", "deletem"])
}

extension ReleaseIfconfigWords {
  private func parsed(_ word: String) throws(Refusal) -> SimulatedNIC.Address {
    let parts = word.split(separator: "/", maxSplits: 1).map(String.init)
    guard let first = parts.first.flatMap({ IPAddress($0) }), first.family == family,
      let length = parts.count == 2 ? Int(parts[1]) : IfconfigWords.usualLength(of: first)
    else { throw Refusal(text: "\(word): bad value") }
    return SimulatedNIC.Address("\(first.withoutZone)", length)
  }

  /// Where no address is given and none is left, nothing is said (netlink).
  private mutating func removeAddress() throws(Refusal) {
    guard let address else {
      nic[family] = Array(nic[family].dropFirst())
      return
    }
    guard nic[family].contains(where: { $0.addr == address.addr }) else {
      throw Refusal(text: "ioctl (SIOCDIFADDR): Can't assign requested address")
    }
    nic[family].removeAll { $0.addr == address.addr }
  }

  /// An IPv6 address can be on one interface only.
  private mutating func set(_ address: SimulatedNIC.Address) throws(Refusal) {
    let others = machine.nics.filter { $0.key != name }.values.flatMap(\.inet6)
    guard family == .inet || !others.contains(where: { $0.addr == address.addr }) else {
      throw Refusal(text: "ioctl (SIOCAIFADDR): File exists")
    }
    nic[family].removeAll { $0.addr == address.addr }
    nic[family].append(address)
    machine.setUp(name, true)
  }

  private mutating func setMTU(_ value: String) throws(Refusal) {
    guard machine.lagg(of: name) == nil else {
      throw Refusal(text: "ioctl SIOCSIFMTU (set mtu): Invalid argument")
    }
    for each in [name] + (nic.laggport ?? []) { machine.nics[each]?.mtu = Int(value) }
  }

  /// The words behind it are applied none the less.
  private mutating func addPort(_ port: String) {
    guard let reason = machine.join(port, to: name) else { return }
    complaints += "ifconfig: \(name) \(port): SIOCSLAGGPORT: \(reason)\n"
  }

  private mutating func removePort(_ port: String) throws(Refusal) {
    guard nic.laggport?.contains(port) == true else {
      throw Refusal(text: "SIOCSLAGGDELPORT: Invalid argument")
    }
    machine.letGo(port)
  }

  private mutating func changeBridge(_ word: String, _ member: String) throws(Refusal) {
    let isAdded = word == "addm"
    guard let members = nic.members, members.contains(member) != isAdded,
      !isAdded || (machine.nics[member] != nil && machine.lagg(of: member) == nil)
    else { throw Refusal(text: "BRDG\(isAdded ? "ADD" : "DEL") \(member): Invalid argument") }
    nic.members = isAdded ? members + [member] : members.filter { $0 != member }
  }

  /// Tag and protocol count when the parent is named. A VLAN has one parent at a time.
  private mutating func changeVLAN(_ word: String, _ value: String) throws(Refusal) {
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
