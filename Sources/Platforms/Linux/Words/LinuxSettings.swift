import Failover
import RCConf

extension Linux {
  /// Returns `settings` with the words of ifconfig(8) and route(8) in rc.conf translated for Linux:
  /// `fixed` gets the addresses, the routes, the MTU and other settings of `synthetic`, and
  /// `client` the DHCP client. If `scope` is not `whole`, an override configures the bond, and only
  /// the DHCP client is read.
  ///
  /// Throws at the first word without an equivalent on Linux, before anything is changed.
  package func prepared(
    _ settings: Settings, of synthetic: InterfaceName, scope: Takeover.Scope,
    in variables: Variables
  ) throws(ConfigError) -> Settings {
    var settings = settings
    settings.client = try client(in: variables)
    // An override configures the bond itself and does not use rc.conf.
    guard scope == .whole else { return settings }
    var reader = ConfigurationReader(synthetic, variables)
    try reader.read(settings)
    settings.fixed = reader.fixed
    settings.general.warnings += reader.warnings
    return settings
  }

  /// Returns the DHCP client in `dhclient_program` of rc.conf; nil if that is empty or not set.
  /// Throws if it is not the absolute path of dhclient, dhcpcd or udhcpc, in any folder.
  private func client(in variables: Variables) throws(ConfigError) -> DHCPClient.Installed? {
    guard let variable = variables["dhclient_program"] else { return nil }
    let path = try variable.text()
    guard !path.isEmpty else { return nil }
    let name = path.lastPathComponent
    guard path.hasPrefix("/"),
      let program = DHCPClient.Program.onLinux.first(where: { $0.facts.name == name })
    else { throw variable.isNot("the path of dhclient, dhcpcd or udhcpc") }
    return DHCPClient.Installed(program, at: path)
  }
}

/// Translates the configuration of one NIC in rc.conf, words of ifconfig(8) and route(8), into
/// addresses, routes and settings for Linux (`fixed`).
private struct ConfigurationReader {
  private(set) var fixed = TranslatedConfiguration()
  private(set) var warnings: [ConfigError] = []
  private let name: InterfaceName
  private let part: String
  private let variables: Variables

  init(_ name: InterfaceName, _ variables: Variables) {
    self.name = name
    part = name.variablePart
    self.variables = variables
  }

  mutating func read(_ settings: Settings) throws(ConfigError) {
    try take(settings.arguments.words, from: ["ifconfig_\(part)", "ifconfig_DEFAULT"])
    for words in settings.aliasesToAdd {
      try take(words, from: aliases + ["ipv4_addrs_\(part)"])
    }
    if isIPv6Wanted(settings) {
      // If the NIC has no variable of its own for IPv6, its first words are those of
      // `ifconfig_DEFAULT`, which were taken above.
      let isOwn = variables["ifconfig_\(part)_ipv6"] != nil
      let defaults = try IfconfigArguments(variables["ifconfig_DEFAULT"]?.words() ?? [])
      let shared = isOwn || defaults.withoutPseudoWords.isEmpty ? 0 : 1
      for words in settings.ipv6.arguments.dropFirst(shared) {
        try take(words, from: ["ifconfig_\(part)_ipv6", "ipv6_ifconfig_\(part)"])
      }
      for words in settings.ipv6.aliases {
        try take(words, from: aliases + ["ipv6_ifconfig_\(part)_alias", "ipv6_prefix_\(part)"])
      }
    }
    fixed.routes = try RouteWords.routes(in: variables, through: name)
  }

  private var aliases: [String] { ["ifconfig_\(part)_alias"] }

  /// Returns true if rc.conf enables IPv6, as in network.subr. Also true if
  /// `ipv6_network_interfaces` is not set: its default is every interface, by
  /// /etc/defaults/rc.conf, which does not exist on Linux.
  private func isIPv6Wanted(_ settings: Settings) -> Bool {
    settings.ipv6.isWanted || variables["ipv6_network_interfaces"] == nil
  }

  /// Adds the words of one ifconfig(8) command to the result, `fixed`. `candidates` are the names
  /// of the variables that may contain the words; `ifconfig_eth0_alias` also stands for
  /// `ifconfig_eth0_alias0` and so on. Throws at a word without an equivalent on Linux; the error
  /// names the variable.
  private mutating func take(
    _ words: [String], from candidates: [String]
  ) throws(ConfigError) {
    let found: IfconfigWords
    do throws(UntranslatableWord) {
      found = try IfconfigWords(words, on: name)
    } catch {
      throw error.configError(in: variable(with: error.text, among: candidates))
    }
    if let address = found.address {
      fixed.addresses.append(address)
      if found.isFromHardware { fixed.fromHardware.append(address) }
      if found.isClassful {
        let source = variable(with: "\(address.address)", among: candidates)
        warnings.append(
          ConfigError(
            .invalid(
              value: "\(address.address)",
              expected: "an address with a netmask, so its class gives /\(address.prefixLength)"),
            variable: source.name, at: source.location))
      }
    }
    fixed.mtu = found.mtu ?? fixed.mtu
    if !found.others.isEmpty { fixed.words.append(found.others) }
    fixed.optionalWords += found.optionalWords
  }

  /// Returns the variable that contains `word`, for the place in an error. Searches the variables
  /// with a name in `candidates`, or such a name and a number. If none contains the word, as after
  /// the expansion of a range of addresses, returns the first of these variables; if there are
  /// none, an empty variable at line 0 of rc.conf.
  private func variable(with word: String, among candidates: [String]) -> Variable {
    let all = candidates.flatMap { candidate in
      ([variables[candidate]].compactMap { $0 }
        + variables.named(prefix: candidate).filter { $0.name != candidate }).filter { variable in
          let rest = variable.name.dropFirst(candidate.count)
          return rest == "es" || rest.hasOnlyDigits
        }
    }
    let owner = all.first { variable in
      (try? variable.words())?.contains { $0 == word || $0.hasPrefix(word + "/") } ?? false
    }
    let unknown = Variable(
      name: candidates.first ?? "", bytes: [], location: SourceLocation(file: "rc.conf", line: 0))
    return owner ?? all.first ?? unknown
  }
}

extension UntranslatableWord {
  /// The part of rc.conf that the error is about: the word, or the value after it if that is
  /// invalid.
  fileprivate var text: String {
    if case .value(let value) = reason { value } else { word }
  }

  /// Returns this error as an error in rc.conf, with the name and the place of `variable`.
  fileprivate func configError(in variable: Variable) -> ConfigError {
    let expected =
      switch reason {
      case .noCounterpart: "a word of ifconfig(8) that Linux can have"
      case .pairing: "possible, since pairs are found by their hardware address"
      case .valueMissing: "followed by its value"
      case .value: "a value of \(word) that Linux can have"
      }
    return ConfigError(
      .invalid(value: text, expected: expected), variable: variable.name, at: variable.location)
  }
}

extension Variable {
  /// Returns an error which says that the value of this variable is not `expected`, such as "the
  /// address of a router".
  func isNot(_ expected: String) -> ConfigError {
    let value = String(decoding: bytes, as: UTF8.self)
    return ConfigError(.invalid(value: value, expected: expected), variable: name, at: location)
  }
}
