import Failover

// What sysctl(8) tells of the kernel and its hn(4).

extension FreeBSD {
  /// Whether the kernel joins each VF to its NIC by itself.
  static let transparentOID = "hw.hn.vf_transparent"
  /// Whether the kernel has IPv6: it knows this one then.
  static let inet6OID = "kern.features.inet6"
  /// The VF of a unit of hn(4), which is the NIC of that number unless it was renamed.
  static func vfOID(of synthetic: InterfaceName) -> String { "dev.hn.\(synthetic.unit).vf" }

  /// Which VF belongs to which synthetic NIC: `mlxen0:hn0 mce1:hn1`. Older kernels do not have it.
  static let mapOID = "hw.hn.vfmap"

  /// The synthetic NIC of a VF in the text of that oid.
  func synthetic(of vf: InterfaceName, inMap text: String?) -> InterfaceName? {
    pairs(inMap: text).first { $0.vf == vf.text }.flatMap { InterfaceName($0.synthetic) }
  }

  static func sysctls(_ oids: [String]) -> Command { Command(sysctl, ["-n"] + oids) }

  /// What `sysctl -n` prints for an oid; nil where the kernel does not know it.
  func sysctl(_ oid: String, asking guest: any GuestView) throws(GuestError) -> String? {
    guard let text = try answer(to: Self.sysctls([oid]), asking: guest) else {
      return nil
    }
    return text.lines.first.map(String.init) ?? ""
  }

  /// The same for several oids, by one command where the kernel knows them all.
  ///
  /// It says nothing in the place of one that it does not know, so then each is asked for alone.
  func sysctls(
    _ oids: [String], asking guest: any GuestView
  ) throws(GuestError) -> KnownOIDs {
    if let text = try answer(to: Self.sysctls(oids), asking: guest) {
      let newline = UInt8(ascii: "\n")
      let lines = text.utf8.split(separator: newline, omittingEmptySubsequences: false)
      if lines.count == oids.count + 1 {
        return KnownOIDs(oids, lines.map { String(Substring($0)) })
      }
    }
    var known = KnownOIDs()
    for oid in oids { known.learn(oid, try sysctl(oid, asking: guest)) }
    return known
  }

  /// What the kernel says of transparent mode.
  func transparency(
    asking guest: any GuestView
  ) throws(GuestError) -> NetworkState.Transparency {
    try transparency(sysctl(Self.transparentOID, asking: guest))
  }

  /// What the oid's text means; an oid that is not known is an old kernel's and means no.
  func transparency(_ text: String?) throws(GuestError) -> NetworkState.Transparency {
    guard let text else { return .no }
    guard let value = Int(text) else { throw .notUnderstood(by: Self.sysctl, line: text) }
    return value == 0 ? .no : .yes("sysctl \(Self.transparentOID)=\(value)")
  }

  /// The VF that the oid's text names.
  func vf(_ text: String?) throws(GuestError) -> InterfaceName? {
    guard let text, !text.isEmpty else { return nil }
    guard let name = InterfaceName(text) else { throw .notUnderstood(by: Self.sysctl, line: text) }
    return name
  }
}

/// What the kernel told of some oids.
struct KnownOIDs {
  private var oids: [String] = []
  private var values: [String] = []

  /// Nothing was asked yet.
  init() {}

  /// Each oid has the value of the same number; there may be more values.
  init(_ oids: [String], _ values: [String]) {
    self.oids = oids
    self.values = values
  }

  /// The value of an oid; nil where the kernel does not know it, or was not asked.
  subscript(oid: String) -> String? { oids.firstIndex(of: oid).map { values[$0] } }

  /// Notes what was told; nil: the kernel does not know it.
  mutating func learn(_ oid: String, _ value: String?) {
    guard let value else { return }
    oids.append(oid)
    values.append(value)
  }
}
