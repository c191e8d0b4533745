import Failover

/// A NIC's configuration with the bond in the NIC's place.
struct NetworkdBond {
  /// Keys whose value is the name of another interface.
  private static let naming = [
    "BindCarrier", "IncomingInterface", "OutgoingInterface", "UplinkInterface", "Interface",
  ]

  let request: BondAtBoot
  /// The NIC.
  let link: NetworkdLink
  /// What networkd keeps of its lease.
  let lease: KeyedValues<String, String>?

  /// `text` for the bond; `all` is everything that is said of the NIC, of which `text` may be a part.
  func text(of text: SectionedText, in all: SectionedText) -> SectionedText {
    var text = naming(text)
    matchBond(&text)
    text.removeSections(["SR-IOV"])
    keepClient(&text, all)
    return text
  }

  /// What it asks of the machine stays.
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

  /// The text with the bond's name where another interface is told to follow the NIC, or a rule is for it.
  func naming(_ text: SectionedText) -> SectionedText {
    var text = text
    let nic = NameInValue(request.synthetic)
    for setting in text.settings
    where Self.naming.contains(setting.key) && setting.section != "Match" {
      text.change(setting, to: nic.replaced(by: request.bond, in: setting.value))
    }
    return text
  }

  /// The part of the client's identifier that networkd makes of a name which udev has for the NIC, and for no
  /// bond. What is set stays, and an identifier of another kind has no such part.
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
    // Routers may ask for a client of DHCPv6 whatever DHCP= says.
    let learns = all.value(of: "IPv6AcceptRA", in: "Network") ?? "yes"
    let isOff =
      ["no", "false", "0", "off"].contains(learns) && ["no", "ipv4", "v4"].contains(dhcp)
    if !isOff, all.value(of: "IAID", in: "DHCPv6") == nil, let number = link.association {
      text.set("IAID", to: "\(number)", in: "DHCPv6")
    }
  }

  /// In an identifier by RFC 4361 it stands behind the type, 255.
  private var leased: UInt32? {
    guard let identifier = lease?["CLIENTID"], identifier.hasPrefix("ff"),
      identifier.utf8.count > 10
    else { return nil }
    return UInt32(identifier.dropFirst(2).prefix(8), radix: 16)
  }
}
