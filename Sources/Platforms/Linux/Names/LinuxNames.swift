import Failover

extension Linux {
  /// Returns whether `nic` can get the name `given` from udev. `.unfit` for a VF, if another
  /// interface has the name, or if the rule that gives it also matches the synthetic NIC, such as a
  /// rule by hardware address alone. For a synthetic NIC whose VF has the name: `.undecided` while
  /// udev may still rename the VF, then `.unfit`. Otherwise `.fit`. Throws if a query fails.
  ///
  /// Renaming to a name that is taken fails with "File exists", and udev then drops all other rules
  /// for the interface.
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
    if let address = try sysfs.permanentAddress(of: vf), given.name.endsWith(address) {
      return true
    }
    let named = TwinForNaming(
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

  /// Returns true if a udev rule that gives the name `name` also matches the synthetic NIC `twin`.
  /// If several folders have a rules file of the same name, only the first is read, as by udev.
  /// Throws if a file cannot be read.
  private func isGivenByRule(
    _ name: InterfaceName, _ twin: TwinForNaming, asking guest: any GuestView
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
  /// Returns true if the name ends with the digits of the hardware address, as `enx00155d4a0b01` of
  /// NamePolicy=mac does.
  fileprivate func endsWith(_ address: HardwareAddress) -> Bool {
    let digits = address.description.utf8.filter { $0 != UInt8(ascii: ":") }
    return text.utf8.count >= digits.count
      && text.hasSuffix(String(decoding: digits, as: UTF8.self))
  }
}
