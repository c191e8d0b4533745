import Failover

/// Turns the configuration that networkd has for a NIC into the configuration of its bond.
struct NetworkdBond {
  /// The keys of systemd.network(5) whose values name another interface.
  private static let naming = [
    "BindCarrier", "IncomingInterface", "OutgoingInterface", "UplinkInterface", "Interface",
  ]

  let request: BondAtBoot
  /// The properties of the synthetic NIC that a `[Match]` section can test.
  let link: NetworkdLink
  /// The DHCPv4 lease of the NIC as networkd stores it, by key (`CLIENTID`, `MTU`); nil if the NIC
  /// has none.
  let lease: KeyedValues<String, String>?

  /// Returns `text`, a `.network` file of the NIC, changed so that it configures the bond. `all` is
  /// the whole configuration of the NIC: that file together with its drop-ins.
  func text(of text: SectionedText, in all: SectionedText) -> SectionedText {
    var text = naming(text)
    matchBond(&text)
    text.removeSections(["SR-IOV"])
    keepClient(&text, all)
    let isDecided = ["IgnoreCarrierLoss", "ConfigureWithoutCarrier"].contains {
      all.value(of: $0, in: "Network") != nil
    }
    if !isDecided { text.set("IgnoreCarrierLoss", to: Self.carrierLoss, in: "Network") }
    return text
  }

  /// The value of `IgnoreCarrierLoss`: how long networkd keeps the configuration of a bond that has
  /// lost its link. The synthetic NIC may get its link a moment after the VF has left. Before
  /// systemd 250 the value must be a boolean, and networkd ignores this one.
  static let carrierLoss = "5s"

  /// Makes the `[Match]` section of `text` match the bond by its name. Only conditions on the
  /// machine (`Host`, `Architecture`, …) stay.
  private func matchBond(_ text: inout SectionedText) {
    for (index, section) in text.sections.enumerated() where section.name == "Match" {
      text.sections[index].lines.removeAll { line in
        SectionedText.key(of: line).map { !NetworkdMatch.ofMachine.contains($0) } ?? false
      }
    }
    if text.has("Match") {
      text.set("Name", to: request.bond.text, in: "Match")
    } else {
      text.sections.insert(
        SectionedText.Section(name: "Match", lines: ["Name=\(request.bond)", ""]), at: 1)
    }
  }

  /// Returns `text`, a `.network` file, with the bond's name in place of the NIC's in settings that
  /// refer to another interface: `BindCarrier=eth0`, or `IncomingInterface=eth0` of a routing rule.
  /// `[Match]` sections stay.
  func naming(_ text: SectionedText) -> SectionedText {
    var text = text
    let nic = NameInValue(request.synthetic)
    for setting in text.settings
    where Self.naming.contains(setting.key) && setting.section != "Match" {
      text.change(setting, to: nic.replaced(by: request.bond, in: setting.value))
    }
    return text
  }

  /// Sets in `text`, the bond's file, the IAID of DHCPv4 and of DHCPv6 to the number that the NIC
  /// has now, so that servers still know the machine. `all` is the whole configuration of the NIC.
  ///
  /// networkd derives the IAID from a name that udev has for the NIC, but not for a bond. An IAID
  /// that the user has set stays. With a `ClientIdentifier` of another kind than `duid`, DHCPv4 has
  /// no IAID.
  private func keepClient(_ text: inout SectionedText, _ all: SectionedText) {
    let dhcp = all.value(of: "DHCP", in: "Network") ?? "no"
    let value = { (key: String) -> String? in
      let own = all.value(of: key, in: "DHCPv4")
      return own == nil ? all.value(of: key, in: "DHCP") : own
    }
    let kind = value("ClientIdentifier") ?? "duid"
    let isIPv4 = dhcp.systemdBoolean ?? ["both", "ipv4", "v4"].contains(dhcp)
    if isIPv4, kind == "duid",
      value("IAID") == nil, let number = leased ?? link.association
    {
      text.set("IAID", to: "\(number)", in: "DHCPv4")
    }
    // Router advertisements may start a DHCPv6 client, whatever DHCP= says.
    let learns = all.value(of: "IPv6AcceptRA", in: "Network") ?? "yes"
    let isIPv6 = dhcp.systemdBoolean ?? !["none", "ipv4", "v4"].contains(dhcp)
    let isOff = learns.systemdBoolean == false && !isIPv6
    if !isOff, all.value(of: "IAID", in: "DHCPv6") == nil, let number = link.association {
      text.set("IAID", to: "\(number)", in: "DHCPv6")
    }
  }

  /// The IAID in the client identifier of `lease`, whose bytes are the type, 255, then the IAID
  /// (RFC 4361). Nil if there is no lease, or if its client identifier has another type.
  private var leased: UInt32? {
    guard let identifier = lease?["CLIENTID"], identifier.hasPrefix("ff"),
      identifier.utf8.count > 10
    else { return nil }
    return UInt32(identifier.dropFirst(2).prefix(8), radix: 16)
  }
}

extension String {
  /// The value of this text as a boolean of systemd(1), in upper or lower case (parse_boolean in
  /// parse-util.c); nil if it is none.
  fileprivate var systemdBoolean: Bool? {
    switch asciiLowercased {
    case "1", "yes", "y", "true", "t", "on": true
    case "0", "no", "n", "false", "f", "off": false
    default: nil
    }
  }
}
