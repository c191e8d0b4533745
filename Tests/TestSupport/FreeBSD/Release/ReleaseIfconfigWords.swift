import Failover

/// Applies the words after `ifconfig NAME`, as a release of FreeBSD does.
///
/// `inet` and `inet6` are keywords only as the first word. An address is set last, wherever it is
/// written.
struct ReleaseIfconfigWords {
  typealias Refusal = IfconfigWords.Refusal

  var machine: SimulatedMachine
  let name: String
  var words: ArraySlice<String>
  /// The messages of errors that did not end the command.
  var complaints = ""
  var family = AddressFamily.inet
  var address: SimulatedNIC.Address?
  private var isRemoved = false
  var vlan: SimulatedVLAN?

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

  var nic: SimulatedNIC {
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
    // The VLAN stays up and keeps its addresses.
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
