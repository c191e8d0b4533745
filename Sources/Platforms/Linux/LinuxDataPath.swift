import Failover

extension Linux {
  /// Returns the VF that cuts `synthetic` off: both NICs are up, but `synthetic` has no carrier,
  /// and no bond or bridge carries its packets through the VF. Nil if there is no such VF, or if
  /// the pair is or soon will be in transparent mode. Throws if a query fails.
  ///
  /// Looks in sysfs and in the output of ip(8). Reads only the needed words of each line: this is
  /// called after failures, and a line of unknown form may be the reason for one.
  package func vfCuttingOff(
    _ synthetic: InterfaceName, bond: InterfaceName, settings: GeneralSettings,
    asking guest: any GuestView
  ) throws(GuestError) -> CuttingVF? {
    let sysfs = Sysfs(guest)
    let pairing = Pairing(guest, drivers: settings.syntheticDrivers)
    guard let vf = try pairing.vf(of: synthetic),
      try pairing.transparency(of: synthetic, vf: vf, said: settings.transparent) == .no,
      let nic = try sysfs.interface(vf), nic.isUp,
      let twin = try sysfs.interface(synthetic), carrier(of: twin, asking: guest) == false
    else { return nil }
    guard nic.master == nil || nic.master == bond else {
      // A master that contains both carries the traffic of both.
      return nic.master == twin.master ? nil : CuttingVF(name: vf, isFree: false)
    }
    let face = try sysfs.interface(bond)
    let listing = try Listing(guest.output(of: Self.listing(of: vf, synthetic, face?.name)))
    let bonded = face.map { listing.addresses(of: $0.name) } ?? []
    if nic.master == bond, face?.isUp == true, !bonded.isEmpty { return nil }
    let kept = listing.addresses(of: synthetic) + bonded
    guard listing.addresses(of: vf).allSatisfy({ kept.contains($0) }), !listing.hasRoutes,
      try !carriesOthers(vf, but: bond, asking: guest),
      try linuxClients(of: vf, asking: guest).isEmpty
    else { return CuttingVF(name: vf, isFree: false) }
    return CuttingVF(name: vf, isFree: true)
  }

  /// Returns true if an interface other than `bond`, such as a VLAN, is built on the VF. Throws if
  /// sysfs cannot be read.
  private func carriesOthers(
    _ vf: InterfaceName, but bond: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> Bool {
    try (guest.names(in: "\(Self.net)/\(vf)") ?? [])
      .contains { $0.hasPrefix("upper_") && $0 != "upper_\(bond)" }
  }

  /// Returns true if the interface has a carrier, and false if it is up without one. Nil if the
  /// interface is down, or if the kernel does not say.
  func carrier(of interface: Interface, asking guest: any GuestView) -> Bool? {
    guard interface.isUp else { return nil }
    do throws(GuestError) {
      return try Sysfs(guest).text("carrier", of: interface.name).map { $0 == "1" }
    } catch {
      return nil
    }
  }

  /// Returns the ip(8) command that prints the addresses of the VF, of `synthetic` and of `bond`,
  /// and the routes through the VF. `bond` is nil if it does not exist.
  static func listing(
    of vf: InterfaceName, _ synthetic: InterfaceName, _ bond: InterfaceName?
  ) -> Command {
    let addresses = ([vf, synthetic] + (bond.map { [$0] } ?? [])).map {
      "address show dev \($0) scope global\n"
    }
    let routes = ["0.0.0.0/0", "::/0"].map { "route show table all root \($0) dev \(vf)\n" }
    return Command(
      Self.ip, ["-oneline", "-batch", "-"], input: (addresses + routes).joined())
  }
}

/// The output of the ip(8) command `Linux.listing`: addresses of a pair and its bond, and routes
/// through the VF.
private struct Listing {
  private let rows: [[String]]

  init(_ text: String) { rows = text.lines.map { $0.words } }

  /// Returns the addresses of the interface `name`, such as `192.0.2.50/24`, without those from
  /// router advertisements; empty if there are none.
  func addresses(of name: InterfaceName) -> [String] {
    rows.filter { $0.count > 3 && $0[1] == name.text && ["inet", "inet6"].contains($0[2]) }
      .filter { IPAddressLine($0, on: name).address?.isAutoconfigured != true }.map { $0[3] }
  }

  /// True if the VF has a route that a program or an administrator has set: the kernel did not make
  /// the route for an address, and no router advertisement announced it.
  var hasRoutes: Bool {
    rows.contains { row in
      guard let first = row.first, !first.hasSuffix(":"), !Self.ownTypes.contains(first) else {
        return false
      }
      let origin = row.firstIndex(of: "proto").map { row[($0 + 1)...].first }
      return origin != "kernel" && origin != "ra"
    }
  }

  private static let ownTypes = ["local", "broadcast", "multicast", "anycast"]
}
