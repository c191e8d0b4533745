import Failover

/// The error for a word of ifconfig(8) in rc.conf that cannot be translated for Linux.
package struct UntranslatableWord: Error, Hashable, Sendable {
  /// The reason why a word cannot be translated.
  package enum Reason: Hashable, Sendable {
    /// The word has no equivalent on Linux, or the programs do not know it.
    case noCounterpart
    /// The word would change the hardware address, by which a VF and its synthetic NIC find each
    /// other.
    case pairing
    /// The word needs a value after it, and has none.
    case valueMissing
    /// The word has an invalid value after it. The value of this case is that text.
    case value(String)
  }

  /// The word as it is in rc.conf.
  package var word: String
  /// The reason why the word cannot be translated.
  package var reason: Reason

  /// The word `word`, which cannot be translated because of `reason`.
  package init(_ word: String, _ reason: Reason) {
    self.word = word
    self.reason = reason
  }
}

/// The words of one ifconfig(8) command, translated for Linux.
package struct IfconfigWords: Hashable, Sendable {
  /// The effects that apply the words, in order, with the address last, as in ifconfig(8). Offloads
  /// are in `offloads`. An address from `eui64` is only in `address`.
  package private(set) var effects: [Effect] = []
  /// The commands of ethtool(8) that switch offloads on or off; empty if the words name none.
  ///
  /// A NIC may not support an offload, so a failure is only a warning.
  package private(set) var offloads: [Command] = []
  /// The address that the words add, with its prefix length; nil if they add none.
  package private(set) var address: InterfaceAddress?
  /// True if the words have `eui64`: the host part of the address comes from the hardware address.
  package private(set) var isFromHardware = false
  /// The MTU in bytes; nil if the words set none.
  package private(set) var mtu: Int?
  /// The words that are not about an added address, the MTU or offloads: `up`, `-arp`. Words that
  /// do nothing on Linux are left out.
  package private(set) var others: [String] = []
  /// The words about offloads, such as `-tso`, as they are in rc.conf.
  package private(set) var optionalWords: [String] = []
  /// True if the words add an IPv4 address without a prefix length, so that its class (RFC 791)
  /// determines the length.
  package private(set) var isClassful = false

  /// Translates `words`, those of one ifconfig(8) command for the interface `name`.
  ///
  /// Throws at the first word without an equivalent on Linux, or with a missing or invalid value.
  package init(_ words: [String], on name: InterfaceName) throws(UntranslatableWord) {
    var address = IfconfigAddress(on: name)
    var rest = words[...]
    while let word = rest.popFirst() {
      if try address.takes(word, &rest) { continue }
      try take(word, &rest, name)
    }
    isClassful = address.isClassful
    isFromHardware = address.isFromHardware
    self.address = try address.result
    if let gone = try address.removal { others += [gone.family.rawValue, "\(gone)", "-alias"] }
    guard !isFromHardware else { return }
    effects += try address.effects
  }

  private mutating func take(
    _ word: String, _ rest: inout ArraySlice<String>, _ name: InterfaceName
  ) throws(UntranslatableWord) {
    switch IfconfigTable.meaning(of: word) {
    case .nothing: break
    case .link(let words):
      effects.append(.link(name, words))
      others.append(word)
    case .ipv6(let setting, let value):
      effects.append(.write(value, to: Linux.ipv6(setting, of: name)))
      others.append(word)
    case .offload(let features, let isOn):
      optionalWords.append(word)
      let words = features.flatMap { [$0, isOn ? "on" : "off"] }
      offloads.append(Command(IfconfigTable.ethtool, ["-K", name.text] + words))
    case .size:
      let value = try Self.value(of: word, &rest)
      // The minimum of IPv4 (RFC 791), and the maximum of sixteen bits.
      guard let size = Int(value), (68...65535).contains(size) else {
        throw UntranslatableWord(word, .value(value))
      }
      mtu = size
      effects.append(.link(name, [word, value]))
    case .text:
      let text = try Self.text(of: word, &rest)
      effects.append(.link(name, ["alias", text]))
      others += [word, text]
    case .only(let accepted):
      let value = try Self.value(of: word, &rest)
      guard value == accepted else { throw UntranslatableWord(word, .value(value)) }
    case .pairing: throw UntranslatableWord(word, .pairing)
    case nil: throw UntranslatableWord(word, .noCounterpart)
    }
  }

  /// Takes the text after `word` from `rest` and returns it: one word, or several in quotes, which
  /// are removed as by `eval` in network.subr. Throws if there is no text or no closing quote.
  private static func text(
    of word: String, _ rest: inout ArraySlice<String>
  ) throws(UntranslatableWord) -> String {
    var text = try value(of: word, &rest)
    guard let quote = text.first, quote == "\"" || quote == "'" else { return text }
    while text.count < 2 || text.last != quote {
      text += " " + (try value(of: word, &rest))
    }
    return String(text.dropFirst().dropLast())
  }

  /// Takes the word after `word` from `rest`, the words that follow, and returns it. Throws if
  /// there is none.
  static func value(
    of word: String, _ rest: inout ArraySlice<String>
  ) throws(UntranslatableWord) -> String {
    guard let value = rest.popFirst() else { throw UntranslatableWord(word, .valueMissing) }
    return value
  }
}

/// A table of what each word of ifconfig(8) means on Linux, except the words for addresses.
enum IfconfigTable {
  enum Meaning {
    /// The word is accepted, but does nothing on Linux: `debug`.
    case nothing
    /// The command is `ip link set dev IF` with these words: `arp off` for `-arp`.
    case link([String])
    /// A setting of IPv6: the name of the file in /proc/sys/net/ipv6/conf/IF, and the text to write
    /// to it.
    case ipv6(String, String)
    /// The command is `ethtool -K IF` with `FEATURE on` for each of these features; `off` if the
    /// second value is false.
    case offload([String], Bool)
    /// The next word is the MTU. ip-link(8) has the same word for it, `mtu`.
    case size
    /// The next words are a description of the interface: one word, or several in quotes.
    case text
    /// The next word must be this value, such as `0` after `fib`. It is the default, so nothing is
    /// done.
    case only(String)
    /// The word is refused: it would change the hardware address, by which a VF and its synthetic
    /// NIC find each other.
    case pairing
  }

  static let ethtool = "/sbin/ethtool"

  /// Returns what `word` means on Linux; nil if it has no equivalent there.
  static func meaning(of word: String) -> Meaning? {
    if let meaning = words[word] { return meaning }
    let isOff = word.hasPrefix("-")
    let name = isOff ? String(word.dropFirst()) : word
    if let features = features[name] { return .offload(features, !isOff) }
    if ignored.contains(name) || name.hasPrefix("wol") { return .nothing }
    return pseudoWords.contains(word.asciiUppercased) ? .nothing : nil
  }

  private static let words: KeyedValues<String, Meaning> = [
    "up": .link(["up"]), "down": .link(["down"]),
    "arp": .link(["arp", "on"]), "-arp": .link(["arp", "off"]),
    "promisc": .link(["promisc", "on"]), "-promisc": .link(["promisc", "off"]),
    "mtu": .size, "description": .text, "descr": .text,
    "metric": .only("0"), "fib": .only("0"), "media": .only("autoselect"),
    "ether": .pairing, "lladdr": .pairing, "link": .pairing,
    "accept_rtadv": .ipv6("accept_ra", Linux.acceptAdvertisements),
    "-accept_rtadv": .ipv6("accept_ra", "0"),
    "auto_linklocal": .link(["addrgenmode", "eui64"]),
    "-auto_linklocal": .link(["addrgenmode", "none"]),
    "ifdisabled": .ipv6("disable_ipv6", "1"), "-ifdisabled": .ipv6("disable_ipv6", "0"),
    "no_dad": .ipv6("accept_dad", "0"), "-no_dad": .ipv6("accept_dad", "1"),
    "no_radr": .ipv6("accept_ra_defrtr", "0"), "-no_radr": .ipv6("accept_ra_defrtr", "1"),
    // `monitor` without `-` would keep the NIC from sending, so it is refused.
    "-monitor": .nothing,
  ]

  /// For each word of ifconfig(8) about an offload: the names of that offload in ethtool(8), which
  /// does not distinguish IPv4 and IPv6.
  private static let features: KeyedValues<String, [String]> = [
    "rxcsum": ["rx"], "rxcsum6": ["rx"], "txcsum": ["tx"], "txcsum6": ["tx"],
    "tso": ["tso"], "tso4": ["tso"], "tso6": ["tso"], "lro": ["lro"],
    "vlanhwtag": ["rxvlan", "txvlan"], "vlanhwfilter": ["rx-vlan-filter"],
  ]

  private static let ignored = [
    "vlanmtu", "vlanhwcsum", "vlanhwtso", "nud", "link0", "link1", "link2", "debug",
  ]

  /// Words that network.subr does not pass to ifconfig(8). WPA and HOSTAP are not among them: they
  /// are for wireless NICs, which have no VF.
  private static let pseudoWords = ["DHCP", "SYNCDHCP", "NOSYNCDHCP", "NOAUTO"]
}

extension Effect {
  fileprivate static func link(_ name: InterfaceName, _ words: [String]) -> Effect {
    .run(Command(Linux.ip, ["link", "set", "dev", name.text] + words))
  }
}
