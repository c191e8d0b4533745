import Failover

/// Applies the words after `ifconfig NAME`, one after the other.
struct IfconfigWords {
  /// The error for a word that was not accepted.
  struct Refusal: Error {
    var text: String
  }

  var machine: SimulatedMachine
  let name: String
  var words: ArraySlice<String>
  private var family: AddressFamily?
  /// True if the words so far gave an address, which is the last one in the list of its family.
  private var hasAddress = false
  /// True if the interface had this address before.
  private var wasPresent = false

  init(machine: SimulatedMachine, name: String, words: ArraySlice<String>) {
    self.machine = machine
    self.name = name
    self.words = words
  }

  mutating func apply() throws(Refusal) {
    while let word = words.popFirst() { try apply(word) }
  }

  private var nic: SimulatedNIC {
    get { machine.nics[name] ?? SimulatedNIC() }
    set { machine.nics[name] = newValue }
  }

  private mutating func apply(_ word: String) throws(Refusal) {
    let isOff = word.hasPrefix("-")
    switch isOff ? String(word.dropFirst()) : word {
    case "inet", "inet6": family = AddressFamily(rawValue: word)
    case "up", "down": nic.up = word == "up"
    case "alias" where !isOff, "add": break
    case "alias", "delete", "remove": try removeAddress()
    case "no_dad": nic.skipsDuplicates = !isOff
    case "ifdisabled": nic.ifdisabled = !isOff
    case "accept_rtadv": nic.acceptsAdvertisements = !isOff
    case "vlandev" where isOff:
      nic.vlandev = nil
      nic.up = false
    case _ where Self.takingValue.contains(word): try apply(word, to: value(of: word))
    case let flag where Self.flags.contains(flag): nic.flags = (nic.flags ?? []) + [word]
    default: try addAddress(word)
    }
  }

  private mutating func value(of word: String) throws(Refusal) -> String {
    guard let value = words.popFirst() else { throw Refusal(text: "'\(word)' requires argument") }
    return value
  }

  private mutating func apply(_ word: String, to value: String) throws(Refusal) {
    switch word {
    case "mtu": nic.mtu = Int(value)
    case "description", "descr": nic.description = value
    case "ether", "lladdr": nic.ether = value
    case "laggproto": nic.laggproto = value
    case "laggport": try addPort(value)
    case "vlan": nic.vlan = SimulatedVLAN(value)
    case "vlandev": try putOn(value)
    case "-laggport": removePort(value)
    case "netmask": try changeAddress(word) { $0.len = Self.length(ofMask: value) ?? $0.len }
    case "prefixlen": try changeAddress(word) { $0.len = Int(value) ?? $0.len }
    case "broadcast": try changeAddress(word) { $0.broadcast = value }
    default: break
    }
  }

  /// Removes a port. A lagg without ports has no hardware address.
  private mutating func removePort(_ port: String) {
    nic.laggport?.removeAll { $0 == port }
    if nic.laggport?.isEmpty == true { nic.ether = "00:00:00:00:00:00" }
  }

  /// Sets the parent of a VLAN, which can have only one at a time.
  private mutating func putOn(_ parent: String) throws(Refusal) {
    guard nic.vlandev == nil else { throw Refusal(text: "SIOCSETVLAN: Device busy") }
    guard machine.nics[parent] != nil else { throw Refusal(text: "SIOCSETVLAN: No such device") }
    nic.vlandev = parent
  }

  /// Adds a port. A port is brought up when it joins, and loses its IPv6 addresses if IPv6 is
  /// active on it.
  private mutating func addPort(_ port: String) throws(Refusal) {
    guard var joining = machine.nics[port] else {
      throw Refusal(text: "SIOCSLAGGPORT: \(port): Device not configured")
    }
    guard !machine.nics.values.contains(where: { $0.laggport?.contains(port) == true }) else {
      throw Refusal(text: "SIOCSLAGGPORT: \(port): Device busy")
    }
    nic.laggport = (nic.laggport ?? []) + [port]
    if nic.laggport?.count == 1 { nic.ether = joining.ether }
    joining.up = true
    if joining.ifdisabled != true, joining.inet6.contains(where: { $0.addr.hasPrefix("fe80") }) {
      joining.inet6 = []
    }
    machine.nics[port] = joining
  }
}

extension IfconfigWords {
  /// Adds an address to the interface and brings the interface up. An address that is already there
  /// is replaced.
  private mutating func addAddress(_ word: String) throws(Refusal) {
    let parts = word.split(separator: "/", maxSplits: 1).map(String.init)
    guard let first = parts.first, let address = IPAddress(first),
      family == nil || family == address.family,
      let length = parts.count == 2 ? Int(parts[1]) : Self.usualLength(of: address)
    else { throw Refusal(text: "\(word): bad value") }
    let text = "\(address.withoutZone)"
    family = address.family
    wasPresent = nic[address.family].contains { $0.addr == text }
    hasAddress = true
    nic[address.family].removeAll { $0.addr == text }
    nic[address.family].append(SimulatedNIC.Address(text, length))
    nic.up = true
  }

  /// Removes the given address, which must exist. Without an address, removes the first one.
  private mutating func removeAddress() throws(Refusal) {
    let family = family ?? .inet
    let isMissing = hasAddress ? !wasPresent : nic[family].isEmpty
    if !nic[family].isEmpty { nic[family].remove(at: hasAddress ? nic[family].count - 1 : 0) }
    guard !isMissing else {
      throw Refusal(text: "ioctl (SIOCDIFADDR): Can't assign requested address")
    }
  }

  private mutating func changeAddress(
    _ word: String, _ change: (inout SimulatedNIC.Address) -> Void
  ) throws(Refusal) {
    guard let family, hasAddress, !nic[family].isEmpty else {
      throw Refusal(text: "\(word): no address")
    }
    change(&nic[family][nic[family].count - 1])
  }

  static func usualLength(of address: IPAddress) -> Int {
    if address.family == .inet6 { return 64 }
    return address.bytes[0] < 128 ? 8 : 24
  }

  static func length(ofMask text: String) -> Int? {
    if text.lowercased().hasPrefix("0x") {
      return UInt32(text.dropFirst(2), radix: 16)?.nonzeroBitCount
    }
    return IPAddress(text)?.bytes.map(\.nonzeroBitCount).reduce(0, +)
  }

  static let takingValue: Set = [
    "mtu", "metric", "description", "descr", "ether", "lladdr", "link", "media", "mediaopt", "mode",
    "fib", "group", "-group", "vhid", "advskew", "advbase", "pass", "vlan", "vlandev", "name",
    "broadcast", "maclabel", "laggproto", "laggport", "-laggport", "lagghash", "netmask",
    "prefixlen", "instance", "vlanproto", "vlanpcp",
  ]

  /// Words that may be written with or without a `-` in front.
  static let flags: Set = [
    "arp", "promisc", "polling", "tso", "tso4", "tso6", "lro", "rxcsum", "txcsum", "rxcsum6",
    "txcsum6", "vlanhwtag", "vlanhwfilter", "vlanhwtso", "vlanmtu", "wol", "toe", "debug", "link0",
    "link1", "link2", "monitor", "staticarp", "auto_linklocal", "no_prefer_iface", "no_radr", "nud",
    "defaultif", "autoconf", "deprecated", "anycast", "eui64", "create", "destroy", "unplumb",
    "use_flowid", "use_numa",
  ]
}
