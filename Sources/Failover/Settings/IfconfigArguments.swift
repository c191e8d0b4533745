/// The words of `ifconfig_IF`: arguments of ifconfig(8), and words such as `DHCP` that network.subr
/// interprets itself.
package struct IfconfigArguments: Hashable, Sendable {
  /// The words as in rc.conf.
  package var words: [String]

  /// The words `words`, in the order of rc.conf.
  package init(_ words: [String] = []) { self.words = words }

  /// The words for ifconfig(8) (`ifconfig_getargs`): without DHCP, SYNCDHCP, NOSYNCDHCP, NOAUTO,
  /// WPA and HOSTAP in upper or lower case, and without `vnet NAME`.
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

  /// True if one of the words is DHCP, SYNCDHCP or NOSYNCDHCP (`dhcpif` of network.subr).
  package var asksForDHCP: Bool {
    words.contains { Self.clientWords.contains($0.asciiUppercased) }
  }

  /// True for SYNCDHCP: wait until the DHCP client has a lease. False for NOSYNCDHCP. The first of
  /// these words decides (`syncdhcpif` of network.subr). Nil if neither word is there.
  package var waitsForLease: Bool? {
    words.lazy.map { $0.asciiUppercased }.first { $0 == "SYNCDHCP" || $0 == "NOSYNCDHCP" }
      .map { $0 == "SYNCDHCP" }
  }

  /// True if one of the words is an address of `family`.
  package func gives(_ family: AddressFamily) -> Bool {
    addresses.contains { $0.family == family }
  }

  /// The addresses among the words, with the length from `/`, `netmask` or `prefixlen`.
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
