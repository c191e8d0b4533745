import Failover
import RCConf

/// The second half of the output of an `IPRouteQuery`: for each interface its link, its neighbours
/// and its IPv6 token; then the IPv4 rules. Each line is given to `read`.
struct IPSettingsLines {
  /// The settings of each interface in the lines read so far.
  private(set) var links: KeyedValues<InterfaceName, IPLinkSettings> = [:]
  /// The IPv4 rules in the lines read so far, without the three default ones.
  private(set) var rules: [PolicyRule] = []

  private let interfaces: [InterfaceName]
  private var current: InterfaceName?

  init(about interfaces: [InterfaceName]) { self.interfaces = interfaces }

  /// The lines of input with which `ip -batch` prints the settings.
  var question: String {
    let perLink = interfaces.map {
      "link show dev \($0)\nneighbour show dev \($0) nud permanent\nneighbour show proxy dev \($0)\n"
        + "token list dev \($0)\n"
    }
    return perLink.joined() + "rule show\n"
  }

  /// Adds the setting in one line of the output, given as its words, to `links` or `rules`. Ignores
  /// lines and words that are unknown.
  mutating func read(_ words: [String]) {
    guard let first = words.first, words.count > 1 else { return }
    if let line = PolicyRuleLine(words, .inet) {
      if !line.isDefaultRule { rules.append(line.rule) }
    } else if first.hasSuffix(":"), words[1].hasSuffix(":") {
      begin(words)
    } else if let name = current {
      read(words, of: name)
    }
  }

  private mutating func begin(_ words: [String]) {
    let shown = words[1].dropLast().prefix { $0 != "@" }
    current = interfaces.first { $0.text == shown }
    guard let current else { return }
    links[current] = IPLinkSettings(words)
  }

  private mutating func read(_ words: [String], of name: InterfaceName) {
    guard let address = IPAddress(words[0]) else {
      let token = words[0] == "token" ? IPAddress(words[1]) : nil
      // `::` means that there is none.
      if let token, token != IPAddress("::") { links[name]?.settings.token = token }
      return
    }
    if words[1] == "proxy" { links[name]?.settings.proxied.append(address) }
    guard words.count > 3, words[1] == "lladdr", words.contains("PERMANENT"),
      let hardwareAddress = HardwareAddress(words[2])
    else { return }
    links[name]?.settings.neighbors.append(Neighbor(address, at: hardwareAddress))
  }
}

/// The settings of an interface, from its line in the output of `ip -oneline link show`:
///
/// `3: eth0: <BROADCAST,PROMISC,UP,LOWER_UP> mtu 1500 qdisc htb state UP ... qlen 500\ ...`
struct IPLinkSettings: Hashable {
  /// The settings that move to the bond in a takeover.
  var settings = LinkSettings()
  /// The queueing discipline of the interface: `htb`; `noqueue` if the interface queues nothing.
  /// Empty if the line shows none.
  var queueing = ""
  /// True if the interface has an XDP program: the line has `prog/xdp id 12`.
  var hasPacketProgram = false

  init(_ words: [String]) {
    let flags = words.count > 2 ? words[2].dropFirst().dropLast().words(between: ByteSet(",")) : []
    settings.isPromiscuous = flags.contains("PROMISC")
    settings.takesAllMulticast = flags.contains("ALLMULTI")
    for (key, shown) in zip(words, words.dropFirst()) {
      let value = shown.hasSuffix("\\") ? String(shown.dropLast()) : shown
      if key == "qdisc" { queueing = value }
      if key == "qlen", let length = Int(value), length != Self.usualQueueLength {
        settings.queueLength = length
      }
    }
    hasPacketProgram = words.contains { $0.hasPrefix("prog/xdp") }
  }

  /// The length of the transmit queue of a new interface, in packets (DEFAULT_TX_QUEUE_LEN in
  /// include/linux/netdevice.h).
  private static let usualQueueLength = 1000
}

/// A parsed line of `ip rule show`: `1000:  not from 192.0.2.50 iif eth0 [detached] lookup 200`.
struct PolicyRuleLine {
  /// The rule in the line, in words that ip-rule(8) accepts: without states such as `[detached]`.
  let rule: PolicyRule

  /// Parses `words`, those of one line, as a rule of `family`; nil if the line is no rule.
  init?(_ words: [String], _ family: AddressFamily) {
    guard let first = words.first, first.hasSuffix(":"), let priority = Int(first.dropLast()),
      words.count > 2, words[1] == "from" || words[1] == "not"
    else { return nil }
    let states = ["[detached]", "[unresolved]"]
    var rest = words.dropFirst().filter { !states.contains($0) }
    if let index = rest.firstIndex(of: "[l3mdev-table]"), index > 0 {
      rest.replaceSubrange((index - 1)...index, with: ["l3mdev"])
    }
    rule = PolicyRule(family, priority: priority, rest)
  }

  /// True for the three rules that every system has: those for the tables local, main and default
  /// (fib_default_rules_init).
  var isDefaultRule: Bool {
    ["from all lookup local", "from all lookup main", "from all lookup default"]
      .contains(rule.words.joined(separator: " "))
  }
}
