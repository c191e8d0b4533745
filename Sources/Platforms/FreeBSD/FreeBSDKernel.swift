import Failover

// Observations by sysctl(8) about the kernel and hn(4).

extension FreeBSD {
  /// Whether the kernel is in transparent mode.
  static let transparentOID = "hw.hn.vf_transparent"
  /// Exists if the kernel supports IPv6.
  static let inet6OID = "kern.features.inet6"
  /// The VF of an hn(4) unit. The NIC of that number may have been renamed.
  static func vfOID(of synthetic: InterfaceName) -> String { "dev.hn.\(synthetic.unit).vf" }

  /// The VF of each synthetic NIC: `mlxen0:hn0 mce1:hn1`. Older kernels do not have it.
  static let mapOID = "hw.hn.vfmap"

  /// The synthetic NIC of a VF in that map.
  func synthetic(of vf: InterfaceName, inMap text: String?) -> InterfaceName? {
    pairs(inMap: text).first { $0.vf == vf.text }.flatMap { InterfaceName($0.synthetic) }
  }

  static func sysctls(_ oids: [String]) -> Command { Command(sysctl, ["-n"] + oids) }

  /// The value of an oid; nil if the kernel does not have it.
  func sysctl(_ oid: String, asking guest: any GuestView) throws(GuestError) -> String? {
    guard let text = try answer(to: Self.sysctls([oid]), asking: guest) else {
      return nil
    }
    return text.lines.first.map(String.init) ?? ""
  }

  /// The values of several oids, by one command if the kernel has all of them.
  ///
  /// sysctl prints nothing for an unknown oid, so then each one is queried alone.
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

  /// The meaning of the oid's value. Old kernels without the oid are not in transparent mode.
  func transparency(_ text: String?) throws(GuestError) -> NetworkState.Transparency {
    guard let text else { return .no }
    guard let value = Int(text) else { throw .notUnderstood(by: Self.sysctl, line: text) }
    return value == 0 ? .no : .yes("sysctl \(Self.transparentOID)=\(value)")
  }

  /// The VF in the oid's value.
  func vf(_ text: String?) throws(GuestError) -> InterfaceName? {
    guard let text, !text.isEmpty else { return nil }
    guard let name = InterfaceName(text) else { throw .notUnderstood(by: Self.sysctl, line: text) }
    return name
  }
}

/// The values of some oids.
struct KnownOIDs {
  private var oids: [String] = []
  private var values: [String] = []

  /// No values.
  init() {}

  /// The values in the order of the oids. There may be more values than oids.
  init(_ oids: [String], _ values: [String]) {
    self.oids = oids
    self.values = values
  }

  /// The value of an oid; nil if the kernel does not have it or it was not queried.
  subscript(oid: String) -> String? { oids.firstIndex(of: oid).map { values[$0] } }

  /// Adds a value; nil if the kernel does not have the oid.
  mutating func learn(_ oid: String, _ value: String?) {
    guard let value else { return }
    oids.append(oid)
    values.append(value)
  }
}
