import Failover

/// Gives the bond's profile the values that NetworkManager has derived from the name and the type
/// of the NIC, since it would derive others for the bond: the identifiers by which DHCP servers
/// know the machine, the metric of the routes, and the IPv6 addresses.
struct NetworkManagerIdentity {
  private let bond: NetworkManagerBond

  init(_ bond: NetworkManagerBond) { self.bond = bond }

  private var request: BondAtBoot { bond.request }

  private func value(_ key: String, _ family: String, _ text: SectionedText) -> String? {
    let own = text.value(of: key, in: family)
    return own == nil ? bond.defaults.value(of: "\(family).\(key)") : own
  }

  /// Sets the route metric, the DHCP identifiers and the host part of the IPv6 addresses in `text`,
  /// the bond's profile, to those that the NIC has now. A value that the profile sets stays, unless
  /// it means one derived from the interface, such as `perm-mac`.
  func set(_ text: inout SectionedText) {
    for family in ["ipv4", "ipv6"] {
      let method = text.value(of: "method", in: family)
      guard method != nil, method != "disabled", method != "ignore" else { continue }
      // NetworkManager's own default is 100 for Ethernet and 300 for bonds
      // (nm_device_get_route_metric_default).
      let metric = value("route-metric", family, text)
      if metric == nil || metric == "-1" {
        text.set("route-metric", to: bond.metric, in: family)
      }
    }
    setClientIdentifier(&text)
    if ["auto", "dhcp"].contains(text.value(of: "method", in: "ipv6") ?? "") {
      setAssociation("ipv6", &text)
      setInterfaceIdentifier(&text)
    }
  }

  /// Sets the DHCPv4 client identifier in `text`, the bond's profile, to that of the NIC.
  /// `perm-mac` is replaced by the address itself, as a bond has no permanent hardware address. For
  /// `duid`, the IAID is set. All other values stay.
  private func setClientIdentifier(_ text: inout SectionedText) {
    guard text.value(of: "method", in: "ipv4") == "auto" else { return }
    switch value("dhcp-client-id", "ipv4", text) {
    case "perm-mac":
      guard let address = request.nic.hardwareAddress else { return }
      text.set("dhcp-client-id", to: "01:\(address)", in: "ipv4")
    case "duid", "ipv6-duid": setAssociation("ipv4", &text)
    default: break
    }
  }

  /// Sets the IAID, a part of the DHCP client identifier, in the section `family` (`ipv4` or
  /// `ipv6`) of `text`, the bond's profile, to the number that the NIC has. Needed if
  /// NetworkManager derives the IAID from the interface's name, which is the default, or from its
  /// permanent address. Any other `dhcp-iaid` stays.
  private func setAssociation(_ family: String, _ text: inout SectionedText) {
    switch value("dhcp-iaid", family, text) {
    case nil, "ifname":
      let number = AssociationIdentifier.number(of: Array(request.synthetic.text.utf8))
      text.set("dhcp-iaid", to: "\(number)", in: family)
    case "perm-mac":
      guard let bytes = request.nic.hardwareAddress?.bytes else { return }
      let number = bytes.suffix(4).reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
      text.set("dhcp-iaid", to: "\(number)", in: family)
    default: break
    }
  }

  /// Sets a token in `text`, the bond's profile, so that the bond gets the same IPv6 addresses from
  /// router advertisements as the NIC. The token is the host part, the last 64 bits, of the NIC's
  /// addresses.
  ///
  /// Does nothing unless the host part is a hash that includes the interface's name (RFC 7217), and
  /// is the same in all these addresses. A token that is set stays.
  private func setInterfaceIdentifier(_ text: inout SectionedText) {
    guard isHashed(text), value("token", "ipv6", text) == nil else { return }
    guard let host = hostParts.first, hostParts.count == 1,
      let token = IPAddress(bytes: [UInt8](repeating: 0, count: 8) + host)
    else { return }
    text.set("addr-gen-mode", to: "eui64", in: "ipv6")
    text.set("token", to: "\(token)", in: "ipv6")
  }

  /// Returns true if, by the profile `text` and the defaults, the host part of IPv6 addresses is a
  /// hash that includes the interface's name. False if it comes from the hardware address (eui64),
  /// as for a keyfile without `addr-gen-mode`.
  private func isHashed(_ text: SectionedText) -> Bool {
    switch text.value(of: "addr-gen-mode", in: "ipv6") {
    case "stable-privacy", "1": true
    case "default", "3": !isEUI64(bond.defaults.value(of: "ipv6.addr-gen-mode"))
    case "default-or-eui64", "2":
      !isEUI64(bond.defaults.value(of: "ipv6.addr-gen-mode") ?? "eui64")
    default: false
    }
  }

  private func isEUI64(_ mode: String?) -> Bool { mode == "eui64" || mode == "0" }

  private var hostParts: [[UInt8]] {
    let addresses = request.nic.addresses(.inet6).filter {
      $0.isAutoconfigured && $0.prefixLength == 64 && !$0.address.isLinkLocal
        && !$0.attributes.contains("temporary")
    }
    return addresses.reduce(into: []) { parts, address in
      let host = Array(address.address.bytes.suffix(8))
      if !parts.contains(host) { parts.append(host) }
    }
  }

  /// Returns hints for the user, one for each value that depends on the interface's name and that
  /// cannot be kept in `text`, the bond's profile. Empty if there is none.
  func advice(_ text: SectionedText) -> [String] {
    var lines: [String] = []
    let name = request.synthetic
    if isHashed(text), hostParts.count > 1 {
      lines.append(
        "\(bond.profile.path): addr-gen-mode makes IPv6 addresses out of the interface's name; those of "
          + "\(request.bond) will be others than those of \(name)")
    }
    for family in ["ipv4", "ipv6"] where value("dhcp-iaid", family, text) == "stable" {
      lines.append(
        "\(bond.profile.path): \(family).dhcp-iaid=stable is made out of the interface's name; a server that "
          + "knows its clients by that will take \(request.bond) for another client than \(name)")
    }
    let stable = text.value(of: "stable-id", in: "connection") ?? ""
    if NameInText.holds(stable, "${DEVICE}") {
      lines.append(
        "\(bond.profile.path): stable-id=\(stable) has the interface's name in it, which is now \(request.bond)"
      )
    }
    return lines
  }
}
