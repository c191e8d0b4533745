import Failover

extension FreeBSD {
  /// Returns the VF that cuts the synthetic NIC off, from the output of `ifconfig -a`; nil if none
  /// does. Reads only the needed words of each line: this is called after a failure, perhaps caused
  /// by a line with an unknown form. Throws if a query fails.
  package func vfCuttingOff(
    _ synthetic: InterfaceName, bond: InterfaceName, settings: GeneralSettings,
    asking guest: any GuestView
  ) throws(GuestError) -> CuttingVF? {
    guard try transparency(asking: guest) == .no, let vf = try vf(of: synthetic, asking: guest)
    else { return nil }
    let text = try guest.output(of: Self.everyListing)
    let listing = { (name: InterfaceName) in
      listings(in: text).first { $0.name == name.text }.map { Listing(String($0.text)) }
    }
    guard let nic = listing(vf), nic.isUp, listing(synthetic)?.hasNoCarrier == true else {
      return nil
    }
    let holder = master(of: vf, inListings: text)
    let lagg = listing(bond)
    guard holder == nil || holder == bond else {
      // A lagg that contains both carries the traffic of both.
      return master(of: synthetic, inListings: text) == holder
        ? nil : CuttingVF(name: vf, isFree: false)
    }
    if holder == bond, lagg?.carriesTraffic == true { return nil }
    // A VLAN on the VF is another user.
    let hasVLAN = text.lines.contains { $0.words.first == "vlan:" && $0.words.last == vf.text }
    let kept = (listing(synthetic)?.addresses ?? []) + (lagg?.addresses ?? [])
    guard !hasVLAN, nic.addresses.allSatisfy({ kept.contains($0) }),
      try !hasOwnClient(vf, beside: synthetic, asking: guest),
      try !hasOwnRoutes(vf, beside: synthetic, asking: guest)
    else { return CuttingVF(name: vf, isFree: false) }
    return CuttingVF(name: vf, isFree: true)
  }

  /// True if a DHCP client runs for the interface `name` and none for the interface `other`. Throws
  /// if a query fails.
  private func hasOwnClient(
    _ name: InterfaceName, beside other: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> Bool {
    if try clients(of: name, inEvery: true, asking: guest).isEmpty { return false }
    return try clients(of: other, inEvery: true, asking: guest).isEmpty
  }

  /// True if a static route through the interface `name` has a destination to which no static route
  /// through the interface `other` leads. Throws if a query fails.
  private func hasOwnRoutes(
    _ name: InterfaceName, beside other: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> Bool {
    let lines = try guest.output(of: Self.routingTables).lines.map { $0.words }
    let destinations = { (name: InterfaceName) in
      lines.filter { $0.count > 3 && $0[2].contains("S") && $0.dropFirst(3).contains(name.text) }
        .map { $0[0] }
    }
    let others = destinations(other)
    return destinations(name).contains { !others.contains($0) }
  }
}

/// The lines of `ifconfig -a` about one interface. Only the words that show whether the interface
/// can carry traffic are read: flags, link status and addresses.
private struct Listing {
  private let lines: [[String]]

  init(_ text: String) { lines = text.lines.map { $0.words } }

  var isUp: Bool {
    lines.first?.dropFirst().first.map { flags(in: $0).contains("UP") } == true
  }

  var hasNoCarrier: Bool {
    lines.contains { $0.first == "status:" && $0.dropFirst().joined(separator: " ") != "active" }
  }

  /// The addresses of the interface as ifconfig(8) prints them, without link-local ones, which the
  /// system itself assigns. Empty if there are none.
  var addresses: [String] {
    lines.filter { ["inet", "inet6"].contains($0.first) && $0.count > 1 }.map { $0[1] }
      .filter { !$0.hasPrefix("fe80:") }
  }

  var carriesTraffic: Bool { isUp && !addresses.isEmpty }
}
