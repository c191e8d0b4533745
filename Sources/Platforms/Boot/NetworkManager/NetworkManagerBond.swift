import Failover

/// Turns the NetworkManager profile of a NIC into the profile of its bond: the same settings, with
/// the type `bond`.
struct NetworkManagerBond {
  /// The sections of the NIC's profile that are about the hardware or about the file itself. The
  /// bond does not get them.
  private static let dropped = [".nmmeta", "802-1x", "802-3-ethernet", "dcb", "sriov"]

  let request: BondAtBoot
  let profile: NetworkManagerProfile
  let defaults: NetworkManagerDefaults
  /// The route metric for the bond, as digits, if neither the profile nor NetworkManager.conf(5)
  /// sets one: the metric that the NIC has now, such as `100`.
  let metric: String

  /// The text of the bond's profile, made from the profile of the NIC.
  var text: SectionedText {
    var text = profile.text
    rename(&text)
    let mtu = profile.ethernet("mtu")
    let promiscuous = profile.ethernet("accept-all-mac-addresses")
    text.removeSections(Self.dropped)
    text.remove(text.keys(in: "ethernet"), in: "ethernet")
    if let mtu { text.set("mtu", to: mtu, in: "ethernet") }
    if let promiscuous { text.set("accept-all-mac-addresses", to: promiscuous, in: "ethernet") }
    if let address = request.nic.hardwareAddress {
      text.set("cloned-mac-address", to: "\(address)", in: "ethernet")
    }
    // Features apply to any interface; rings, interrupts and pause frames only to the hardware.
    let hardware = text.keys(in: "ethtool").filter { !$0.hasPrefix("feature-") }
    text.remove(hardware, in: "ethtool")
    text.remove(["interface-name", "driver", "path"], in: "match")
    text.removeSections(["bond"])
    text.append(
      SectionedText.Section(
        name: "bond", lines: ["mode=active-backup", "miimon=\(request.monitoring)"]))
    setDefaultsOfHardware(&text)
    NetworkManagerIdentity(self).set(&text)
    return naming(text)
  }

  private func rename(_ text: inout SectionedText) {
    text.set("type", to: "bond", in: "connection")
    text.set("interface-name", to: request.bond.text, in: "connection")
    if text.value(of: "autoconnect-ports", in: "connection") == nil {
      text.set("autoconnect-slaves", to: "1", in: "connection")
    }
    text.remove(["timestamp", "multi-connect"], in: "connection")
    if profile.isAutomatic { text.remove(["autoconnect-priority"], in: "connection") }
    if profile.isKept {
      text.remove(["uuid"], in: "connection")
      text.set("id", to: "hyperv-vf-\(request.bond)", in: "connection")
    }
  }

  /// Adds to `text`, the bond's profile, the defaults that NetworkManager.conf(5) has for Ethernet
  /// or for this NIC, since they would not apply to a bond. A setting that `text` has already
  /// stays.
  private func setDefaultsOfHardware(_ text: inout SectionedText) {
    for (key, value) in defaults.missing(on: request.bond) {
      let (section, name) = key.cut(at: UInt8(ascii: "."))
      guard let name, ["connection", "ipv4", "ipv6"].contains(String(section)) else { continue }
      if text.value(of: String(name), in: String(section)) == nil {
        text.set(String(name), to: value, in: String(section))
      }
    }
  }

  /// Returns `text`, a profile, with the bond's name in place of the NIC's in all routing rules.
  private func naming(_ text: SectionedText) -> SectionedText {
    var text = text
    let nic = NameInValue(request.synthetic)
    for setting in text.settings where setting.key.hasPrefix("routing-rule") {
      text.change(setting, to: nic.replaced(by: request.bond, in: setting.value))
    }
    return text
  }
}
