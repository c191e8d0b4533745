import Failover
import RCConf

extension Linux {
  /// The settings with the words of ifconfig(8) and route(8) in rc.conf translated into addresses,
  /// routes, an MTU and other settings of Linux.
  ///
  /// Throws at the first word without an equivalent, before anything is changed. If `scope` is not
  /// `whole`, an override configures the bond, and only the DHCP client is read from rc.conf.
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

  /// The client in `dhclient_program`: a supported client, at any path.
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

/// Reads the configuration of a NIC from words of ifconfig(8).
private struct ConfigurationReader {
  private(set) var fixed = FixedConfiguration()
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

  /// True if IPv6 is enabled, as in network.subr. /etc/defaults/rc.conf, which lists every
  /// interface, does not exist on Linux.
  private func isIPv6Wanted(_ settings: Settings) -> Bool {
    settings.ipv6.isWanted || variables["ipv6_network_interfaces"] == nil
  }

  /// Adds the words of one ifconfig(8) command. `candidates` are the variables from which they may
  /// come, or the beginnings of numbered ones (`ifconfig_eth0_alias0`).
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

  /// The variable that contains `word`, for the place in an error. Searches the variables with one
  /// of these names, or with one of these names and a number. If none contains the word, as after
  /// the expansion of a range, returns the first one.
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
  /// The word of rc.conf that the error is about.
  fileprivate var text: String {
    if case .value(let value) = reason { value } else { word }
  }

  /// The error as an error of rc.conf, at the place of `variable`.
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
  /// The error of a value that is not `expected`, such as "the address of a router".
  func isNot(_ expected: String) -> ConfigError {
    let value = String(decoding: bytes, as: UTF8.self)
    return ConfigError(.invalid(value: value, expected: expected), variable: name, at: location)
  }
}
