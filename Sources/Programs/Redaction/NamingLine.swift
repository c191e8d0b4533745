/// Finds names of hosts, domains and wireless networks in lines of configuration or status, by the
/// label before the name: `search corp.example.com`.
enum NamingLine {
  /// The kind of thing that has a name: a host, a DNS domain, a wireless network (SSID)
  /// or perhaps a router.
  enum Kind: Hashable { case host, domain, wireless, router }

  /// The labels that come before names, in lower case, without `-`, `_` and blanks, each with the
  /// kind of its names.
  private static let keys: [(String, Kind)] = [
    ("hostname", .host), ("statichostname", .host), ("dhcphostname", .host), ("dhcpfqdn", .host),
    ("optionhostname", .host), ("sendhostname", .host), ("fqdn.fqdn", .host),
    ("search", .domain), ("domain", .domain), ("domains", .domain), ("dnssearch", .domain),
    ("domainname", .domain), ("domainsearch", .domain), ("dnsdomain", .domain),
    ("searchdomains", .domain), ("optiondomainname", .domain), ("optiondomainsearch", .domain),
    ("ssid", .wireless), ("wpassid", .wireless), ("wirelessessid", .wireless),
  ]

  /// Returns the names in a line, each with its kind: the domain `corp.example.com` for
  /// `search corp.example.com`. Empty if the line has no known label.
  static func names(in line: [UInt8]) -> [(Kind, [UInt8])] {
    var found: [(Kind, [UInt8])] = []
    if let (kind, value) = setting(line) {
      found += values(value, isWhole: kind == .wireless).map { (kind, $0) }
    }
    if let name = wirelessName(line) {
      found.append((.wireless, name))
      // ifconfig(8) shows `My\ Net` of rc.conf without the backslash.
      found.append((.wireless, name.filter { $0 != UInt8(ascii: "\\") }))
    }
    return found
  }

  /// Reads a line `key = value`, `key: value` or `key value`, or an option of a DHCP lease. Returns
  /// the kind of the names in the value, and the value; nil if the key is not in `keys`.
  private static func setting(_ line: [UInt8]) -> (Kind, [UInt8])? {
    let text = line.drop { $0 <= 0x20 }
    // `=` and `:` come first, since the key of `static hostname: web1` contains a blank. In
    // `search corp.example.com` a blank ends the key.
    let marks: [[UInt8]] = [
      [UInt8(ascii: "="), UInt8(ascii: ":")], [0x20, 0x09, UInt8(ascii: "\"")],
    ]
    for mark in marks {
      guard let end = text.firstIndex(where: { mark.contains($0) }) else { continue }
      let key = lowercased(text[..<end].filter { isAlphanumeric($0) || $0 == UInt8(ascii: ".") })
      let value = Array(text[(end + 1)...])
      // In `ssid guests channel 6` the name ends at the first blank; `wirelessName` reads this
      // form.
      // The variables `defaultrouter` and `route_lan` of rc.conf.
      let isRoute =
        text[end] == UInt8(ascii: "=") && key.firstIndex(ofBytes: Array("route".utf8)) != nil
      if let kind = isRoute ? .router : keys.first(where: { $0.0.utf8.elementsEqual(key) })?.1,
        kind != .wireless || mark.contains(UInt8(ascii: "="))
      {
        return (kind, value)
      }
    }
    return optionOfLease(Array(text))
  }

  /// Reads an option of a DHCP lease or of dhclient.conf(5):
  /// `option domain-name "corp.example.com";`. Returns the kind of the names in the value, and the
  /// value; nil if the text is no such option.
  private static func optionOfLease(_ text: [UInt8]) -> (Kind, [UInt8])? {
    let words = text.split(separator: 0x20, maxSplits: 2)
    guard words.count == 3,
      ["option", "send", "supersede", "prepend", "append"].contains(where: {
        $0.utf8.elementsEqual(words[0])
      })
    else { return nil }
    let key = lowercased(words[1].filter { isAlphanumeric($0) || $0 == UInt8(ascii: ".") })
    return keys.first { $0.0.utf8.elementsEqual(key) }.map { ($0.1, Array(words[2])) }
  }

  /// Splits the value of a line into names, at blanks, `,`, `;`, quotes and brackets; empty if
  /// there are none. If `isWhole`, blanks, `,` and brackets are part of a name, as in an SSID.
  private static func values(_ text: [UInt8], isWhole: Bool) -> [[UInt8]] {
    let separators = Array((isWhole ? "\";" : " \t,;\"'[]{}").utf8)
    let parts = text.split { separators.contains($0) || $0 == 0x0D }
    return parts.compactMap { part in
      let name = part.drop { $0 <= 0x20 }
      return name.isEmpty || name.first == UInt8(ascii: "#") ? nil : Array(name)
    }
  }

  /// Returns the name of a wireless network in a line of ifconfig(8), `ssid guests channel 6`, or
  /// of rc.conf, `ifconfig_wlan0="WPA SSID guests"`. Nil if the line has no SSID.
  private static func wirelessName(_ line: [UInt8]) -> [UInt8]? {
    let low = lowercased(line)
    guard let start = low.firstIndex(ofBytes: Array("ssid ".utf8)),
      start == 0 || !isAlphanumeric(low[start - 1])
    else { return nil }
    return Array(line[SecretValue(in: line, behind: start + 4).range])
  }
}
