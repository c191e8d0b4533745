import Failover

// Observations by sysctl(8) about the kernel and hn(4).

extension FreeBSD {
  /// The sysctl variable that is not 0 if the kernel is in transparent mode.
  static let transparentOID = "hw.hn.vf_transparent"
  /// The sysctl variable that exists if the kernel supports IPv6.
  static let inet6OID = "kern.features.inet6"
  /// The sysctl variable with the VF of the hn(4) whose unit number is in this name: `dev.hn.0.vf`
  /// for hn0. If the NIC was renamed, the number may be that of another unit.
  static func vfOID(of synthetic: InterfaceName) -> String { "dev.hn.\(synthetic.unit).vf" }

  /// The sysctl variable with the VF of each synthetic NIC: `mlxen0:hn0 mce1:hn1`. Older kernels do
  /// not have it.
  static let mapOID = "hw.hn.vfmap"

  /// The synthetic NIC of a VF in `text`, the value of `hw.hn.vfmap`; nil if the map does not have
  /// the VF.
  func synthetic(of vf: InterfaceName, inMap text: String?) -> InterfaceName? {
    pairs(inMap: text).first { $0.vf == vf.text }.flatMap { InterfaceName($0.synthetic) }
  }

  static func sysctls(_ oids: [String]) -> Command { Command(sysctl, ["-n"] + oids) }

  /// The value of a sysctl variable, by its name (OID); nil if the kernel does not have the
  /// variable.
  func sysctl(_ oid: String, asking guest: any GuestView) throws(GuestError) -> String? {
    guard let text = try answer(to: Self.sysctls([oid]), asking: guest) else {
      return nil
    }
    return text.lines.first.map(String.init) ?? ""
  }

  /// The values of several sysctl variables, by one command if the kernel has all of them.
  ///
  /// sysctl(8) prints nothing for an unknown name, so that the values could not be told apart. In
  /// this case each variable is queried alone.
  func sysctls(
    _ oids: [String], asking guest: any GuestView
  ) throws(GuestError) -> KnownOIDs {
    if let text = try answer(to: Self.sysctls(oids), asking: guest) {
      let lines = text[...].fields(separatedBy: 0x0A)
      if lines.count == oids.count + 1 {
        return KnownOIDs(oids, lines.map { String($0) })
      }
    }
    var known = KnownOIDs()
    for oid in oids { known.learn(oid, try sysctl(oid, asking: guest)) }
    return known
  }

  /// Observes whether the kernel is in transparent mode.
  func transparency(
    asking guest: any GuestView
  ) throws(GuestError) -> NetworkState.Transparency {
    try transparency(sysctl(Self.transparentOID, asking: guest))
  }

  /// The transparent mode for `text`, the value of `hw.hn.vf_transparent`. Old kernels do not have
  /// this variable (nil) and are not in transparent mode.
  func transparency(_ text: String?) throws(GuestError) -> NetworkState.Transparency {
    guard let text else { return .no }
    guard let value = Int(text) else { throw .notUnderstood(by: Self.sysctl, line: text) }
    return value == 0 ? .no : .yes("sysctl \(Self.transparentOID)=\(value)")
  }

  /// The VF in `text`, the value of `dev.hn.0.vf`; nil if the value is empty. Throws if the value
  /// cannot be the name of an interface.
  func vf(_ text: String?) throws(GuestError) -> InterfaceName? {
    guard let text, !text.isEmpty else { return nil }
    guard let name = InterfaceName(text) else { throw .notUnderstood(by: Self.sysctl, line: text) }
    return name
  }
}

/// The values of some sysctl variables, by their names (OIDs).
struct KnownOIDs {
  private var oids: [String] = []
  private var values: [String] = []

  /// Creates a table without values.
  init() {}

  /// The values of the variables `oids`, in the same order. There may be more values than names.
  init(_ oids: [String], _ values: [String]) {
    self.oids = oids
    self.values = values
  }

  /// The value of the variable `oid`; nil if the kernel does not have the variable, or if no query
  /// asked for it.
  subscript(oid: String) -> String? { oids.firstIndex(of: oid).map { values[$0] } }

  /// Adds the value of the variable `oid`. Does nothing if `value` is nil: the kernel does not have
  /// the variable.
  mutating func learn(_ oid: String, _ value: String?) {
    guard let value else { return }
    oids.append(oid)
    values.append(value)
  }
}
