import RCConf

/// The IPv6 configuration of an interface in rc.conf, as network.subr reads it.
package struct IPv6Settings: Hashable, Sendable {
  /// True if rc.conf asks for IPv6 on the interface (`ipv6if` of network.subr), or on all of them
  /// (`ipv6_activate_all_interfaces`).
  package var isWanted = false
  /// Arguments of ifconfig(8), one command each: `ifconfig_IF_ipv6`, then `ipv6_ifconfig_IF`.
  package var arguments: [[String]] = []
  /// The words of each alias and of each address in a prefix (`ipv6_prefix_IF`), without the word
  /// `alias` at the end.
  package var aliases: [[String]] = []
  /// True if router advertisements configure the interface (`ipv6_autoconfif`).
  package var autoconfigures = false
  /// The options of rtsol(8).
  package var solicitorOptions: [String] = []

  /// True if rc.conf sets an IPv6 address or asks for router advertisements.
  package var givesAddress: Bool {
    autoconfigures || !aliases.isEmpty
      || arguments.contains { IfconfigArguments($0).gives(.inet6) }
  }

  /// An empty configuration.
  package init() {}

  /// Reads the variables for `interface`. Appends invalid yes/no values to `warnings`.
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

  /// The words for the addresses in a prefix of `ipv6_prefix_IF`: the host's own, and on a router
  /// the subnet-router anycast address (RFC 4291, 2.6.1). The default length is 64 bits.
  private static func aliases(ofPrefix prefix: String, isGateway: Bool) -> [[String]] {
    let (head, length) = prefix.cut(at: UInt8(ascii: "/"))
    var network = String(head)
    if let range = network.lastRange(of: "::") { network = String(network[..<range]) }
    if network.hasSuffix(":") { network.removeLast() }
    let words = ["inet6", network + "::", "prefixlen", length.map { String($0) } ?? "64"]
    return [words + ["eui64"]] + (isGateway ? [words + ["anycast"]] : [])
  }
}

extension String {
  /// The start of the last occurrence of `text`.
  fileprivate func lastRange(of text: String) -> String.Index? {
    indices.last { self[$0...].hasPrefix(text) }
  }
}
