import Failover

extension Linux {
  /// Whether a VF or its synthetic NIC can get a name from udev. Renaming fails with "File exists"
  /// if the name is taken, and udev then drops all other rules for the interface.
  ///
  /// A VF must not get the name of its synthetic NIC, or a name from a rule that matches both, as
  /// by hardware address alone. A synthetic NIC cannot get a name that its VF has and keeps. udev
  /// may rename a VF that it has not finished with.
  package func fitness(
    of given: GivenName, for nic: InterfaceName, settings: GeneralSettings,
    asking guest: any GuestView
  ) throws(GuestError) -> NameFitness {
    guard !given.ownNames.contains(given.name.text) else { return .fit }
    let pairing = Pairing(guest, drivers: settings.syntheticDrivers)
    if let twin = try pairing.synthetic(of: nic) {
      return try isForBoth(given, vf: nic, twin, asking: guest) ? .unfit : .fit
    }
    guard given.name != nic, try pairing.synthetic(of: given.name) == nic else { return .fit }
    guard let number = try Sysfs(guest).number(of: given.name) else { return .fit }
    // udev writes this file when it has finished with the interface.
    let record = try guest.line(of: "/run/udev/data/n\(number)")
    return record == nil ? .undecided : .unfit
  }

  private func isForBoth(
    _ given: GivenName, vf: InterfaceName, _ twin: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> Bool {
    let sysfs = Sysfs(guest)
    if given.name != vf, try sysfs.names().contains(given.name) { return true }
    if let address = try sysfs.permanentAddress(of: vf), given.name.holds(address) { return true }
    let named = NamedTwin(
      name: twin, driver: try sysfs.driver(of: twin) ?? "", bus: try sysfs.bus(of: twin) ?? ""
    ) { name throws(GuestError) in
      try guest.line(of: "\(Linux.net)/\(twin)/\(name)")
    }
    if let path = given.linkFile, let text = try guest.line(of: path) {
      let file = LinkFile(text)
      if file.gives(given.name), file.isFor(named) { return true }
    }
    return try isGivenByRule(given.name, named, asking: guest)
  }

  /// True if a udev rule that gives that name also matches the synthetic NIC. If several folders
  /// have a file of the same name, udev reads only the first.
  private func isGivenByRule(
    _ name: InterfaceName, _ twin: NamedTwin, asking guest: any GuestView
  ) throws(GuestError) -> Bool {
    var seen: [String] = []
    for root in ["/etc", "/run", "/usr/local/lib", "/usr/lib", "/lib"] {
      let folder = "\(root)/udev/rules.d"
      for file in try guest.names(in: folder) ?? []
      where file.hasSuffix(".rules") && seen.appendIfMissing(file) {
        let text = try guest.line(of: "\(folder)/\(file)") ?? ""
        for rule in UdevRule.all(in: text) where rule.gives(name) {
          if try rule.isFor(twin) { return true }
        }
      }
    }
    return false
  }
}

extension InterfaceName {
  /// True if the name contains a hardware address, as `enx00155d4a0b01` of NamePolicy=mac.
  fileprivate func holds(_ address: HardwareAddress) -> Bool {
    let digits = address.description.utf8.filter { $0 != UInt8(ascii: ":") }
    return text.utf8.count >= digits.count
      && text.hasSuffix(String(decoding: digits, as: UTF8.self))
  }
}
