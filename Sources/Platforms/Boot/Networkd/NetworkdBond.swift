import Failover

/// Turns the networkd configuration of a NIC into the configuration of its bond.
struct NetworkdBond {
  /// Keys of systemd.network(5) whose value names another interface.
  private static let naming = [
    "BindCarrier", "IncomingInterface", "OutgoingInterface", "UplinkInterface", "Interface",
  ]

  let request: BondAtBoot
  /// The synthetic NIC.
  let link: NetworkdLink
  /// The lease of the NIC as networkd stores it; nil if the NIC has none.
  let lease: KeyedValues<String, String>?

  /// Returns `text` changed for the bond. `text` may be one file of several; `all` is the whole
  /// configuration of the NIC, with drop-ins.
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

  /// How long networkd keeps the configuration of a bond without a link. The synthetic NIC may get
  /// its link a moment after the VF has left. Before systemd 250 the value must be a boolean;
  /// networkd ignores this value then.
  static let carrierLoss = "5s"

  /// Makes `[Match]` match the bond by its name. Conditions on the machine (`Host`, `Architecture`,
  /// …) stay.
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

  /// Returns the text with the bond's name where another interface refers to the NIC, or a routing
  /// rule does.
  func naming(_ text: SectionedText) -> SectionedText {
    var text = text
    let nic = NameInValue(request.synthetic)
    for setting in text.settings
    where Self.naming.contains(setting.key) && setting.section != "Match" {
      text.change(setting, to: nic.replaced(by: request.bond, in: setting.value))
    }
    return text
  }

  /// Sets the IAID of the DHCP clients to the value that the NIC has now, so that servers still
  /// know the machine.
  ///
  /// networkd derives the IAID from a name that udev has for the NIC, but not for a bond. A setting
  /// of the user stays. A `ClientIdentifier` of another kind than `duid` has no IAID.
  private func keepClient(_ text: inout SectionedText, _ all: SectionedText) {
    let dhcp = all.value(of: "DHCP", in: "Network") ?? "no"
    let value = { (key: String) -> String? in
      let own = all.value(of: key, in: "DHCPv4")
      return own == nil ? all.value(of: key, in: "DHCP") : own
    }
    let kind = value("ClientIdentifier") ?? "duid"
    if ["yes", "true", "1", "on", "both", "ipv4", "v4"].contains(dhcp), kind == "duid",
      value("IAID") == nil, let number = leased ?? link.association
    {
      text.set("IAID", to: "\(number)", in: "DHCPv4")
    }
    // Router advertisements may start a DHCPv6 client, whatever DHCP= says.
    let learns = all.value(of: "IPv6AcceptRA", in: "Network") ?? "yes"
    let isOff =
      ["no", "false", "0", "off"].contains(learns) && ["no", "ipv4", "v4"].contains(dhcp)
    if !isOff, all.value(of: "IAID", in: "DHCPv6") == nil, let number = link.association {
      text.set("IAID", to: "\(number)", in: "DHCPv6")
    }
  }

  /// The IAID of the present lease; nil if there is none. In a client identifier of RFC 4361 it
  /// follows the type, 255.
  private var leased: UInt32? {
    guard let identifier = lease?["CLIENTID"], identifier.hasPrefix("ff"),
      identifier.utf8.count > 10
    else { return nil }
    return UInt32(identifier.dropFirst(2).prefix(8), radix: 16)
  }
}
