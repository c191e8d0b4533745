import RCConf

/// The IPv6 configuration that rc.conf has for an interface, read as network.subr reads it.
package struct IPv6Settings: Hashable, Sendable {
  /// True if rc.conf asks for IPv6 on the interface: it configures IPv6 on an interface that
  /// `ipv6_network_interfaces` lists (`ipv6if` of network.subr), or it sets
  /// `ipv6_activate_all_interfaces` to YES.
  package var isWanted = false
  /// Arguments for ifconfig(8), each entry for one command: those of `ifconfig_IF_ipv6`, or of
  /// `ifconfig_DEFAULT` if that is not set, then those of `ipv6_ifconfig_IF`. The first word is
  /// `inet6`. Variables that are not set have no entry.
  package var arguments: [[String]] = []
  /// The words of ifconfig(8) for each alias, and for each address in a prefix of `ipv6_prefix_IF`:
  /// `inet6 2001:db8:: prefixlen 64 eui64`. The word `alias` is not among them.
  package var aliases: [[String]] = []
  /// True if the interface gets addresses from router advertisements (`ipv6_autoconfif` of
  /// network.subr).
  package var autoconfigures = false
  /// The options for rtsol(8), which sends router solicitations (`rtsol_flags`).
  package var solicitorOptions: [String] = []

  /// True if rc.conf sets an IPv6 address or asks for router advertisements.
  package var givesAddress: Bool {
    autoconfigures || !aliases.isEmpty
      || arguments.contains { IfconfigArguments($0).hasAddress(of: .inet6) }
  }

  /// The settings of an interface for which rc.conf has no IPv6 configuration.
  package init() {}

  /// Reads the variables of rc.conf for `interface`. A yes/no variable with another value counts as
  /// NO, and is appended to `warnings`. Throws if a value is not UTF-8.
  package init(
    of interface: InterfaceName, in variables: Variables, _ warnings: inout [ConfigError]
  ) throws(ConfigError) {
    let name = interface.variablePart
    let own = variables["ifconfig_\(name)_ipv6"] ?? variables["ifconfig_DEFAULT"]
    let words = IfconfigArguments(try own?.words() ?? [])
    let legacy = try variables["ipv6_ifconfig_\(name)"]?.words() ?? []
    let prefixes = try variables["ipv6_prefix_\(name)"]?.words() ?? []
    let isGateway = variables.isYes("ipv6_gateway_enable", &warnings)
    let isConfigured = !(words.words + legacy + prefixes).isEmpty

    let listed = try variables["ipv6_network_interfaces"]?.words() ?? []
    let isListed = listed.contains(interface.text) || listed.map { $0.asciiLowercased } == ["auto"]
    isWanted =
      (isConfigured && isListed) || variables.isYes("ipv6_activate_all_interfaces", &warnings)
    arguments = [words.withoutPseudoWords, legacy].filter { !$0.isEmpty }
      .map { $0.first == "inet6" ? $0 : ["inet6"] + $0 }
    guard isConfigured else { return }

    aliases = try Aliases(of: interface, .inet6, for: .adding, in: variables).words
    aliases += prefixes.flatMap { Self.aliases(ofPrefix: $0, isGateway: isGateway) }
    autoconfigures =
      !isGateway && prefixes.isEmpty
      && (variables["ipv6_enable"]?.yesNo == true
        || (words.words + legacy).contains("accept_rtadv"))
    solicitorOptions = try variables["rtsol_flags"]?.words() ?? []
  }

  /// The words of ifconfig(8) for the addresses in `prefix`, a word of `ipv6_prefix_IF`: the host's
  /// own address and, if `isGateway` is true, the subnet-router anycast address (RFC 4291, 2.6.1).
  /// Without a length, the prefix has 64 bits.
  private static func aliases(ofPrefix prefix: String, isGateway: Bool) -> [[String]] {
    let (head, length) = prefix.cut(at: UInt8(ascii: "/"))
    var network = String(head)
    if let range = network.lastOccurrence(of: "::") { network = String(network[..<range]) }
    if network.hasSuffix(":") { network.removeLast() }
    let words = ["inet6", network + "::", "prefixlen", length.map { String($0) } ?? "64"]
    return [words + ["eui64"]] + (isGateway ? [words + ["anycast"]] : [])
  }
}

extension String {
  /// The index at which the last occurrence of `text` begins; nil if it does not occur.
  fileprivate func lastOccurrence(of text: String) -> String.Index? {
    indices.last { self[$0...].hasPrefix(text) }
  }
}
