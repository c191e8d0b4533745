/// The stand-ins for the names of hosts, domains and wireless networks: `host1`, `domain1.example`
/// and `network1`, which a report shows in place of the real names.
struct NameStandIns {
  private var hosts: [[UInt8]] = []
  private var domains: [[UInt8]] = []
  private var wireless: [[UInt8]] = []

  /// Names that many machines have, such as `localhost`. They identify no machine, so a report may
  /// show them.
  private static let common = [
    "localhost", "localdomain", "localhost.localdomain", "local", "linux", "freebsd", "debian",
    "ubuntu", "fedora", "none", "yes", "no", "true", "false", "auto", "default", "any",
  ]

  /// Records the name of a host, so that `redacted` replaces it. If the name contains a `.`, the
  /// part before the first `.` is recorded as a host and the rest as a domain.
  mutating func note(_ name: String) { note(host: Array(name.utf8)) }

  /// Records the names in a line that has a label for names, so that `redacted` replaces them:
  /// `corp.example.com` in `search corp.example.com`. Does nothing for any other line.
  mutating func note(line: [UInt8]) {
    for (kind, name) in NamingLine.names(in: line) {
      switch kind {
      case .host: note(host: name)
      case .router:
        // A name without a domain may as well be an interface, as may `hn0.100`.
        if let dot = name.lastIndex(of: UInt8(ascii: ".")), dot + 1 < name.count,
          name[dot + 1] > 0x40, !name.contains(UInt8(ascii: "/"))
        {
          note(host: name)
        }
      case .domain: note(domain: name)
      case .wireless: if name.count > 1, !wireless.contains(name) { wireless.append(name) }
      }
    }
  }

  private mutating func note(host name: [UInt8]) {
    let parts = name.split(separator: UInt8(ascii: "."), maxSplits: 1)
    guard let first = parts.first else { return }
    Self.add(Array(first), to: &hosts)
    if parts.count == 2 { note(domain: Array(parts[1])) }
  }

  private mutating func note(domain name: [UInt8]) {
    let bare = Array(name.drop { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: ".") })
    let end = bare.last == UInt8(ascii: ".") ? bare.dropLast() : bare[...]
    Self.add(Array(end), to: &domains)
  }

  private static func add(_ name: [UInt8], to list: inout [[UInt8]]) {
    let low = lowercased(name)
    let isName = low.allSatisfy { isAlphanumeric($0) || [0x2D, 0x2E, 0x5F].contains($0) }
    let isNumber = low.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    guard isName, !isNumber, low.count > 1, !list.contains(low),
      !common.contains(where: { $0.utf8.elementsEqual(low) })
    else { return }
    list.append(low)
  }

  /// Returns the line with a stand-in, such as `host1`, in place of each recorded name and of each
  /// word that looks like the name of a domain.
  mutating func redacted(_ line: [UInt8]) -> [UInt8] {
    var line = line
    for (index, name) in wireless.enumerated() {
      line = line.replacing(name, with: Array("network\(index + 1)".utf8))
    }
    var result: [UInt8] = []
    var place = 0
    while place < line.count {
      let stop = line[place...].firstIndex { !isNameByte($0) } ?? line.count
      if stop == place {
        result.append(line[place])
        place += 1
      } else {
        result += word(Array(line[place..<stop]), isAddress: isMailAddress(line, place..<stop))
        place = stop
      }
    }
    return result
  }

  /// True if the word at `word` is the domain of a mail address: it follows an `@`, and its last
  /// part begins with a letter. ip(8) shows a VLAN as `eth0.7@eth0`, or `eth0.7.9@eth0.7`.
  private func isMailAddress(_ line: [UInt8], _ word: Range<Int>) -> Bool {
    guard word.lowerBound > 1, line[word.lowerBound - 1] == UInt8(ascii: "@"),
      isAlphanumeric(line[word.lowerBound - 2]),
      let dot = line[word].lastIndex(of: UInt8(ascii: "."))
    else { return false }
    return dot + 1 < word.upperBound && isAlphanumeric(line[dot + 1])
      && !(0x30...0x39).contains(line[dot + 1])
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "_")
  }

  /// Returns the stand-in for a word of letters, digits, `-`, `_` and `.`; the word itself if it is
  /// not a name. `isAddress` is true if the word follows the `@` of a mail address, which makes it
  /// a domain.
  private mutating func word(_ written: [UInt8], isAddress: Bool) -> [UInt8] {
    let dots = written.reversed().prefix { $0 == UInt8(ascii: ".") }
    let low = lowercased(written.dropLast(dots.count))
    if let index = hosts.firstIndex(of: low) { return Array("host\(index + 1)".utf8) + dots }
    if let name = inKnownDomain(low) { return name + dots }
    guard isAddress || Self.isDomainName(low) else { return written }
    let parts = low.split(separator: UInt8(ascii: "."), maxSplits: 1)
    let hasHost = parts.count == 2 && parts[1].contains(UInt8(ascii: "."))
    Self.add(hasHost ? Array(parts[1]) : low, to: &domains)
    return (inKnownDomain(low) ?? written) + dots
  }

  /// Returns the stand-in for a recorded domain, such as `domain1.example`, or for a host in a
  /// recorded domain, such as `host1.domain1.example`. Nil if `name`, in lower case, is neither.
  private mutating func inKnownDomain(_ name: [UInt8]) -> [UInt8]? {
    guard
      let index = domains.indices.filter({ isIn(domains[$0], name) })
        .max(by: { domains[$0].count < domains[$1].count })
    else { return nil }
    let domain = Array("domain\(index + 1).example".utf8)
    guard name.count > domains[index].count else { return domain }
    let host = Array(name.dropLast(domains[index].count + 1))
    Self.add(host, to: &hosts)
    let number = hosts.firstIndex(of: host).map { "host\($0 + 1)." } ?? ""
    return Array(number.utf8) + domain
  }

  private func isIn(_ domain: [UInt8], _ name: [UInt8]) -> Bool {
    guard name.count > domain.count else { return name == domain }
    return name.suffix(domain.count).elementsEqual(domain)
      && name[name.count - domain.count - 1] == UInt8(ascii: ".")
  }

  /// Endings that show that a word is the name of a domain, such as `.com`. Names of files and
  /// variables rarely have them.
  private static let ends = [
    ".com", ".net", ".org", ".edu", ".gov", ".mil", ".int", ".info", ".biz", ".internal", ".lan",
    ".corp", ".intra", ".intranet", ".cloud", ".dev", ".app", ".local", ".home.arpa", ".eu", ".de",
    ".fr", ".uk", ".nl", ".ch", ".at", ".jp", ".cn", ".ru", ".br", ".au", ".ca", ".us", ".se",
    ".fi",
    ".dk", ".pl", ".cz", ".es", ".kr", ".tw", ".example", ".test",
  ]

  private static func isDomainName(_ name: [UInt8]) -> Bool {
    let stems = ["rc.local", "rc.conf.local", "conf.local", "domain1.example"]
    return ends.contains {
      name.count > $0.utf8.count && name.suffix($0.utf8.count).elementsEqual($0.utf8)
    }
      && !stems.contains { $0.utf8.elementsEqual(name) } && isAlphanumeric(name[0])
  }
}

extension [UInt8] {
  /// Returns these bytes with `replacement` in place of every occurrence of `part`.
  func replacing(_ part: [UInt8], with replacement: [UInt8]) -> [UInt8] {
    guard var next = firstIndex(ofBytes: part) else { return self }
    var result: [UInt8] = []
    var place = 0
    while true {
      result += self[place..<next] + replacement
      place = next + part.count
      guard let other = firstIndex(ofBytes: part, from: place) else { break }
      next = other
    }
    return result + self[place...]
  }
}
