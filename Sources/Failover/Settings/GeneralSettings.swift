import RCConf

/// The compatibility mode (`hyperv_vf_compat`): which version of FreeBSD's scripts the programs
/// imitate.
package enum Compatibility: Hashable, Sendable {
  /// The programs imitate no version, and never cut the guest off (`NO`, the default).
  case none
  /// The programs do what the scripts did before they supported IPv6, with their faults (`2017` or
  /// `YES`).
  case scripts2017
  /// The programs do what the scripts do today, with their faults (`current`).
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

/// The settings of rc.conf that are the same for all NICs: the `hyperv_vf_` variables without a NIC
/// in their names (hyperv_vf.conf(5)).
package struct GeneralSettings: Hashable, Sendable {
  /// The compatibility mode (`hyperv_vf_compat`): which version of FreeBSD's scripts to imitate.
  package var compatibility = Compatibility.none
  /// The time after which a command is ended and counts as failed (`hyperv_vf_command_timeout`). It
  /// does not hold in compatibility mode; see `commandLimit`.
  package var commandTimeout = Duration.seconds(30)
  /// Drivers whose NICs count as synthetic NICs, in addition to hv_netvsc
  /// (`hyperv_vf_synthetic_drivers`). Only for Linux.
  package var syntheticDrivers: [String] = []
  /// The interval at which a bond checks the links of its members (`hyperv_vf_miimon`). Only for
  /// Linux.
  package var monitoring = Duration.milliseconds(100)
  /// Whether the kernel is in transparent mode, as rc.conf says (`hyperv_vf_transparent`). Nil for
  /// AUTO, the default: the programs observe the kernel. Only for Linux.
  package var transparent: Bool?
  /// True if a finding of `hyperv_vfctl check` makes hyperv_vfup(8) refuse a takeover
  /// (`hyperv_vf_strict`).
  package var isStrict = false
  /// Values that are invalid and do not stop the program: it takes another value, such as NO for a
  /// yes/no variable.
  package var warnings: [ConfigError] = []

  /// The time after which a command is ended and counts as failed: `commandTimeout`. Nil in
  /// compatibility mode, since FreeBSD's scripts have no such limit.
  package var commandLimit: Duration? { compatibility == .none ? commandTimeout : nil }

  /// The default settings, as if rc.conf set none of the variables.
  package init() {}

  /// Reads the `hyperv_vf_` variables without a NIC in their names. Throws if one of them has an
  /// invalid value.
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
