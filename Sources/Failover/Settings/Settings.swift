import RCConf

/// Which generation of FreeBSD's scripts the programs are (`hyperv_vf_compat`).
package enum Compatibility: Hashable, Sendable {
  /// Themselves: today's scripts, but never cutting the machine off (`NO`, the default).
  case none
  /// The scripts before they learnt IPv6, faults included (`2017`, `YES`).
  case scripts2017
  /// Today's scripts, faults included (`current`).
  case scriptsCurrent

  fileprivate init?(_ text: String) {
    switch text.lowercased() {
    case "", "no", "false", "off", "0": self = .none
    case "2017", "yes", "true", "on", "1": self = .scripts2017
    case "current": self = .scriptsCurrent
    default: return nil
    }
  }
}

/// What rc.conf asks of the programs whatever the interface (hyperv_vf.conf(5)).
package struct GeneralSettings: Hashable, Sendable {
  /// Which scripts to be.
  package var compatibility = Compatibility.none
  /// How long a command may take (`hyperv_vf_command_timeout`).
  package var commandTimeout = Duration.seconds(30)
  /// More drivers whose NICs are synthetic (`hyperv_vf_synthetic_drivers`).
  package var syntheticDrivers: [String] = []
  /// How often bonding looks at its members' links (`hyperv_vf_miimon`).
  package var monitoring = Duration.milliseconds(100)
  /// What the administrator says of transparent mode; nil: find out (`hyperv_vf_transparent`).
  package var transparent: Bool?
  /// Whether a takeover is refused that breaks what names the synthetic NIC (`hyperv_vf_strict`).
  package var isStrict = false
  /// Values that could not be taken as they are, for the log.
  package var warnings: [ConfigError] = []

  /// The limit for commands: the scripts have none.
  package var commandLimit: Duration? { compatibility == .none ? commandTimeout : nil }

  /// The defaults.
  package init() {}

  /// Reads the `hyperv_vf_*` variables. Throws where one has a value that it cannot have.
  package init(_ variables: Variables) throws(ConfigError) {
    if let variable = variables["hyperv_vf_compat"] {
      guard let choice = Compatibility(try variable.text()) else {
        throw variable.isNot("NO, 2017, YES or current")
      }
      compatibility = choice
    }
    if let variable = variables["hyperv_vf_command_timeout"] {
      let limit = try variable.seconds()
      // Zero would end every command before it began.
      guard limit > .zero else { throw variable.isNot("1...65535") }
      commandTimeout = limit
    }
    if let variable = variables["hyperv_vf_miimon"] {
      let text = try variable.text()
      // UInt16("+1") is 1; a number of seconds may have no sign either.
      guard text.first != "+", let count = UInt16(text), count > 0 else {
        throw variable.isNot("1...65535")
      }
      monitoring = .milliseconds(Int(count))
    }
    if let variable = variables["hyperv_vf_transparent"], try variable.text().uppercased() != "AUTO"
    {
      guard let isTransparent = variable.yesNo else {
        throw variable.isNot("AUTO, YES or NO")
      }
      transparent = isTransparent
    }
    if let variable = variables["hyperv_vf_strict"] {
      guard let answer = variable.yesNo else { throw variable.isNot("YES or NO") }
      isStrict = answer
    }
    syntheticDrivers = try variables["hyperv_vf_synthetic_drivers"]?.words() ?? []
  }
}

/// What rc.conf asks of one synthetic NIC.
package struct Settings: Hashable, Sendable {
  /// What concerns every interface.
  package var general: GeneralSettings
  /// The variable that switches the programs off for it; nil: they are on.
  package var offSwitch: String?
  /// A name for its bond, where the administrator chose one (`hyperv_vf_bond_IF`).
  package var bondName: InterfaceName?
  /// Whether the bond takes the NIC's place in a bridge: the host passes frames of all hardware addresses
  /// (`hyperv_vf_bridge_IF`).
  package var movesBridge = false
  /// `ifconfig_IF`, or `ifconfig_DEFAULT` where that is unset.
  package var arguments = IfconfigArguments()
  /// Whether a DHCP client configures it.
  package var usesDHCP = false
  /// Whether to wait for the lease.
  package var waitsForLease = false
  /// The DHCP client that rc.conf names (`dhclient_program`); nil: find one.
  package var client: DHCPClient.Installed?
  /// `dhclient_flags_IF`, or `dhclient_flags` where that is empty, without what says how to run.
  package var clientFlags: [String] = []
  /// IPv4 aliases, as they are taken off the NIC.
  package var aliasesToRemove: [[String]] = []
  /// IPv4 aliases, as they are put on the bond.
  package var aliasesToAdd: [[String]] = []
  /// Whether it gives neighbours for good (`static_arp_pairs`, `static_ndp_pairs`).
  package var hasStaticNeighbors = false
  /// `ifconfig_IF_descr`; empty where it is unset.
  package var note = ""
  /// IPv6.
  package var ipv6 = IPv6Settings()
  /// All that in network terms, where the platform needs it so.
  package var fixed = FixedConfiguration()

  /// Nothing is asked.
  package init(general: GeneralSettings = GeneralSettings()) { self.general = general }

  /// Reads what concerns `interface`. Throws where a value is one that it cannot have.
  package init(of interface: InterfaceName, in variables: Variables) throws(ConfigError) {
    general = try GeneralSettings(variables)
    var warnings: [ConfigError] = []
    let name = interface.variablePart
    offSwitch = variables.offSwitch(for: name, warn: { warnings.append($0) })
    bondName = try variables["hyperv_vf_bond_\(name)"]?.interfaceName()
    movesBridge = variables.isYes("hyperv_vf_bridge_\(name)", warn: { warnings.append($0) })
    arguments = IfconfigArguments(
      try (variables["ifconfig_\(name)"] ?? variables["ifconfig_DEFAULT"])?.words() ?? [])
    usesDHCP = arguments.asksForDHCP && !interface.isUnit(ofAny: Self.neverDHCP)
    waitsForLease =
      arguments.waitsForLease
      ?? variables.isYes("synchronous_dhclient", warn: { warnings.append($0) })
    if general.compatibility == .none {
      clientFlags = try Self.clientFlags(for: name, in: variables)
      let background = "background_dhclient"
      let variable =
        variables["\(background)_\(name)"] == nil ? background : "\(background)_\(name)"
      if variables.isYes(variable, warn: { warnings.append($0) }) { waitsForLease = false }
    }
    aliasesToRemove = try Aliases(of: interface, .inet, for: .removing, in: variables).words
    aliasesToAdd = try Aliases(of: interface, .inet, for: .adding, in: variables).words
    hasStaticNeighbors = variables.hasStaticNeighbors
    note = try variables["ifconfig_\(name)_descr"]?.text() ?? ""
    ipv6 = try IPv6Settings(of: interface, in: variables, warn: { warnings.append($0) })
    general.warnings += warnings
  }

  /// The same where rc.conf is silent of the interface and has variables of its VF: they count as the
  /// pair's. nil: nothing is to be taken over.
  package func adopting(
    _ vf: InterfaceName, in variables: Variables
  ) throws(ConfigError) -> Settings? {
    guard general.compatibility == .none, arguments.words.isEmpty, !givesAddress(.inet),
      !givesAddress(.inet6)
    else { return nil }
    let other = try Settings(of: vf, in: variables)
    guard other.givesAddress(.inet) || other.givesAddress(.inet6) else { return nil }
    var copy = other
    copy.general.warnings = general.warnings
    copy.general.warnings += other.general.warnings.filter { !general.warnings.contains($0) }
    copy.offSwitch = offSwitch
    copy.bondName = bondName
    copy.movesBridge = movesBridge
    return copy
  }

  /// Whether rc.conf says how the interface gets an address of that family.
  package func givesAddress(_ family: AddressFamily) -> Bool {
    switch family {
    case .inet: usesDHCP || arguments.gives(.inet) || !aliasesToAdd.isEmpty
    case .inet6: arguments.gives(.inet6) || (ipv6.isWanted && ipv6.givesAddress)
    }
  }

  /// As rc.d/dhclient has them: the general ones only where there are none of the interface. Where it runs
  /// is ours to say: a client in the foreground would never end, and the lease of another interface is
  /// none of this one's.
  private static func clientFlags(
    for name: String, in variables: Variables
  ) throws(ConfigError) -> [String] {
    let own = try variables["dhclient_flags_\(name)"]?.words() ?? []
    let flags = own.isEmpty ? try variables["dhclient_flags"]?.words() ?? [] : own
    return flags.removing("-l").removing("-p").filter { $0 != "-d" && $0 != "-b" }
  }

  /// Interfaces that network.subr never starts a DHCP client for (`dhcpif`, `noafif`).
  private static let neverDHCP = [
    "lo", "stf", "lp", "sl", "pflog", "pfsync", "usbus", "an", "ath", "ipw", "ipfw", "iwi", "iwn",
    "ral", "wi", "wl", "wpi",
  ]
}

extension Variable {
  /// The error that the value is not what it must be.
  fileprivate func isNot(_ expected: String) -> ConfigError {
    let value = String(decoding: bytes, as: UTF8.self)
    return ConfigError(.invalid(value: value, expected: expected), variable: name, at: location)
  }

  /// The value as the name of an interface.
  fileprivate func interfaceName() throws(ConfigError) -> InterfaceName {
    guard let name = InterfaceName(try text()) else { throw isNot("an interface's name") }
    return name
  }
}

extension Variables {
  /// A yes/no value as rc.subr's checkyesno has it: unset is no, anything odd is no with a warning.
  func isYes(_ name: String, warn: (ConfigError) -> Void) -> Bool {
    guard let variable = self[name] else { return false }
    if let answer = variable.yesNo { return answer }
    warn(variable.isNot("YES or NO"))
    return false
  }

  /// The variable that switches the programs off for an interface (by the part of a variable's
  /// name that it is): its own `hyperv_vf_enable_IF` if that is set, else `hyperv_vf_enable`.
  package func offSwitch(for part: String, warn: (ConfigError) -> Void) -> String? {
    for name in ["hyperv_vf_enable_\(part)", "hyperv_vf_enable"] where self[name] != nil {
      // Being on is the default: only a clear no switches off.
      if self[name]?.yesNo == nil { _ = isYes(name, warn: warn) }
      return self[name]?.yesNo == false ? name : nil
    }
    return nil
  }
}

extension Variables {
  /// The variables by which rc.conf configures an interface, in the order of their names.
  package func configuring(_ interface: InterfaceName) -> [Variable] {
    let part = interface.variablePart
    let exact = ["ifconfig_\(part)", "ipv4_addrs_\(part)"].compactMap { self[$0] }
    return exact + named(prefix: "ifconfig_\(part)_")
  }
}

extension Variables {
  /// Whether rc.conf gives neighbours for good (rc.d/static_arp, rc.d/static_ndp).
  package var hasStaticNeighbors: Bool {
    ["static_arp_pairs", "static_ndp_pairs"].contains { name in
      (try? self[name]?.words())?.isEmpty == false
    }
  }
}
