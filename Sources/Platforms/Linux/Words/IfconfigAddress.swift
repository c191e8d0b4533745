import Failover

/// The words of ifconfig(8) that add or remove one address:
/// `inet 192.0.2.50 netmask 0xffffff00 alias`.
struct IfconfigAddress {
  private let name: InterfaceName
  /// The family that the word `inet` or `inet6` before the address names; nil if there is no such
  /// word, since an address may stand alone.
  private var declared: AddressFamily?
  private var entry: InterfaceAddress?
  private var word = ""
  private var length: Int?
  private var broadcast: IPAddress?
  private var isRemoval = false
  private var lifetimes: [String] = []
  /// True if the words have `eui64`: the host part of the address comes from the hardware address.
  private(set) var isFromHardware = false

  init(on name: InterfaceName) { self.name = name }

  /// Parses `word`, and takes its value from `rest`, the words after it. Returns false if `word` is
  /// not about addresses. Throws if its value is missing or invalid.
  mutating func takes(
    _ word: String, _ rest: inout ArraySlice<String>
  ) throws(UntranslatableWord) -> Bool {
    switch word {
    case "inet", "inet6": declared = AddressFamily(rawValue: word)
    case "alias", "add": break
    case "-alias", "delete", "remove": isRemoval = true
    case "netmask" where family == .inet:
      length = try value(of: word, &rest, InterfaceAddress.prefixLength(ofMask:))
    case "prefixlen":
      let family = family
      length = try value(of: word, &rest) { text in
        Int(text).flatMap { (0...family.bits).contains($0) ? $0 : nil }
      }
    case "broadcast": broadcast = try value(of: word, &rest) { IPAddress($0) }
    case "eui64" where family == .inet6: isFromHardware = true
    case "deprecated": lifetimes += ["preferred_lft", "0"]
    case "pltime": lifetimes += ["preferred_lft", try seconds(word, &rest)]
    case "vltime": lifetimes += ["valid_lft", try seconds(word, &rest)]
    default: return try takesAddress(word)
    }
    return true
  }

  private mutating func takesAddress(_ word: String) throws(UntranslatableWord) -> Bool {
    guard let found = InterfaceAddress(word) else { return false }
    // A second address would be the other end of a point-to-point link.
    guard entry == nil, found.family == declared ?? found.family,
      found.address.zone ?? name.text == name.text
    else { throw UntranslatableWord(word, .noCounterpart) }
    entry = found
    self.word = word
    if word.contains("/") { length = found.prefixLength }
    return true
  }

  private var family: AddressFamily { entry?.family ?? declared ?? .inet }

  /// True if the words add an IPv4 address without a prefix length, so that its class (RFC 791)
  /// determines the length.
  var isClassful: Bool { entry?.family == .inet && length == nil && !isRemoval }

  /// The address to add, with its prefix length; nil if the words have no address, or remove one.
  /// Throws if the words do not make a valid address.
  var result: InterfaceAddress? {
    get throws(UntranslatableWord) {
      guard let found = try complete, !isRemoval else { return nil }
      return found
    }
  }

  /// The address to remove; nil if the words remove none. Throws if the words do not make a valid
  /// address.
  var removal: InterfaceAddress? {
    get throws(UntranslatableWord) { isRemoval ? try complete : nil }
  }

  private var complete: InterfaceAddress? {
    get throws(UntranslatableWord) {
      guard let entry else {
        guard !isRemoval, length == nil, broadcast == nil, lifetimes.isEmpty, !isFromHardware else {
          throw UntranslatableWord(isRemoval ? "-alias" : family.rawValue, .valueMissing)
        }
        return nil
      }
      guard let length = length ?? usualLength(of: entry.address), length <= family.bits,
        broadcast?.family ?? family == family, !isFromHardware || length <= 64
      else { throw UntranslatableWord(word, .noCounterpart) }
      var found = InterfaceAddress(entry.address.withoutZone, prefixLength: length)
      // A network of one or two hosts has no broadcast address (RFC 3021).
      let usual = family == .inet && length < 31 ? found.lastOfNetwork : nil
      found.broadcast = broadcast ?? usual
      found.attributes = lifetimes
      return found
    }
  }

  /// The effects that add or remove the address; empty if the words have none. Throws if the words
  /// do not make a valid address, and for `eui64`, since the hardware address is not known here.
  var effects: [Effect] {
    get throws(UntranslatableWord) {
      guard let found = try complete else { return [] }
      // The hardware address is not known here. `TranslatedConfiguration` has such addresses.
      guard !isFromHardware else { throw UntranslatableWord("eui64", .noCounterpart) }
      let words =
        isRemoval
        ? ["address", "flush", "dev", name.text, "to", "\(found.address)/\(family.bits)"]
        : ["address", "replace", "\(found)"] + announcement(found.prefixLength) + lifetimes
          + ["dev", name.text]
      return [.run(Command(Linux.ip, words))]
    }
  }

  private func announcement(_ length: Int) -> [String] {
    if let broadcast { return ["broadcast", "\(broadcast)"] }
    return family == .inet && length < 31 ? ["brd", "+"] : []
  }

  /// Returns the prefix length, in bits, of an address without one, as in ifconfig(8): 64 for IPv6,
  /// and that of its class for IPv4 (RFC 791). Nil for an IPv4 address from 224.0.0.0 on.
  private func usualLength(of address: IPAddress) -> Int? {
    if family == .inet6 { return 64 }
    return switch address.bytes[0] {
    case 0..<128: 8
    case 128..<192: 16
    case 192..<224: 24
    default: nil
    }
  }

  private func seconds(
    _ word: String, _ rest: inout ArraySlice<String>
  ) throws(UntranslatableWord) -> String {
    String(try value(of: word, &rest) { UInt32($0) })
  }

  private func value<Value>(
    of word: String, _ rest: inout ArraySlice<String>, _ parse: (String) -> Value?
  ) throws(UntranslatableWord) -> Value {
    let text = try IfconfigWords.value(of: word, &rest)
    guard let value = parse(text) else { throw UntranslatableWord(word, .value(text)) }
    return value
  }
}
