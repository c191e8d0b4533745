import Failover

// Finds the VF of a synthetic NIC. Both may be renamed, and rc.conf may swap two names, so the
// digits of a name prove nothing.

extension FreeBSD {
  /// The VF of the NIC `synthetic`; nil if the NIC has none now. If `synthetic` is itself a VF in
  /// `map`, the result is `synthetic`. `map` is the value of `hw.hn.vfmap`; nil for an older
  /// kernel, on which the VF is searched in `listing`, the output of `ifconfig -a`. Throws if a
  /// query fails or a name is invalid.
  func vf(
    of synthetic: InterfaceName, map: String?, in listing: String,
    asking guest: any GuestView
  ) throws(GuestError) -> InterfaceName? {
    guard let map else {
      return try vf(of: synthetic, withoutMapIn: listing, asking: guest)
    }
    for pair in pairs(inMap: map) {
      if pair.vf == synthetic.text { return synthetic }
      guard pair.synthetic == synthetic.text else { continue }
      guard let name = InterfaceName(pair.vf) else {
        throw .notUnderstood(by: Self.sysctl, line: map)
      }
      return name
    }
    return nil
  }

  /// The VF of the NIC `synthetic`; nil if the NIC has none now. Observes `hw.hn.vfmap`, and on an
  /// older kernel the output of `ifconfig -a`, itself. Throws if a query fails.
  func vf(
    of synthetic: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> InterfaceName? {
    let map = try sysctl(Self.mapOID, asking: guest)
    let text = map == nil ? try guest.output(of: Self.everyListing) : ""
    return try vf(of: synthetic, map: map, in: text, asking: guest)
  }

  /// The VF of the NIC `synthetic` on a kernel without `hw.hn.vfmap`; nil if there is none. It is
  /// the value of `dev.hn.0.vf`, where 0 is the number in the NIC's name, unless hardware addresses
  /// show that this VF belongs to another NIC. Then it is the VF with the hardware address of
  /// `synthetic`. `text` is the output of `ifconfig -a`. Throws if a query fails.
  private func vf(
    of synthetic: InterfaceName, withoutMapIn text: String, asking guest: any GuestView
  ) throws(GuestError) -> InterfaceName? {
    let answer = try sysctl(Self.vfOID(of: synthetic), asking: guest)
    let named = try vf(answer)
    if answer?.isEmpty == true, synthetic.isSynthetic { return nil }
    let found = listings(in: text).compactMap { IfconfigIdentity($0) }
    guard let own = found.first(where: { $0.name == synthetic.text }) else { return named }
    let other = found.first { $0.name == named?.text }
    if let named, other == nil || other?.address == own.address { return named }
    for word in (try sysctl("hw.hn.vflist", asking: guest) ?? "").words
    where found.contains(where: { $0.name == word && $0.address == own.address }) {
      return InterfaceName(word)
    }
    // No other NIC has the VF's address: an administrator has changed the address of this one.
    let isShared = found.contains { $0.address == other?.address && $0.name != other?.name }
    return synthetic.isSynthetic && !isShared ? named : nil
  }

  /// The VFs other than `vf` that have the hardware address of the synthetic NIC, from the sysctl
  /// variable `hw.hn.vflist`. Empty if there are none, or if the kernel lacks the variable. `text`
  /// is the output of `ifconfig -a`.
  func otherVFs(
    of synthetic: InterfaceName, besides vf: InterfaceName, in text: String,
    asking guest: any GuestView
  ) -> [InterfaceName] {
    let found = listings(in: text).compactMap { IfconfigIdentity($0) }
    guard let own = found.first(where: { $0.name == synthetic.text }) else { return [] }
    // On a kernel without this list there are none.
    let words = ((try? sysctl("hw.hn.vflist", asking: guest)) ?? "").words
    return words.filter { word in
      word != vf.text && found.contains { $0.name == word && $0.address == own.address }
    }.compactMap { InterfaceName($0) }
  }

  /// The pairs in `text`, the value of `hw.hn.vfmap`: `mlxen0:hn0 mce1:wan0`. Empty if `text` is
  /// nil.
  func pairs(inMap text: String?) -> [(vf: String, synthetic: String)] {
    (text ?? "").words.compactMap { word in
      let (vf, synthetic) = word.cut(at: UInt8(ascii: ":"))
      guard let synthetic, !vf.isEmpty, !synthetic.isEmpty else { return nil }
      return (String(vf), String(synthetic))
    }
  }
}

/// The name of an interface and its permanent hardware address. ifconfig(8) shows this address
/// after `hwaddr`, or after `ether` if there is no `hwaddr`.
struct IfconfigIdentity {
  /// The name of the interface.
  let name: String
  /// The permanent hardware address, as ifconfig(8) prints it.
  let address: String

  /// The name and address in `listing`, the lines of ifconfig(8) about one interface; nil if they
  /// show no hardware address.
  init?(_ listing: IfconfigListing) {
    name = listing.name
    let lines = listing.text.lines.map { $0.words }
    let value = { (word: String) in lines.first { $0.first == word }?.dropFirst().first }
    guard let address = value("hwaddr") ?? value("ether") else { return nil }
    self.address = address
  }
}
