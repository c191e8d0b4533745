/// The addresses that a lagg gets, as words of ifconfig(8), and the other words of rc.conf for the
/// synthetic NIC.
struct LaggAddresses {
  /// An address as words of ifconfig(8), beginning with the family.
  struct Entry: Hashable {
    /// The words, the family first: `inet 192.0.2.10/24`.
    var words: [String]
    /// The difference from FreeBSD's scripts because of which the address moves; nil if the scripts
    /// move it too.
    var deviation: Deviation?
    /// The reason, for a dry run.
    var reason: String

    /// The address in the words.
    var address: IPAddress? { IfconfigArguments(words).addresses.first?.address }
  }

  /// The IPv4 entries. The lagg gets the first one before all others.
  private(set) var inet: [Entry] = []
  /// The IPv6 entries, one command each. Some have no address, such as `inet6 accept_rtadv`.
  private(set) var inet6: [Entry] = []
  /// The words of rc.conf for the NIC that are not about addresses, such as `mtu 9000`.
  private(set) var others: [String] = []
  /// True if IPv6 is to be enabled on the lagg.
  private(set) var wantsIPv6 = false

  /// The addresses that `takeover` moves.
  init(_ takeover: Takeover) {
    guard takeover.scope == .whole else { return }
    let settings = takeover.settings
    let words = settings.arguments.withoutPseudoWords
    if !settings.usesDHCP { others = words.withoutAddresses }
    let known: [Entry] =
      (settings.usesDHCP ? [] : words.addressGroups).map {
        Entry(words: $0, deviation: nil, reason: "so says rc.conf")
      }
      + settings.aliasesToAdd.map {
        Entry(words: $0, deviation: .aliasesFollow, reason: "aliases follow")
      }
    let live = takeover.moving(.inet).filter { held in
      !known.contains { $0.address == held.entry.address }
    }
    inet =
      settings.usesDHCP
      ? live.map { lasting($0, takeover) } + known
      : known + live.map { Entry($0, beside: settings.givesAddress(.inet), takeover) }
    readIPv6(takeover)
  }

  /// The entry for a present address while DHCP is used. The address of the lease stays until the
  /// client on the lagg has a lease.
  private func lasting(_ held: HeldAddress, _ takeover: Takeover) -> Entry {
    guard held.entry == takeover.leased else { return Entry(held, beside: true, takeover) }
    return Entry(
      held.entry, takeover.deviation(of: held), "it serves until the client has a lease")
  }

  private mutating func readIPv6(_ takeover: Takeover) {
    guard takeover.network.hasIPv6 else { return }
    let settings = takeover.settings
    if settings.ipv6.isWanted {
      inet6 =
        settings.ipv6.arguments.map { Entry(words: $0, deviation: nil, reason: "so says rc.conf") }
        + settings.ipv6.aliases.map {
          Entry(words: $0 + ["alias"], deviation: nil, reason: "aliases follow")
        }
    }
    let live = takeover.moving(.inet6).filter { held in
      !inet6.contains { $0.address == held.entry.address.withoutZone }
    }
    wantsIPv6 = settings.ipv6.isWanted || !live.isEmpty
    inet6 += live.map { Entry($0, beside: takeover.givesAddress, takeover) }
  }
}

extension LaggAddresses.Entry {
  /// The entry for the present address `live` of a NIC.
  init(_ live: InterfaceAddress, _ deviation: Deviation?, _ reason: String) {
    self.init(words: live.words, deviation: deviation, reason: reason)
  }

  /// The entry for a present address that rc.conf does not have. `isBeside` is true if rc.conf has
  /// others.
  init(_ held: HeldAddress, beside isBeside: Bool, _ takeover: Takeover) {
    let reason =
      isBeside ? "it is live, and not in rc.conf" : "rc.conf is silent: what was live follows"
    let deviation = takeover.deviation(of: held) ?? (isBeside ? .liveBeside : .liveFollows)
    self.init(held.entry, deviation, reason)
  }
}

extension InterfaceAddress {
  /// The words of ifconfig(8) for the address: `inet 192.0.2.10/24`, with the broadcast address if
  /// it is not the last address of the network.
  var words: [String] {
    switch family {
    case .inet6: return ["inet6", "\(address.withoutZone)", "prefixlen", String(prefixLength)]
    case .inet:
      let isUsual = broadcast == nil || broadcast == lastOfNetwork
      return ["inet", "\(self)"] + (isUsual ? [] : ["broadcast", broadcast.map { "\($0)" } ?? ""])
    }
  }
}

extension [String] {
  /// The addresses among words of ifconfig(8), each with its family before it and its own words
  /// after it.
  fileprivate var addressGroups: [[String]] { divided.groups }

  /// The words that are not about an address. `up` is not among them, since an address sets the
  /// interface up.
  fileprivate var withoutAddresses: [String] { divided.others }

  private var divided: (groups: [[String]], others: [String]) {
    var groups: [[String]] = []
    var others: [String] = []
    var rest = self[...]
    while let word = rest.popFirst() {
      if let address = InterfaceAddress(word) {
        groups.append([address.family.rawValue, word])
      } else if ["netmask", "broadcast", "prefixlen"].contains(word), !groups.isEmpty {
        groups[groups.count - 1] += [word] + [rest.popFirst()].compactMap { $0 }
      } else if !["inet", "inet6", "up", "alias", "add"].contains(word) {
        others.append(word)
      }
    }
    return (groups, others)
  }
}
