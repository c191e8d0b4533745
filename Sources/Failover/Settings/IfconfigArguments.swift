/// The words of the variable `ifconfig_IF` of rc.conf: arguments of ifconfig(8), and words such as
/// `DHCP` that network.subr interprets itself.
package struct IfconfigArguments: Hashable, Sendable {
  /// The words in the order of rc.conf: `inet`, `192.0.2.50/24`, `SYNCDHCP`.
  package var words: [String]

  /// The arguments with these words, in the order of rc.conf.
  package init(_ words: [String] = []) { self.words = words }

  /// The words that ifconfig(8) gets (`ifconfig_getargs` of network.subr): all except DHCP,
  /// SYNCDHCP, NOSYNCDHCP, NOAUTO, WPA and HOSTAP in upper or lower case, and `vnet NAME`.
  package var withoutPseudoWords: [String] {
    var kept: [String] = []
    var isJailName = false
    for word in words {
      if isJailName {
        isJailName = false
      } else if word == "vnet" {
        isJailName = true
      } else if !Self.pseudoWords.contains(word.asciiUppercased) {
        kept.append(word)
      }
    }
    return kept
  }

  /// True if one of the words is DHCP, SYNCDHCP or NOSYNCDHCP, in upper or lower case (`dhcpif` of
  /// network.subr).
  package var asksForDHCP: Bool {
    words.contains { Self.clientWords.contains($0.asciiUppercased) }
  }

  /// True for SYNCDHCP, with which the start of the DHCP client waits for a lease; false for
  /// NOSYNCDHCP; nil if the words have neither. If they have both, the first one decides
  /// (`syncdhcpif` of network.subr).
  package var waitsForLease: Bool? {
    words.lazy.map { $0.asciiUppercased }.first { $0 == "SYNCDHCP" || $0 == "NOSYNCDHCP" }
      .map { $0 == "SYNCDHCP" }
  }

  /// True if `addresses` has an address of `family`. DHCP does not count.
  package func hasAddress(of family: AddressFamily) -> Bool {
    addresses.contains { $0.family == family }
  }

  /// The addresses among the words, each with the prefix length from `/24`, `netmask` or
  /// `prefixlen`. Without one of these, the prefix is the whole address, 32 or 128 bits.
  package var addresses: [InterfaceAddress] {
    let words = withoutPseudoWords
    return words.indices.compactMap { index in
      guard var address = InterfaceAddress(words[index]) else { return nil }
      guard index + 2 < words.count else { return address }
      let length =
        switch words[index + 1] {
        case "netmask": InterfaceAddress.prefixLength(ofMask: words[index + 2])
        case "prefixlen": Int(words[index + 2])
        default: Int?.none
        }
      address.prefixLength = length ?? address.prefixLength
      return address
    }
  }

  private static let clientWords = ["DHCP", "SYNCDHCP", "NOSYNCDHCP"]
  private static let pseudoWords = clientWords + ["NOAUTO", "WPA", "HOSTAP"]
}
