import Failover

/// A parsed line of `ip -oneline address show`:
///
/// `3: eth0    inet 10.1.2.4/24 brd 10.1.2.255 scope global dynamic eth0\ valid_lft 3000sec ...`
///
/// or with a peer: `3: eth0    inet 10.9.0.1 peer 10.9.0.2/32 scope global eth0:1\ ...`
struct IPAddressLine {
  /// The address in the line; nil if the line has an unknown form.
  private(set) var address: InterfaceAddress?
  /// True if the address has a limited lifetime, as one from a lease does.
  private(set) var isDynamic = false

  init(_ words: [String], on name: InterfaceName) {
    guard words.count > 5, var found = InterfaceAddress(words[3]),
      found.family.rawValue == words[2], words[3].contains("/") || words[4] == "peer"
    else { return }
    var rest = words.dropFirst(4)
    while let word = rest.popFirst(), word != "\\" {
      if word.hasSuffix("\\") {
        found.addLabel(String(word.dropLast()), on: name)
        break
      }
      switch word {
      case "peer":
        guard let peer = rest.popFirst(), let length = InterfaceAddress(peer)?.prefixLength else {
          return
        }
        found.prefixLength = length
        found.attributes += [InterfaceAddress.peerWord, peer]
      case "brd":
        guard let broadcast = rest.popFirst().flatMap(IPAddress.init) else { return }
        found.broadcast = broadcast
      case "scope":
        guard let scope = rest.popFirst() else { return }
        // IPv6 derives the scope from the address.
        if found.family == .inet, scope != "global" { found.attributes += ["scope", scope] }
      case "metric":
        guard let metric = rest.popFirst() else { return }
        found.attributes += ["metric", metric]
      case "proto":
        guard let origin = rest.popFirst() else { return }
        if ["kernel_ra", "kernel_ll"].contains(origin) { found.isAutoconfigured = true }
      // A lease of DHCPv6 is `dynamic` too, but has none of these.
      case "mngtmpaddr", "temporary", "stable-privacy": found.isAutoconfigured = true
      case "noprefixroute", "home": found.attributes.append(word)
      case "deprecated": if found.family == .inet6 { found.attributes += ["preferred_lft", "0"] }
      case "dynamic": isDynamic = true
      case "secondary", "tentative", "dadfailed", "nodad", "optimistic",
        "autojoin", "permanent":
        break
      default: return
      }
    }
    address = found
  }
}

extension InterfaceAddress {
  /// The first of two attributes for the peer of an address: `peer 10.9.0.2/32`. They come first.
  static let peerWord = "peer"
  /// The first of two attributes for the label of an address. The second one is the end of the
  /// label, after the name of the interface: `:1` for `eth0:1`.
  private static let labelWord = "label"

  /// Adds `label` to the attributes. Nothing is added if it is the name of the interface, which is
  /// the usual label, or does not begin with it: ip-address(8) would not accept it.
  fileprivate mutating func addLabel(_ label: String, on name: InterfaceName) {
    guard family == .inet, let end = label.removing(prefix: name.text), !end.isEmpty else { return }
    attributes += [Self.labelWord, String(end)]
  }

  /// The attributes as words of ip-address(8) for the interface `name`. A label that is too long
  /// for the kernel with this name is left out.
  func attributes(on name: InterfaceName) -> [String] {
    guard let index = attributes.firstIndex(of: Self.labelWord), index + 1 < attributes.count else {
      return attributes
    }
    var words = attributes
    words[index + 1] = name.text + words[index + 1]
    // IFNAMSIZ of linux/if.h, with the byte that ends the text.
    if words[index + 1].utf8.count > 15 { words.removeSubrange(index...(index + 1)) }
    return words
  }
}
