import Failover

/// Changes the profiles of interfaces on top of a NIC (VLANs, tunnels), and the profiles that have
/// routing rules with the name of the NIC.
struct NetworkManagerUppers {
  /// Sections that have a `parent` key.
  private static let kinds = [
    "vlan", "vxlan", "macvlan", "macsec", "ip-tunnel", "ipvlan", "infiniband",
  ]

  let request: BondAtBoot
  /// The UUID of the NIC's profile, which a `parent` key may give instead of the name; nil if
  /// unknown.
  let uuid: String?

  /// Returns the profile with the bond in the place of the NIC; nil if nothing in it refers to the
  /// NIC.
  func changed(_ profile: NetworkManagerProfile) -> SectionedText? {
    var text = profile.text
    let nic = NameInValue(request.synthetic)
    for setting in text.settings {
      if setting.key.hasPrefix("routing-rule") {
        text.change(setting, to: nic.replaced(by: request.bond, in: setting.value))
      }
      if setting.key == "parent", Self.kinds.contains(setting.section),
        setting.value == request.synthetic.text || setting.value == uuid
      {
        text.change(setting, to: request.bond.text)
      }
    }
    setParent(&text, profile)
    guard text != profile.text else { return nil }
    nameVLAN(&text)
    if profile.isNetplans { setPriority(&text, profile) }
    return text
  }

  /// Sets the bond as the parent of a VLAN without one. Such a VLAN finds its NIC by the hardware
  /// address, which the bond has as well.
  private func setParent(_ text: inout SectionedText, _ profile: NetworkManagerProfile) {
    guard text.has("vlan"), text.value(of: "parent", in: "vlan") == nil,
      let address = profile.ethernet("mac-address").flatMap({ HardwareAddress($0) }),
      address == request.nic.hardwareAddress
    else { return }
    text.remove(["mac-address"], in: "ethernet")
    text.remove(["mac-address"], in: "802-3-ethernet")
    text.set("parent", to: request.bond.text, in: "vlan")
  }

  /// Keeps the name of a VLAN. Without a name in its profile, it is the parent's name, a dot, and
  /// the VLAN's number.
  private func nameVLAN(_ text: inout SectionedText) {
    guard text.has("vlan"), let number = text.value(of: "id", in: "vlan"),
      text.value(of: "interface-name", in: "connection") == nil,
      text.value(of: "interface-name", in: "vlan") == nil
    else { return }
    text.set("interface-name", to: "\(request.synthetic).\(number)", in: "connection")
  }

  /// Makes the new profile win over the old one, which netplan writes again at each boot.
  private func setPriority(_ text: inout SectionedText, _ profile: NetworkManagerProfile) {
    text.remove(["uuid"], in: "connection")
    text.set("id", to: "hyperv-vf-\(profile.interfaceName ?? profile.name)", in: "connection")
    text.set("autoconnect-priority", to: "999", in: "connection")
  }
}
