import RCConf

/// The variables of rc.conf that these programs define (hyperv_vf.conf(5)). The raw value is the
/// name without a NIC.
package enum KnownVariable: String, CaseIterable, Sendable {
  /// Switches the programs on or off, for all NICs or for one.
  case enable = "hyperv_vf_enable"
  /// The time that hyperv_vfattach(8) waits after the arrival of a VF, in seconds.
  case delay = "hyperv_vf_delay"
  /// Whether the kernel is in transparent mode: AUTO, YES or NO (Linux).
  case transparent = "hyperv_vf_transparent"
  /// The time after which a command is ended and counts as failed, in seconds.
  case commandTimeout = "hyperv_vf_command_timeout"
  /// The compatibility mode: which version of FreeBSD's scripts the programs imitate.
  case compat = "hyperv_vf_compat"
  /// Whether a finding of `hyperv_vfctl check` makes hyperv_vfup(8) refuse a takeover.
  case strict = "hyperv_vf_strict"
  /// The name of the bond of one synthetic NIC.
  case bond = "hyperv_vf_bond"
  /// Whether the bond of one synthetic NIC replaces this NIC in a bridge (FreeBSD).
  case bridge = "hyperv_vf_bridge"
  /// The interval at which a bond checks the links of its members, in milliseconds (Linux).
  case miimon = "hyperv_vf_miimon"
  /// Drivers whose NICs count as synthetic NICs, in addition to hv_netvsc (Linux).
  case syntheticDrivers = "hyperv_vf_synthetic_drivers"

  /// The text with which the names of all these variables begin.
  package static let prefix = "hyperv_vf_"

  /// True if the variable can be set for all NICs, as `hyperv_vf_delay` can. `enable` can be set
  /// for all NICs and for one.
  package var isGeneral: Bool { self != .bond && self != .bridge }

  /// True if the variable can be set for one NIC. Its name then ends with the NIC, as in
  /// `hyperv_vf_bond_hn0`.
  package var canBePerNIC: Bool { self == .bond || self == .bridge || self == .enable }

  /// The variable with the full name `name`: `.delay` for `hyperv_vf_delay`, `.bond` for
  /// `hyperv_vf_bond_hn0`. Nil for all other names, also for `hyperv_vf_bond`, which lacks a NIC.
  package init?(name: String) {
    let found = Self.allCases.first { known in
      (known.isGeneral && name == known.rawValue)
        || (known.canBePerNIC && name.hasPrefix(known.rawValue + "_")
          && name.utf8.count > known.rawValue.utf8.count + 1)
    }
    guard let found else { return nil }
    self = found
  }

  /// The correct name that is most similar to `name`, an unknown one: `hyperv_vf_delay` for
  /// `hyperv_vf_dely`, `hyperv_vf_bond_IF` for `hyperv_vf_bond`. Nil if no name is similar.
  package static func nearest(to name: String) -> String? {
    if let known = allCases.first(where: { $0.rawValue == name }) { return "\(known.rawValue)_IF" }
    let nic = name[...].words(between: ByteSet("_")).last ?? ""
    let candidates =
      allCases.filter { $0.isGeneral }.map { $0.rawValue }
      + allCases.filter { $0.canBePerNIC }.map { "\($0.rawValue)_\(nic)" }
    // The common prefix says nothing about the intended name.
    let own = { (text: String) in text.removing(prefix: prefix).map { String($0) } ?? text }
    return Failover.nearest(to: own(name), among: candidates.map(own)).map { prefix + $0 }
  }
}
