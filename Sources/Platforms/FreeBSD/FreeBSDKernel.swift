import Failover

// Observations by sysctl(8) about the kernel and hn(4).

extension FreeBSD {
  /// The name of the sysctl variable that is not 0 if the kernel is in transparent mode.
  static let transparentOID = "hw.hn.vf_transparent"
  /// The name of the sysctl variable that exists only if the kernel supports IPv6.
  static let inet6OID = "kern.features.inet6"
  /// The name of the sysctl variable whose value is the name of the VF: `dev.hn.0.vf` for hn0. The
  /// number comes from the name `synthetic`. If the NIC was renamed, the variable may be that of
  /// another hn(4).
  static func vfOID(of synthetic: InterfaceName) -> String { "dev.hn.\(synthetic.unit).vf" }

  /// The name of the sysctl variable that lists each synthetic NIC with its VF:
  /// `mlxen0:hn0 mce1:hn1`. Older kernels do not have it.
  static let mapOID = "hw.hn.vfmap"

  /// The synthetic NIC of the VF `vf` in `text`, the value of `hw.hn.vfmap`; nil if the value does
  /// not list the VF, or if `text` is nil.
  func synthetic(of vf: InterfaceName, inMap text: String?) -> InterfaceName? {
    pairs(inMap: text).first { $0.vf == vf.text }.flatMap { InterfaceName($0.synthetic) }
  }

  static func sysctls(_ oids: [String]) -> Command { Command(sysctl, ["-n"] + oids) }

  /// The value of the sysctl variable with the name `oid`; nil if the kernel does not have the
  /// variable. Throws if sysctl(8) cannot be run.
  func sysctl(_ oid: String, asking guest: any GuestView) throws(GuestError) -> String? {
    guard let text = try answer(to: Self.sysctls([oid]), asking: guest) else {
      return nil
    }
    return text.lines.first.map(String.init) ?? ""
  }

  /// The values of the sysctl variables with the names `oids`, by one command if the kernel has all
  /// of them. Throws if sysctl(8) cannot be run.
  ///
  /// If the kernel lacks one of them, each is queried alone: sysctl(8) prints nothing for an
  /// unknown name, so that the values could not be told apart.
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

  /// Returns whether the kernel is in transparent mode, by the sysctl variable
  /// `hw.hn.vf_transparent`. Throws if the query fails or the value is not a number.
  func transparency(
    asking guest: any GuestView
  ) throws(GuestError) -> NetworkState.Transparency {
    try transparency(sysctl(Self.transparentOID, asking: guest))
  }

  /// Returns whether the kernel is in transparent mode, from `text`, the value of
  /// `hw.hn.vf_transparent`. `.no` if `text` is nil: an old kernel without this variable. Throws if
  /// `text` is not a number.
  func transparency(_ text: String?) throws(GuestError) -> NetworkState.Transparency {
    guard let text else { return .no }
    guard let value = Int(text) else { throw .notUnderstood(by: Self.sysctl, line: text) }
    return value == 0 ? .no : .yes("sysctl \(Self.transparentOID)=\(value)")
  }

  /// Returns the name of the VF in `text`, the value of `dev.hn.0.vf`; nil if `text` is nil or
  /// empty. Throws if `text` cannot be the name of an interface.
  func vf(_ text: String?) throws(GuestError) -> InterfaceName? {
    guard let text, !text.isEmpty else { return nil }
    guard let name = InterfaceName(text) else { throw .notUnderstood(by: Self.sysctl, line: text) }
    return name
  }
}

/// The values of some sysctl variables, found by the names (OIDs) of the variables.
struct KnownOIDs {
  private var oids: [String] = []
  private var values: [String] = []

  /// Creates a table without variables.
  init() {}

  /// Creates a table of the variables `oids`, each with the element of `values` at the same index.
  /// `values` may have more elements, which are ignored.
  init(_ oids: [String], _ values: [String]) {
    self.oids = oids
    self.values = values
  }

  /// The value of the variable `oid`; nil if the table does not have it: the kernel lacks the
  /// variable, or no query asked for it.
  subscript(oid: String) -> String? { oids.firstIndex(of: oid).map { values[$0] } }

  /// Adds the variable `oid` with its value. Does nothing if `value` is nil, which means that the
  /// kernel does not have the variable.
  mutating func learn(_ oid: String, _ value: String?) {
    guard let value else { return }
    oids.append(oid)
    values.append(value)
  }
}
