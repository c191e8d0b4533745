import Failover

/// A parsed line of `ip -oneline address show`:
///
/// `3: eth0    inet 10.1.2.4/24 brd 10.1.2.255 scope global dynamic eth0\ valid_lft 3000sec ...`
struct IPAddressLine {
  /// The address in the line; nil if the line has an unknown form.
  private(set) var address: InterfaceAddress?

  init(_ words: [String], on name: InterfaceName) {
    guard words.count > 4, var found = InterfaceAddress(words[3]),
      found.family.rawValue == words[2], words[3].contains("/")
    else { return }
    var rest = words.dropFirst(4)
    while let word = rest.popFirst(), word != "\\", !word.hasSuffix("\\") {
      switch word {
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
        if origin == "kernel_ra" { found.isAutoconfigured = true }
      // A lease of DHCPv6 is `dynamic` too, but has none of these.
      case "mngtmpaddr", "temporary": found.isAutoconfigured = true
      case "noprefixroute", "home": found.attributes.append(word)
      case "deprecated": if found.family == .inet6 { found.attributes += ["preferred_lft", "0"] }
      case "secondary", "dynamic", "tentative", "dadfailed", "nodad", "optimistic",
        "stable-privacy", "autojoin", "permanent":
        break
      default: return
      }
    }
    address = found
  }
}
