import RCConf

/// The settings of rc.conf for one synthetic NIC, with the general ones.
package struct Settings: Hashable, Sendable {
  /// The settings that are the same for all NICs.
  package var general: GeneralSettings
  /// The name of the variable that switches the programs off for this NIC, such as
  /// `hyperv_vf_enable_hn0`; nil if they are on.
  package var offSwitch: String?
  /// The name that rc.conf gives the bond (`hyperv_vf_bond_IF`); nil for the default name.
  package var bondName: InterfaceName?
  /// True if the bond may replace the synthetic NIC in a bridge (`hyperv_vf_bridge_IF`). The host
  /// must then pass frames of all hardware addresses to the VF.
  package var movesBridge = false
  /// The words of `ifconfig_IF`, or of `ifconfig_DEFAULT` if `ifconfig_IF` is not set.
  package var arguments = IfconfigArguments()
  /// True if rc.conf has a DHCP client configure the synthetic NIC, as `ifconfig_hn0="DHCP"` does.
  package var usesDHCP = false
  /// True if hyperv_vfup(8) waits for a lease when it starts the DHCP client (SYNCDHCP or
  /// `synchronous_dhclient`); false if the client gets its lease in the background.
  package var waitsForLease = false
  /// The DHCP client that rc.conf names (`dhclient_program`). Nil if it names none: the programs
  /// then choose an installed one. Only for Linux.
  package var client: DHCPClient.Installed?
  /// The arguments for dhclient(8) of FreeBSD: the words of `dhclient_flags_IF` or, if it is empty,
  /// of `dhclient_flags`. Without `-b` and `-d`, which choose background or foreground, and without
  /// `-l` and `-p` and their files. Empty in compatibility mode.
  package var clientFlags: [String] = []
  /// The IPv4 aliases in rc.conf, each as the words of ifconfig(8) that remove it from the NIC,
  /// without `-alias`.
  package var aliasesToRemove: [[String]] = []
  /// The IPv4 aliases in rc.conf, each as the words of ifconfig(8) that add it to the bond, without
  /// `alias`.
  package var aliasesToAdd: [[String]] = []
  /// True if rc.conf has static neighbours (`static_arp_pairs`, `static_ndp_pairs`).
  package var hasStaticNeighbors = false
  /// The description of the interface (`ifconfig_IF_descr`); empty if rc.conf sets none.
  package var note = ""
  /// The IPv6 configuration of the NIC in rc.conf.
  package var ipv6 = IPv6Settings()
  /// The configuration of the NIC in rc.conf, translated for Linux into addresses, routes and an
  /// MTU. Empty on FreeBSD.
  package var fixed = TranslatedConfiguration()

  /// The settings of a NIC that rc.conf does not configure.
  package init(general: GeneralSettings = GeneralSettings()) { self.general = general }

  /// Reads the variables of rc.conf for `interface`. Throws if a value is invalid. Some yes/no
  /// variables, such as `hyperv_vf_bridge_IF`, do not throw: an invalid value is added to
  /// `general.warnings`, and the default counts.
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

  /// The settings that rc.conf has for the VF, if it configures the VF and not this synthetic NIC.
  /// The bond then gets the configuration of the VF; whether the programs are on, the name of the
  /// bond and `movesBridge` stay those of the synthetic NIC. Nil in all other cases and in
  /// compatibility mode. Throws if a value for the VF is invalid.
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

  /// True if rc.conf gives the NIC an address of `family`, in whatever way: by itself, as an alias,
  /// by DHCP, or by router advertisements.
  package func givesAddress(_ family: AddressFamily) -> Bool {
    switch family {
    case .inet: usesDHCP || arguments.hasAddress(of: .inet) || !aliasesToAdd.isEmpty
    case .inet6: arguments.hasAddress(of: .inet6) || (ipv6.isWanted && ipv6.givesAddress)
    }
  }

  /// The arguments for dhclient(8): the words of `dhclient_flags_IF` or, if it is empty, of
  /// `dhclient_flags`, as in rc.d/dhclient. `name` is the IF of the variable.
  ///
  /// Left out are `-d`, since a client in the foreground does not return; `-b`, which is added at
  /// the start; and `-l` and `-p`, whose files belong to another interface.
  private static func clientFlags(
    for name: String, in variables: Variables
  ) throws(ConfigError) -> [String] {
    let own = try variables["dhclient_flags_\(name)"]?.words() ?? []
    let flags = own.isEmpty ? try variables["dhclient_flags"]?.words() ?? [] : own
    return flags.removing("-l").removing("-p").filter { $0 != "-d" && $0 != "-b" }
  }

  /// The interfaces, as names without their numbers, for which network.subr never starts a DHCP
  /// client (`dhcpif`, `noafif`).
  private static let neverDHCP = [
    "lo", "stf", "lp", "sl", "pflog", "pfsync", "usbus", "an", "ath", "ipw", "ipfw", "iwi", "iwn",
    "ral", "wi", "wl", "wpi",
  ]
}

extension Variable {
  /// The error that the value of this variable is not `expected`, such as "YES or NO".
  func isNot(_ expected: String) -> ConfigError {
    let value = String(decoding: bytes, as: UTF8.self)
    return ConfigError(.invalid(value: value, expected: expected), variable: name, at: location)
  }

  /// The value as the name of an interface. Throws if it cannot be such a name.
  fileprivate func interfaceName() throws(ConfigError) -> InterfaceName {
    guard let name = InterfaceName(try text()) else { throw isNot("an interface's name") }
    return name
  }
}

extension Variables {
  /// The value of the yes/no variable `name`, as checkyesno of rc.subr reads it. False if the
  /// variable is not set. If the value is neither yes nor no, returns false and appends an error to
  /// `warnings`.
  func isYes(_ name: String, _ warnings: inout [ConfigError]) -> Bool {
    guard let variable = self[name] else { return false }
    if let answer = variable.yesNo { return answer }
    warnings.append(variable.isNot("YES or NO"))
    return false
  }

  /// The name of the variable that is NO and so switches the programs off for an interface:
  /// `hyperv_vf_enable_IF` or, if that is not set, `hyperv_vf_enable`. Nil if the programs are on.
  /// `part` is the IF, such as `hn0` (`InterfaceName.variablePart`).
  package func offSwitch(for part: String) -> String? {
    var warnings: [ConfigError] = []
    return offSwitch(for: part, &warnings)
  }

  /// Returns the same as `offSwitch(for:)`. If the variable is neither YES nor NO, the programs are
  /// on, and an error is appended to `warnings`.
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
  /// `ipv4_addrs_hn0`; empty if there are none. Those that begin with `ifconfig_hn0_` come last,
  /// sorted by name.
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
