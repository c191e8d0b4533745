import RCConf

/// The compatibility mode (`hyperv_vf_compat`): which version of FreeBSD's scripts the programs
/// imitate.
package enum Compatibility: Hashable, Sendable {
  /// No version: the programs never cut the guest off (`NO`, the default).
  case none
  /// The scripts before they supported IPv6, with their faults (`2017`, `YES`).
  case scripts2017
  /// Today's scripts, with their faults (`current`).
  case scriptsCurrent

  fileprivate init?(_ text: String) {
    switch text.asciiLowercased {
    case "", "no", "false", "off", "0": self = .none
    case "2017", "yes", "true", "on", "1": self = .scripts2017
    case "current": self = .scriptsCurrent
    default: return nil
    }
  }
}

/// The settings of rc.conf for all interfaces (hyperv_vf.conf(5)).
package struct GeneralSettings: Hashable, Sendable {
  /// The compatibility mode.
  package var compatibility = Compatibility.none
  /// The deadline of a command (`hyperv_vf_command_timeout`).
  package var commandTimeout = Duration.seconds(30)
  /// Additional drivers of synthetic NICs (`hyperv_vf_synthetic_drivers`).
  package var syntheticDrivers: [String] = []
  /// The interval at which bonding checks the links of its members (`hyperv_vf_miimon`).
  package var monitoring = Duration.milliseconds(100)
  /// Whether the kernel is in transparent mode (`hyperv_vf_transparent`); nil for AUTO: the
  /// programs find out from the kernel.
  package var transparent: Bool?
  /// True if a finding of `hyperv_vfctl check` prevents a takeover (`hyperv_vf_strict`).
  package var isStrict = false
  /// Invalid values that were replaced by a default.
  package var warnings: [ConfigError] = []

  /// The deadline of a command; nil in compatibility mode, since the scripts have none.
  package var commandLimit: Duration? { compatibility == .none ? commandTimeout : nil }

  /// The settings if rc.conf sets none of the variables.
  package init() {}

  /// Reads the `hyperv_vf_*` variables. Throws if a value is invalid.
  package init(_ variables: Variables) throws(ConfigError) {
    if let variable = variables["hyperv_vf_compat"] {
      guard let choice = Compatibility(try variable.text()) else {
        throw variable.isNot("NO, 2017, YES or current")
      }
      compatibility = choice
    }
    if let variable = variables["hyperv_vf_command_timeout"] {
      let limit = try variable.seconds()
      // With 0, every command would be ended before it begins.
      guard limit > .zero else { throw variable.isNot("1...65535") }
      commandTimeout = limit
    }
    if let variable = variables["hyperv_vf_miimon"] {
      let text = try variable.text()
      // UInt16("+1") is 1, but numbers of seconds in other variables may have no sign either.
      guard !text.hasPrefix("+"), let count = UInt16(text), count > 0 else {
        throw variable.isNot("1...65535")
      }
      monitoring = .milliseconds(Int(count))
    }
    if let variable = variables["hyperv_vf_transparent"],
      try variable.text().asciiUppercased != "AUTO"
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

/// The settings of rc.conf for one synthetic NIC.
package struct Settings: Hashable, Sendable {
  /// The settings for all interfaces.
  package var general: GeneralSettings
  /// The variable that switches the programs off for this NIC; nil if they are on.
  package var offSwitch: String?
  /// The configured name of the bond (`hyperv_vf_bond_IF`); nil if it is not set.
  package var bondName: InterfaceName?
  /// True if the bond replaces the synthetic NIC in a bridge, because the host passes frames of all
  /// hardware addresses to the VF (`hyperv_vf_bridge_IF`).
  package var movesBridge = false
  /// `ifconfig_IF`, or `ifconfig_DEFAULT` if that is not set.
  package var arguments = IfconfigArguments()
  /// True if rc.conf has a DHCP client configure the synthetic NIC.
  package var usesDHCP = false
  /// True if the program that starts the DHCP client waits until the client has a lease.
  package var waitsForLease = false
  /// The configured DHCP client (`dhclient_program`); nil if the programs choose one that is
  /// installed.
  package var client: DHCPClient.Installed?
  /// `dhclient_flags_IF`, or `dhclient_flags` if that is empty. Without `-b` and `-d`, which choose
  /// background or foreground, and without the paths of a lease file and a pid file.
  package var clientFlags: [String] = []
  /// IPv4 aliases, in the form for removing them from the NIC.
  package var aliasesToRemove: [[String]] = []
  /// IPv4 aliases, in the form for adding them to the bond.
  package var aliasesToAdd: [[String]] = []
  /// True if rc.conf has static neighbours (`static_arp_pairs`, `static_ndp_pairs`).
  package var hasStaticNeighbors = false
  /// `ifconfig_IF_descr`; empty if it is not set.
  package var note = ""
  /// The IPv6 configuration.
  package var ipv6 = IPv6Settings()
  /// The same configuration as addresses, routes and an MTU, for platforms that need it (Linux);
  /// else empty.
  package var fixed = FixedConfiguration()

  /// Settings without a configuration.
  package init(general: GeneralSettings = GeneralSettings()) { self.general = general }

  /// Reads the variables for `interface`. Throws if a value is invalid.
  package init(of interface: InterfaceName, in variables: Variables) throws(ConfigError) {
    general = try GeneralSettings(variables)
    var warnings: [ConfigError] = []
    let name = interface.variablePart
    offSwitch = variables.offSwitch(for: name, &warnings)
    bondName = try variables["hyperv_vf_bond_\(name)"]?.interfaceName()
    movesBridge = variables.isYes("hyperv_vf_bridge_\(name)", &warnings)
    arguments = IfconfigArguments(
      try (variables["ifconfig_\(name)"] ?? variables["ifconfig_DEFAULT"])?.words() ?? [])
    usesDHCP = arguments.asksForDHCP && !interface.isUnit(ofAny: Self.neverDHCP)
    waitsForLease =
      arguments.waitsForLease
      ?? variables.isYes("synchronous_dhclient", &warnings)
    if general.compatibility == .none {
      clientFlags = try Self.clientFlags(for: name, in: variables)
      let background = "background_dhclient"
      let variable =
        variables["\(background)_\(name)"] == nil ? background : "\(background)_\(name)"
      if variables.isYes(variable, &warnings) { waitsForLease = false }
    }
    aliasesToRemove = try Aliases(of: interface, .inet, for: .removing, in: variables).words
    aliasesToAdd = try Aliases(of: interface, .inet, for: .adding, in: variables).words
    hasStaticNeighbors = variables.hasStaticNeighbors
    note = try variables["ifconfig_\(name)_descr"]?.text() ?? ""
    ipv6 = try IPv6Settings(of: interface, in: variables, &warnings)
    general.warnings += warnings
  }

  /// If rc.conf configures the VF and not the synthetic NIC: the settings with the VF's variables,
  /// which then count for the pair. Nil if there is nothing to adopt, or in compatibility mode.
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

  /// True if rc.conf configures an address of `family`.
  package func givesAddress(_ family: AddressFamily) -> Bool {
    switch family {
    case .inet: usesDHCP || arguments.gives(.inet) || !aliasesToAdd.isEmpty
    case .inet6: arguments.gives(.inet6) || (ipv6.isWanted && ipv6.givesAddress)
    }
  }

  /// The flags of dhclient for an interface. As in rc.d/dhclient, `dhclient_flags` counts only if
  /// the interface has no flags of its own. Without `-d`, since a client in the foreground never
  /// returns; without `-b`, which the start adds itself; and without `-l` and `-p`, whose files
  /// belong to another interface.
  private static func clientFlags(
    for name: String, in variables: Variables
  ) throws(ConfigError) -> [String] {
    let own = try variables["dhclient_flags_\(name)"]?.words() ?? []
    let flags = own.isEmpty ? try variables["dhclient_flags"]?.words() ?? [] : own
    return flags.removing("-l").removing("-p").filter { $0 != "-d" && $0 != "-b" }
  }

  /// Interfaces for which network.subr never starts a DHCP client (`dhcpif`, `noafif`).
  private static let neverDHCP = [
    "lo", "stf", "lp", "sl", "pflog", "pfsync", "usbus", "an", "ath", "ipw", "ipfw", "iwi", "iwn",
    "ral", "wi", "wl", "wpi",
  ]
}

extension Variable {
  /// An error that says what the value must be.
  fileprivate func isNot(_ expected: String) -> ConfigError {
    let value = String(decoding: bytes, as: UTF8.self)
    return ConfigError(.invalid(value: value, expected: expected), variable: name, at: location)
  }

  /// The value as the name of an interface; throws if it is none.
  fileprivate func interfaceName() throws(ConfigError) -> InterfaceName {
    guard let name = InterfaceName(try text()) else { throw isNot("an interface's name") }
    return name
  }
}

extension Variables {
  /// The value of the yes/no variable `name`, as checkyesno of rc.subr reads it: false if it is not
  /// set; false, and appended to `warnings`, if it is invalid.
  func isYes(_ name: String, _ warnings: inout [ConfigError]) -> Bool {
    guard let variable = self[name] else { return false }
    if let answer = variable.yesNo { return answer }
    warnings.append(variable.isNot("YES or NO"))
    return false
  }

  /// The variable that switches the programs off for an interface: `hyperv_vf_enable_IF` if that is
  /// set, else `hyperv_vf_enable`. Nil if the programs are on. `part` is the interface's name as
  /// part of a variable name.
  package func offSwitch(for part: String) -> String? {
    var warnings: [ConfigError] = []
    return offSwitch(for: part, &warnings)
  }

  /// The same as `offSwitch(for:)`. Appends an invalid value to `warnings`.
  func offSwitch(for part: String, _ warnings: inout [ConfigError]) -> String? {
    for name in ["hyperv_vf_enable_\(part)", "hyperv_vf_enable"] where self[name] != nil {
      // The programs are on by default, so an invalid value switches nothing off.
      if self[name]?.yesNo == nil { _ = isYes(name, &warnings) }
      return self[name]?.yesNo == false ? name : nil
    }
    return nil
  }
}

extension Variables {
  /// The variables of rc.conf that configure an interface, such as `ifconfig_hn0` and
  /// `ipv4_addrs_hn0`. Those that begin with `ifconfig_hn0_` come last, sorted by name.
  package func configuring(_ interface: InterfaceName) -> [Variable] {
    let part = interface.variablePart
    let exact = ["ifconfig_\(part)", "ipv4_addrs_\(part)"].compactMap { self[$0] }
    return exact + named(prefix: "ifconfig_\(part)_")
  }
}

extension Variables {
  /// True if rc.conf has static neighbours (rc.d/static_arp, rc.d/static_ndp).
  package var hasStaticNeighbors: Bool {
    ["static_arp_pairs", "static_ndp_pairs"].contains { name in
      (try? self[name]?.words())?.isEmpty == false
    }
  }
}
