import Failover

/// Reads what `ifconfig NAME` prints (sbin/ifconfig, status()).
///
/// Lines of kinds that the programs do not use are passed over, since releases add some; a line of
/// a kind that they do use and cannot read is an error: a misread address would be lost.
func interface(
  fromIfconfig text: String, named name: InterfaceName
) throws(GuestError) -> Interface {
  let lines = text.split(whereSeparator: \.isNewline).map(String.init)
  guard let head = lines.first, head.hasPrefix("\(name): flags=") else {
    throw .notUnderstood(by: FreeBSD.ifconfig, line: lines.first ?? "")
  }
  var interface = Interface(name)
  let words = head.split(separator: " ").map(String.init)
  interface.isUp = flags(in: words[1]).contains("UP")
  interface.mtu = value(after: "mtu", in: words).flatMap { Int($0) } ?? interface.mtu
  for line in lines.dropFirst() {
    let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
    guard read(words, line, into: &interface) else {
      throw .notUnderstood(by: FreeBSD.ifconfig, line: line)
    }
  }
  return interface
}

/// Takes in one line; false where it is of a known kind and cannot be read.
private func read(_ words: [String], _ line: String, into interface: inout Interface) -> Bool {
  switch words.first {
  case "ether":
    interface.hardwareAddress = words.dropFirst().first.flatMap(HardwareAddress.init)
    return interface.hardwareAddress != nil
  case "inet", "inet6":
    guard let address = address(words) else { return false }
    interface.addresses.append(address)
  case "description:":
    // Its text may have several blanks in a row.
    interface.note = String(line.drop { $0 != ":" }.dropFirst(2))
  case "laggproto":
    guard words.count > 1 else { return false }
    let mode = words[1] == "failover" ? Bond.Mode.failover : .other(words[1])
    interface.bond = Bond(mode, members: interface.bond?.members ?? [])
  case "laggport:":
    guard let member = words.dropFirst().first.flatMap(InterfaceName.init) else { return false }
    var bond = interface.bond ?? Bond(.other("unknown"), members: [])
    bond.members.append(member)
    interface.bond = bond
  case "nd6":
    let options = flags(in: words.dropFirst().first ?? "")
    interface.isIPv6Disabled = options.contains("IFDISABLED")
    interface.acceptsRouterAdvertisements = options.contains("ACCEPT_RTADV")
  default: break
  }
  return true
}

/// `inet A netmask 0xffffff00 broadcast B`, `inet A/L broadcast B`, `inet6 A%IF prefixlen L autoconf`.
private func address(_ words: [String]) -> InterfaceAddress? {
  // `-->` names the other end of a point-to-point link, which no Ethernet has and no move keeps.
  guard words.count > 1, var address = InterfaceAddress(words[1]),
    address.family.rawValue == words[0], !words.contains("-->")
  else { return nil }
  if !words[1].contains("/") {
    let length =
      address.family == .inet
      ? value(after: "netmask", in: words).flatMap(InterfaceAddress.prefixLength)
      : value(after: "prefixlen", in: words).flatMap { Int($0) }
    guard let length, (0...address.family.bits).contains(length) else { return nil }
    address.prefixLength = length
  }
  address.broadcast = value(after: "broadcast", in: words).flatMap(IPAddress.init)
  guard address.broadcast != nil || !words.contains("broadcast") else { return nil }
  address.isAutoconfigured = words.contains("autoconf")
  return address
}

/// `flags=8843<UP,BROADCAST>` -> `["UP", "BROADCAST"]`.
private func flags(in word: String) -> [Substring] {
  guard let start = word.firstIndex(of: "<"), let end = word.lastIndex(of: ">") else { return [] }
  return word[word.index(after: start)..<end].split(separator: ",")
}

private func value(after word: String, in words: [String]) -> String? {
  guard let index = words.firstIndex(of: word), index + 1 < words.count else { return nil }
  return words[index + 1]
}
