import Failover
import RCConf

/// Parses `text`, the output of `ifconfig NAME`, into an interface with its flags, addresses and
/// bond (sbin/ifconfig, status()).
///
/// Skips kinds of lines that are not needed, since releases add some. Throws `.notUnderstood` at a
/// needed line with an unknown form, because an address could be lost.
func interface(
  fromIfconfig text: String, named name: InterfaceName
) throws(GuestError) -> Interface {
  let lines = text.lines.map(String.init)
  guard let head = lines.first, head.hasPrefix("\(name): flags=") else {
    throw .notUnderstood(by: FreeBSD.ifconfig, line: lines.first ?? "")
  }
  var interface = Interface(name)
  let words = head.words
  interface.isUp = flags(in: words[1]).contains("UP")
  interface.mtu = ifconfigValue(after: "mtu", in: words).flatMap { Int($0) } ?? interface.mtu
  for line in lines.dropFirst() {
    let words = line.words
    guard read(words, line, into: &interface) else {
      throw .notUnderstood(by: FreeBSD.ifconfig, line: line)
    }
  }
  return interface
}

/// The VLANs on the interface `parent` in `text`, the output of `ifconfig -a`; empty if there are
/// none. A VLAN has the line `vlan: 5 vlanproto: 802.1q vlanpcp: 0 parent interface: hn0`
/// (sbin/ifconfig/ifvlan.c; older releases print fewer words). Throws `.notUnderstood` if a needed
/// line of such a VLAN has an unknown form, or if a VLAN is listed twice.
func vlans(
  fromIfconfig text: String, on parent: InterfaceName
) throws(GuestError) -> [VLAN] {
  var found: [VLAN] = []
  for listing in listings(in: text) {
    let lines = listing.text.lines
    for line in lines where line.words.first == "vlan:" {
      let words = line.words
      guard let tag = ifconfigValue(after: "vlan:", in: words), let device = words.last else {
        continue
      }
      guard device == parent.text else { continue }
      guard Int(tag) != nil, let name = InterfaceName(listing.name),
        !found.contains(where: { $0.interface.name == name })
      else {
        throw .notUnderstood(by: FreeBSD.ifconfig, line: String(line))
      }
      let options = ["vlanproto", "vlanpcp"].flatMap { option in
        ifconfigValue(after: "\(option):", in: words).map { [option, $0] } ?? []
      }
      let interface = try interface(fromIfconfig: String(listing.text), named: name)
      found.append(VLAN(interface, words: ["vlan", tag] + options))
    }
  }
  return found
}

/// The lagg that has the interface `name` as a port, or else the bridge that has it as a member, in
/// `text`, the output of `ifconfig -a`; nil if there is neither.
func master(of name: InterfaceName, inListings text: String) -> InterfaceName? {
  lagg(of: name, inListings: text) ?? bridge(of: name, inListings: text)
}

/// The lagg that has the interface `name` as a port in `text`, the output of `ifconfig -a`; nil if
/// there is none.
func lagg(of name: InterfaceName, inListings text: String) -> InterfaceName? {
  holder(of: name, by: "laggport:", in: text)
}

/// The bridge that has the interface `name` as a member in `text`, the output of `ifconfig -a`; nil
/// if there is none.
func bridge(of name: InterfaceName, inListings text: String) -> InterfaceName? {
  holder(of: name, by: "member:", in: text)
}

/// The bridge that has the interface `name` as a member, and the options of this membership, in
/// `text`, the output of `ifconfig -a`. Nil if the interface is in no bridge. The line of the
/// bridge is `member: hn0 flags=143<LEARNING,DISCOVER,AUTOEDGE>` (sbin/ifconfig/ifbridge.c).
func membership(of name: InterfaceName, inListings text: String) -> Membership? {
  guard let bridge = bridge(of: name, inListings: text) else { return nil }
  let line = text.lines.map { $0.words }.first { $0.starts(with: ["member:", name.text]) }
  let set = flags(in: line?.dropFirst(2).joined(separator: " ") ?? "")
  let switchedOn = ["STP", "PRIVATE", "STICKY"].filter { set.contains($0) }.map {
    $0.asciiLowercased
  }
  let switchedOff = [("LEARNING", "-learn"), ("DISCOVER", "-discover")]
    .filter { !set.contains($0.0) }.map { $0.1 }
  return Membership(of: bridge, options: switchedOn + switchedOff)
}

private func holder(of name: InterfaceName, by word: String, in text: String) -> InterfaceName? {
  var holder: String?
  for line in text.lines {
    holder = line.ifconfigName ?? holder
    guard line.utf8.dropFirst().starts(with: word.utf8) else { continue }
    if line.words.starts(with: [word, name.text]) { return holder.flatMap(InterfaceName.init) }
  }
  return nil
}

/// The lines of `ifconfig -a` about one interface.
struct IfconfigListing {
  /// The name of the interface.
  var name: String
  /// The lines about the interface, the first one included.
  var text: Substring
}

/// Divides `text`, the output of `ifconfig -a`, by interface.
func listings(in text: String) -> [IfconfigListing] {
  var found: [IfconfigListing] = []
  for line in text.lines {
    if let name = line.ifconfigName {
      found.append(IfconfigListing(name: name, text: line))
    } else if let last = found.indices.last {
      found[last].text = text[found[last].text.startIndex..<line.endIndex]
    }
  }
  return found
}

extension Substring {
  /// The name of the interface if this line of `ifconfig -a` is the first one about it, such as
  /// `hn0: flags=8843<UP> …`; nil for the others, which begin with a blank.
  fileprivate var ifconfigName: String? {
    guard let first = utf8.first, !first.isASCIIBlank else { return nil }
    return utf8.firstIndex(of: UInt8(ascii: ":")).map { String(self[..<$0]) }
  }
}

/// Reads `line`, whose words are `words`, into `interface`. Returns false if the line is of a
/// needed kind and has an unknown form.
private func read(_ words: [String], _ line: String, into interface: inout Interface) -> Bool {
  switch words.first {
  case "ether":
    interface.hardwareAddress = words.dropFirst().first.flatMap(HardwareAddress.init)
    return interface.hardwareAddress != nil
  case "inet", "inet6":
    guard let address = address(words) else { return false }
    interface.addresses.append(address)
  case "description:":
    // The text may contain several blanks in a row.
    interface.note = String(
      Substring((line.cut(at: UInt8(ascii: ":")).tail ?? "").utf8.dropFirst()))
  case "laggproto":
    guard words.count > 1 else { return false }
    let mode = words[1] == "failover" ? Bond.Mode.failover : .other(words[1])
    interface.bond = Bond(mode, members: interface.bond?.members ?? [])
  case "laggport:":
    guard let member = words.dropFirst().first.flatMap(InterfaceName.init) else { return false }
    var bond = interface.bond ?? Bond(.other("unknown"), members: [])
    bond.members.append(member)
    interface.bond = bond
  case "status:": interface.hasCarrier = words.dropFirst().joined(separator: " ") == "active"
  case "nd6":
    let options = flags(in: words.dropFirst().first ?? "")
    interface.isIPv6Disabled = options.contains("IFDISABLED")
    interface.acceptsRouterAdvertisements = options.contains("ACCEPT_RTADV")
    interface.skipsDuplicateDetection = options.contains("NO_DAD")
  default: break
  }
  return true
}

/// Parses the words of an address line of ifconfig(8): `inet A netmask 0xffffff00 broadcast B`,
/// `inet A/L broadcast B`, `inet6 A%IF prefixlen L autoconf`. Returns nil for any other form.
private func address(_ words: [String]) -> InterfaceAddress? {
  // `-->` is a point-to-point link, which no Ethernet NIC has.
  guard words.count > 1, var address = InterfaceAddress(words[1]),
    address.family.rawValue == words[0], !words.contains("-->")
  else { return nil }
  if !words[1].contains("/") {
    let length =
      address.family == .inet
      ? ifconfigValue(after: "netmask", in: words).flatMap(InterfaceAddress.prefixLength)
      : ifconfigValue(after: "prefixlen", in: words).flatMap { Int($0) }
    guard let length, (0...address.family.bits).contains(length) else { return nil }
    address.prefixLength = length
  }
  address.broadcast = ifconfigValue(after: "broadcast", in: words).flatMap(IPAddress.init)
  guard address.broadcast != nil || !words.contains("broadcast") else { return nil }
  address.isAutoconfigured = words.contains("autoconf")
  return address
}

/// The names of the flags in a word such as `flags=8843<UP,BROADCAST>`: `["UP", "BROADCAST"]`.
/// Empty if the word has no `<…>`.
func flags(in word: String) -> [String] {
  let bytes = word.utf8
  guard let start = bytes.firstIndex(of: UInt8(ascii: "<")),
    let end = bytes.lastIndex(of: UInt8(ascii: ">")), start < end
  else { return [] }
  return word[start..<end].words(between: ByteSet("<,"))
}

/// The element after the first `word` in `words`, a line of ifconfig(8); nil if there is none.
func ifconfigValue(after word: String, in words: [String]) -> String? {
  guard let index = words.firstIndex(of: word), index + 1 < words.count else { return nil }
  return words[index + 1]
}
