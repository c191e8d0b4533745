import Failover

/// Changes NetworkManager profiles that refer to a NIC so that they refer to its bond: those of
/// interfaces on top of the NIC (VLANs, tunnels), and those with routing rules that name it.
struct NetworkManagerUppers {
  /// The sections of profiles that can have a `parent` key. The key names the NIC on which the
  /// interface is built.
  private static let kinds = [
    "vlan", "vxlan", "macvlan", "macsec", "ip-tunnel", "ipvlan", "infiniband",
  ]

  let request: BondAtBoot
  /// The UUID of the NIC's profile; nil if it is unknown. A `parent` key may have this UUID instead
  /// of the NIC's name.
  let uuid: String?

  /// Returns the text of `profile` with the bond in place of the NIC; nil if nothing in it refers
  /// to the NIC.
  func changed(_ profile: NetworkManagerProfile) -> SectionedText? {
    var text = profile.text
    let nic = NameInValue(request.synthetic)
    for setting in text.settings {
      if setting.key.hasPrefix("routing-rule") {
        text.change(setting, to: nic.replaced(by: request.bond, in: setting.value))
      }
      if setting.key == "parent", Self.kinds.contains(setting.section),
        setting.value == request.synthetic.text
          || setting.value.asciiLowercased == uuid?.asciiLowercased
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

  /// Sets the bond as the parent in `text`, the text of `profile`, if that is a VLAN without a
  /// parent. Such a VLAN finds its NIC by the hardware address, which the bond has as well, so the
  /// address is removed. Does nothing for a VLAN with another address.
  private func setParent(_ text: inout SectionedText, _ profile: NetworkManagerProfile) {
    guard text.has("vlan"), text.value(of: "parent", in: "vlan") == nil,
      let address = profile.ethernet("mac-address").flatMap({ HardwareAddress($0) }),
      address == request.nic.hardwareAddress
    else { return }
    text.remove(["mac-address"], in: "ethernet")
    text.remove(["mac-address"], in: "802-3-ethernet")
    text.set("parent", to: request.bond.text, in: "vlan")
  }

  /// Sets the present name of a VLAN, such as `eth0.10`, in `text`, its profile, if the profile
  /// sets no name. NetworkManager would make a new one from the parent's name and the VLAN's
  /// number: `bond0.10`. Does nothing if `text` is not of a VLAN.
  private func nameVLAN(_ text: inout SectionedText) {
    guard text.has("vlan"), let number = text.value(of: "id", in: "vlan"),
      text.value(of: "interface-name", in: "connection") == nil,
      text.value(of: "interface-name", in: "vlan") == nil
    else { return }
    text.set("interface-name", to: "\(request.synthetic).\(number)", in: "connection")
  }

  /// Gives `text`, the changed text of `profile`, the highest priority and an identifier of its
  /// own. NetworkManager then prefers it to `profile`, which netplan writes again at each boot.
  private func setPriority(_ text: inout SectionedText, _ profile: NetworkManagerProfile) {
    text.remove(["uuid"], in: "connection")
    text.set("id", to: "hyperv-vf-\(profile.interfaceName ?? profile.name)", in: "connection")
    text.set("autoconnect-priority", to: "999", in: "connection")
  }
}
