import RCConf

/// The variables of rc.conf that belong to the programs (hyperv_vf.conf(5)).
package enum KnownVariable: String, CaseIterable, Sendable {
  /// Switches the programs on or off.
  case enable = "hyperv_vf_enable"
  /// The time that hyperv_vfattach(8) waits after the arrival of a VF, in seconds.
  case delay = "hyperv_vf_delay"
  /// Whether the kernel is in transparent mode.
  case transparent = "hyperv_vf_transparent"
  /// The deadline of a command, in seconds.
  case commandTimeout = "hyperv_vf_command_timeout"
  /// The compatibility mode: the version of the scripts that is imitated.
  case compat = "hyperv_vf_compat"
  /// Whether a finding of `hyperv_vfctl check` prevents a takeover.
  case strict = "hyperv_vf_strict"
  /// The name of the bond of one synthetic NIC.
  case bond = "hyperv_vf_bond"
  /// Whether the bond replaces its synthetic NIC in a bridge.
  case bridge = "hyperv_vf_bridge"
  /// The interval at which bonding checks the links of the members, in milliseconds.
  case miimon = "hyperv_vf_miimon"
  /// Additional drivers of synthetic NICs.
  case syntheticDrivers = "hyperv_vf_synthetic_drivers"

  /// The prefix of all their names.
  package static let prefix = "hyperv_vf_"

  /// True if the variable can be set for all NICs: `hyperv_vf_delay`.
  package var isGeneral: Bool { self != .bond && self != .bridge }

  /// True if the variable can be set for one NIC, with the NIC's name at its end:
  /// `hyperv_vf_bond_hn0`.
  package var isOfOneNIC: Bool { self == .bond || self == .bridge || self == .enable }

  /// The variable of this name, with or without a NIC at its end; nil for other names.
  package init?(name: String) {
    let found = Self.allCases.first { known in
      (known.isGeneral && name == known.rawValue)
        || (known.isOfOneNIC && name.hasPrefix(known.rawValue + "_")
          && name.utf8.count > known.rawValue.utf8.count + 1)
    }
    guard let found else { return nil }
    self = found
  }

  /// The known name that is most similar to `name`; nil if no name is similar.
  package static func nearest(to name: String) -> String? {
    if let known = allCases.first(where: { $0.rawValue == name }) { return "\(known.rawValue)_IF" }
    let nic = name[...].words(between: ByteSet("_")).last ?? ""
    let candidates =
      allCases.filter { $0.isGeneral }.map { $0.rawValue }
      + allCases.filter { $0.isOfOneNIC }.map { "\($0.rawValue)_\(nic)" }
    // The common prefix says nothing about the intended name.
    let own = { (text: String) in text.removing(prefix: prefix).map { String($0) } ?? text }
    return Failover.nearest(to: own(name), among: candidates.map(own)).map { prefix + $0 }
  }
}
