/// The addresses that the lagg gets in a takeover on FreeBSD, from rc.conf and from the NICs, as
/// words of ifconfig(8). Also the other words of rc.conf for the NIC, such as `mtu 9000`.
struct LaggAddresses {
  /// The words of one ifconfig(8) command that gives the lagg an address, and the reason for it.
  struct Entry: Hashable {
    /// The words, the family first: `inet 192.0.2.10/24`.
    var words: [String]
    /// The difference from FreeBSD's scripts if they would not set this address: `.aliasesFollow`
    /// for an alias. Nil if they would set it too.
    var deviation: Deviation?
    /// The reason why the lagg gets the address, as a dry run shows it: `rc.conf sets it`.
    var reason: String

    /// The address in `words`; nil if there is none, as in `inet6 accept_rtadv`.
    var address: IPAddress? { IfconfigArguments(words).addresses.first?.address }
  }

  /// The entries with IPv4 addresses. The lagg gets the first one before all others. Empty if the
  /// lagg gets no IPv4 address before its DHCP client has a lease.
  private(set) var inet: [Entry] = []
  /// The entries for IPv6, one ifconfig(8) command each. Some have no address, such as
  /// `inet6 accept_rtadv`. Empty if the lagg gets no IPv6 configuration.
  private(set) var inet6: [Entry] = []
  /// The words of rc.conf for the NIC that are not about addresses, such as `mtu 9000`. Empty if
  /// there are none, and if rc.conf asks for DHCP.
  private(set) var others: [String] = []
  /// True if IPv6 is to be enabled on the lagg: rc.conf asks for IPv6, or a NIC has an IPv6 address
  /// that moves.
  private(set) var wantsIPv6 = false

  /// The addresses that the lagg gets in `takeover`. There are none if an override configures the
  /// lagg.
  init(_ takeover: Takeover) {
    guard takeover.scope == .whole else { return }
    let settings = takeover.settings
    let words = settings.arguments.withoutPseudoWords
    if !settings.usesDHCP { others = words.withoutAddresses }
    let known: [Entry] =
      (settings.usesDHCP ? [] : words.addressGroups).map {
        Entry(words: $0, deviation: nil, reason: "rc.conf sets it")
      }
      + settings.aliasesToAdd.map {
        Entry(words: $0, deviation: .aliasesFollow, reason: "rc.conf sets this alias")
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

  /// The entry for `held`, a present address of a NIC, if rc.conf asks for DHCP. If the address
  /// comes from the lease, it stays on the lagg until the client on the lagg has a lease.
  private func lasting(_ held: HeldAddress, _ takeover: Takeover) -> Entry {
    guard held.entry == takeover.leased else { return Entry(held, beside: true, takeover) }
    return Entry(
      held.entry, takeover.deviation(of: held),
      "the address is used until the DHCP client has a lease")
  }

  private mutating func readIPv6(_ takeover: Takeover) {
    guard takeover.network.hasIPv6 else { return }
    let settings = takeover.settings
    if settings.ipv6.isWanted {
      inet6 =
        settings.ipv6.arguments.map { Entry(words: $0, deviation: nil, reason: "rc.conf sets it") }
        + settings.ipv6.aliases.map {
          Entry(words: $0 + ["alias"], deviation: nil, reason: "rc.conf sets this alias")
        }
    }
    let live = takeover.moving(.inet6).filter { held in
      !inet6.contains { $0.address == held.entry.address.withoutZone }
    }
    wantsIPv6 = settings.ipv6.isWanted || !live.isEmpty || takeover.hasAdvertisedAddress
    inet6 += live.map { Entry($0, beside: takeover.givesAddress, takeover) }
  }
}

extension LaggAddresses.Entry {
  /// The entry for `live`, a present address of a NIC.
  init(_ live: InterfaceAddress, _ deviation: Deviation?, _ reason: String) {
    self.init(words: live.words, deviation: deviation, reason: reason)
  }

  /// The entry for `held`, a present address of a NIC that rc.conf does not have. `isBeside` is
  /// true if rc.conf has other addresses.
  init(_ held: HeldAddress, beside isBeside: Bool, _ takeover: Takeover) {
    let reason =
      isBeside
      ? "\(held.holder) has this address, which is not in rc.conf"
      : "\(held.holder) has this address, and rc.conf has none"
    let deviation = takeover.deviation(of: held) ?? (isBeside ? .liveBeside : .liveFollows)
    self.init(held.entry, deviation, reason)
  }
}

extension InterfaceAddress {
  /// The words of ifconfig(8) that set the address: `inet 192.0.2.10/24`, or
  /// `inet6 2001:db8::1 prefixlen 64`. A broadcast address follows if it is not the last address of
  /// the network.
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
  /// The addresses among these words of ifconfig(8), one element for each: its family, the address
  /// and the words that belong to it, such as `inet 192.0.2.5 netmask 255.255.255.0`. Empty if
  /// there are none.
  fileprivate var addressGroups: [[String]] { divided.groups }

  /// The words of ifconfig(8) that do not belong to an address, such as `mtu 9000`. Without `up`,
  /// since setting an address sets the interface up. Empty if there are none.
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
