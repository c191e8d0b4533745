/// The programs' own variables of rc.conf (hyperv_vf.conf(5)).
package enum KnownVariable: String, CaseIterable, Sendable {
  /// Whether the programs do anything.
  case enable = "hyperv_vf_enable"
  /// How long a VF settles.
  case delay = "hyperv_vf_delay"
  /// Whether the kernel does the failover.
  case transparent = "hyperv_vf_transparent"
  /// How long a command may take.
  case commandTimeout = "hyperv_vf_command_timeout"
  /// Which scripts to be.
  case compat = "hyperv_vf_compat"
  /// Whether a takeover is refused that `check` warns of.
  case strict = "hyperv_vf_strict"
  /// The name of a bond.
  case bond = "hyperv_vf_bond"
  /// Whether a NIC's place in a bridge is given to its bond.
  case bridge = "hyperv_vf_bridge"
  /// How often bonding looks at links.
  case miimon = "hyperv_vf_miimon"
  /// More drivers of synthetic NICs.
  case syntheticDrivers = "hyperv_vf_synthetic_drivers"

  /// What all their names begin with.
  package static let prefix = "hyperv_vf_"

  /// Whether it stands for all NICs.
  package var isGeneral: Bool { self != .bond && self != .bridge }

  /// Whether `_` and a NIC behind it make it one of that NIC alone.
  package var isOfOneNIC: Bool { self == .bond || self == .bridge || self == .enable }

  /// The one that `name` is, with or without a NIC behind it; nil for other names.
  package init?(name: String) {
    let found = Self.allCases.first { known in
      (known.isGeneral && name == known.rawValue)
        || (known.isOfOneNIC && name.hasPrefix(known.rawValue + "_")
          && name.utf8.count > known.rawValue.utf8.count + 1)
    }
    guard let found else { return nil }
    self = found
  }

  /// The name that `name` was probably meant to be; nil where none is near.
  package static func nearest(to name: String) -> String? {
    if let known = allCases.first(where: { $0.rawValue == name }) { return "\(known.rawValue)_IF" }
    let nic = name.split(separator: "_").last.map(String.init) ?? ""
    let candidates =
      allCases.filter { $0.isGeneral }.map { $0.rawValue }
      + allCases.filter { $0.isOfOneNIC }.map { "\($0.rawValue)_\(nic)" }
    // What all names begin with says nothing of what was meant.
    let own = { (text: String) in String(text.dropFirst(prefix.count)) }
    return Failover.nearest(to: own(name), among: candidates.map(own)).map { prefix + $0 }
  }
}
