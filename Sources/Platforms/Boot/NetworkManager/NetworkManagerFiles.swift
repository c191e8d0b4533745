import Failover

/// Computes the changes of NetworkManager's keyfiles (nm-settings-keyfile(5)) that make a bond. The
/// files are readable for root only: NetworkManager ignores others.
struct NetworkManagerFiles {
  let request: BondAtBoot
  let guest: any GuestView

  /// The changes of the profiles of the bond, of its members, and of interfaces on top of the NIC,
  /// such as VLANs. Without changes if the NIC is a member of the bond already.
  ///
  /// Throws if a file cannot be read or is not UTF-8, or if the NIC has an ifcfg file instead of a
  /// keyfile.
  var files: BootFiles {
    get throws(GuestError) {
      let profiles = try NetworkManagerProfile.all(guest)
      if profiles.contains(where: isPort) { return BootFiles([]) }
      let profile = try present(profiles)
      let ports = NetworkManagerPorts(request: request, profile: profile)
      let defaults = try NetworkManagerDefaults(
        guest, of: request.synthetic, request.nic.hardwareAddress)
      var changes: [FileChange] = []
      var advice: [String] = []
      if let profile {
        let bond = NetworkManagerBond(
          request: request, profile: profile, defaults: defaults, metric: try metric)
        var text = bond.text
        try keepIdentifier(profile, &text)
        let path = profile.isKept ? own("\(request.bond)") : place(profile)
        changes.append(try change(path, text))
        advice += NetworkManagerIdentity(bond).advice(text)
      } else {
        changes.append(try change(own("\(request.bond)"), fromState))
      }
      changes.append(try change(own("\(request.synthetic)"), ports.synthetic))
      if let vf = ports.vf { changes.append(try change(own("\(request.synthetic)-vf"), vf)) }
      changes += try uppers(of: profile, among: profiles)
      changes += try clientFiles
      if profile?.isNetplans == true { advice += try NetplanAdvice(request, guest).lines }
      var found = BootFiles(changes, unknown: defaults.unknown, advice: advice)
      found.otherBond =
        profiles.first { other in
          other.interfaceName == request.bond.text && other.path != profile?.path
            && !changes.contains { $0.path == other.path }
        }?.path
      return found
    }
  }

  private func own(_ name: String) -> String {
    "\(NetworkManagerProfile.folder)/hyperv-vf-\(name).nmconnection"
  }

  /// Returns the path of the file that gets the changed `profile`: its file name in
  /// /etc/NetworkManager/system-connections. A profile in that folder is thus changed in place; one
  /// in another folder stays, and its changed copy is a new file.
  private func place(_ profile: NetworkManagerProfile) -> String {
    "\(NetworkManagerProfile.folder)/\(profile.name)"
  }

  private func change(_ path: String, _ text: SectionedText) throws(GuestError) -> FileChange {
    try guest.change(path, to: text.text, permissions: 0o600)
  }

  private func uppers(
    of profile: NetworkManagerProfile?, among profiles: [NetworkManagerProfile]
  ) throws(GuestError) -> [FileChange] {
    let present = try uuid
    let uppers = NetworkManagerUppers(request: request, uuid: profile?.uuid ?? present)
    var changes: [FileChange] = []
    var replaced: [String] = []
    for other in profiles where other.path != profile?.path {
      guard let text = uppers.changed(other) else { continue }
      let name = other.interfaceName ?? other.name
      changes.append(try change(other.isNetplans ? own(name) : place(other), text))
      if other.isNetplans { replaced.append(other.path) }
    }
    guard !replaced.isEmpty else { return changes }
    let removal = NetplanProfileRemoval(profiles: replaced)
    return changes + [try guest.change(NetplanProfileRemoval.path, to: removal.text)]
  }

  /// The changes that copy the NIC's own dhclient(8) configuration files, such as
  /// dhclient-eth0.conf, for the bond: dhclient-bond0.conf. NetworkManager reads them if its DHCP
  /// client is dhclient.
  ///
  /// Empty if the NIC has no such file. Throws if a file cannot be read or is not UTF-8.
  private var clientFiles: [FileChange] {
    get throws(GuestError) {
      var changes: [FileChange] = []
      for folder in ["/etc/NetworkManager", "/etc/dhcp", "/etc"] {
        let path = "\(folder)/dhclient-\(request.synthetic).conf"
        guard let text = try guest.text(of: path) else { continue }
        changes.append(
          try guest.change("\(folder)/dhclient-\(request.bond).conf", to: text))
      }
      return changes
    }
  }
}

extension NetworkManagerFiles {
  /// Returns the value of `key`, such as `connection-uuid`, in the file in
  /// /run/NetworkManager/devices that NetworkManager keeps for the NIC. Nil if there is no such
  /// file, or if it does not set the key. Throws if the file cannot be read or is not UTF-8.
  private func state(_ key: String) throws(GuestError) -> String? {
    guard let number = try guest.line(of: "\(Linux.net)/\(request.synthetic)/ifindex"),
      let state = try guest.text(of: "/run/NetworkManager/devices/\(number)")
    else { return nil }
    return SectionedText(state).value(of: key, in: "device")
  }

  /// Returns true if `profile` makes the synthetic NIC a member of the requested bond.
  private func isPort(_ profile: NetworkManagerProfile) -> Bool {
    profile.isEthernet && profile.controller == request.bond.text
      && profile.interfaceName == request.synthetic.text
  }

  /// Throws `.notUnderstood` if there is an ifcfg file of Red Hat for the NIC, such as
  /// /etc/sysconfig/network-scripts/ifcfg-eth0. `persist` changes keyfiles only.
  private func checkScripts() throws(GuestError) {
    let path = "/etc/sysconfig/network-scripts/ifcfg-\(request.synthetic)"
    guard let text = try guest.line(of: path) else { return }
    throw .notUnderstood(
      by:
        "\(path): no keyfile, and persist writes those alone ('nmcli connection migrate' makes it one)",
      line: text.lines.first.map(String.init) ?? "")
  }

  private var uuid: String? {
    get throws(GuestError) { try state("connection-uuid") }
  }

  private var metric: String {
    get throws(GuestError) { try state("route-metric-default-effective") ?? "100" }
  }

  /// Returns the profile that NetworkManager uses for the NIC, by the UUID that NetworkManager has
  /// stored. Without a profile of this UUID, returns the one of `profiles` that NetworkManager
  /// would choose: for the NIC's name, for its hardware address, or for any NIC. Nil if there is
  /// none.
  ///
  /// Throws if a file cannot be read, or if the NIC has an ifcfg file instead of a keyfile.
  private func present(
    _ profiles: [NetworkManagerProfile]
  ) throws(GuestError) -> NetworkManagerProfile? {
    let uuid = try uuid
    if let uuid, let found = profiles.first(where: { $0.uuid == uuid }) { return found }
    let usable = profiles.filter { profile in
      let isOff = profile.text.value(of: "autoconnect", in: "connection") == "false"
      return profile.isEthernet && !isOff && (uuid == nil || profile.uuid == nil)
    }
    try checkScripts()
    let byName = usable.first { $0.interfaceName == request.synthetic.text }
    if byName != nil { return byName }
    return usable.first { profile in
      guard profile.interfaceName == nil, profile.controller == nil else { return false }
      guard let wanted = profile.ethernet("mac-address") else { return true }
      return HardwareAddress(wanted) == request.nic.hardwareAddress
    }
  }

  /// Sets the present UUID of `profile` in `text`, its changed text, if `profile` sets none and the
  /// changed text goes to another path. NetworkManager derives a UUID that is not set from the
  /// path.
  ///
  /// Does nothing if `profile` stays beside the bond's (`isKept`), or if the UUID is unknown.
  /// Throws if a file of NetworkManager cannot be read.
  private func keepIdentifier(
    _ profile: NetworkManagerProfile, _ text: inout SectionedText
  ) throws(GuestError) {
    guard profile.uuid == nil, !profile.isKept, place(profile) != profile.path,
      let uuid = try uuid
    else { return }
    text.set("uuid", to: uuid, in: "connection")
  }
}

extension NetworkManagerFiles {
  /// A new profile for the bond, with the present addresses, routes and DHCP of the NIC. Used if
  /// the NIC has no profile.
  private var fromState: SectionedText {
    let size = request.mtu.map { "mtu=\($0)\n" } ?? ""
    let address = request.nic.hardwareAddress.map { "cloned-mac-address=\($0)\n" } ?? ""
    return SectionedText(
      """
      [connection]
      id=hyperv-vf-\(request.bond)
      type=bond
      interface-name=\(request.bond)
      autoconnect-priority=100
      autoconnect-slaves=1

      [ethernet]
      \(address)\(size)
      [bond]
      mode=active-backup
      miimon=\(request.monitoring)

      """ + section(.inet, "ipv4") + section(.inet6, "ipv6"))
  }

  private func section(_ family: AddressFamily, _ name: String) -> String {
    let addresses = request.addresses(family)
    let router = request.routes(family).first { $0.destination == "default" }
    let others = request.routes(family).filter { $0 != router }
    let isLearnt = family == .inet6 && request.nic.acceptsRouterAdvertisements
    let method =
      if request.leases(family) || isLearnt {
        "auto"
      } else if addresses.isEmpty {
        family == .inet ? "disabled" : "link-local"
      } else {
        "manual"
      }
    return "\n[\(name)]\nmethod=\(method)\n"
      + addresses.enumerated().map { "address\($0 + 1)=\($1)\n" }.joined()
      + (router?.gateway.map { "gateway=\($0.withoutZone)\n" } ?? "")
      + others.enumerated().map { index, route in
        "route\(index + 1)=\(route.destination),\(route.gateway.map { "\($0.withoutZone)" } ?? "")\n"
      }.joined()
  }
}
