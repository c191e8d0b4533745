/// The words of `ifconfig_IF`: arguments of ifconfig(8), with network.subr's own words among them.
package struct IfconfigArguments: Hashable, Sendable {
  /// The words as they stand in rc.conf.
  package var words: [String]

  /// These words.
  package init(_ words: [String] = []) { self.words = words }

  /// What ifconfig(8) gets (`ifconfig_getargs`): without DHCP, SYNCDHCP, NOSYNCDHCP, NOAUTO, WPA and
  /// HOSTAP in any case of letters, and without `vnet NAME`.
  package var withoutPseudoWords: [String] {
    var kept: [String] = []
    var isJailName = false
    for word in words {
      if isJailName {
        isJailName = false
      } else if word == "vnet" {
        isJailName = true
      } else if !Self.pseudoWords.contains(word.uppercased()) {
        kept.append(word)
      }
    }
    return kept
  }

  /// Whether a word asks for DHCP (`dhcpif`).
  package var asksForDHCP: Bool {
    words.contains { Self.clientWords.contains($0.uppercased()) }
  }

  /// Whether the client is to be waited for (`syncdhcpif`): the first word that says so decides;
  /// nil where none does.
  package var waitsForLease: Bool? {
    words.lazy.map { $0.uppercased() }.first { $0 == "SYNCDHCP" || $0 == "NOSYNCDHCP" }
      .map { $0 == "SYNCDHCP" }
  }

  /// Whether any of them is an address of that family.
  package func gives(_ family: AddressFamily) -> Bool {
    addresses.contains { $0.family == family }
  }

  /// The addresses among them, with the length that `/`, `netmask` or `prefixlen` gives.
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
