import Failover

/// The profiles of the members of a bond.
struct NetworkManagerPorts {
  /// Keys of the Ethernet setting that are about the hardware itself.
  private static let hardware = [
    "auto-negotiate", "duplex", "port", "speed", "wake-on-lan", "wake-on-lan-password",
    "s390-nettype", "s390-options", "s390-subchannels",
  ]

  let request: BondAtBoot
  /// The profile of the NIC; nil if it has none.
  let profile: NetworkManagerProfile?

  /// The profile of the synthetic NIC as a member of the bond. The settings of the hardware are
  /// those of its present profile.
  var synthetic: SectionedText {
    var text = port("\(request.synthetic)", ["interface-name=\(request.synthetic)"])
    for line in lines(of: "ethernet") + lines(of: "802-3-ethernet") {
      guard let key = SectionedText.key(of: line), Self.hardware.contains(key) else { continue }
      text.set(key, to: SectionedText.value(of: line), in: "ethernet")
    }
    for name in ["ethtool", "802-1x", "dcb", "sriov"] where profile?.text.has(name) == true {
      text.append(SectionedText.Section(name: name, lines: lines(of: name)))
    }
    return text
  }

  /// The profile of a VF of any name; nil if the NIC has no hardware address by which to know its
  /// VF.
  var vf: SectionedText? {
    guard let address = request.nic.hardwareAddress else { return nil }
    // Each VF that arrives is a new device. If there are two, both may use this profile.
    var text = port("\(request.synthetic)-vf", ["multi-connect=3"])
    text.set("mac-address", to: "\(address)", in: "ethernet")
    let features = lines(of: "ethtool").filter { line in
      SectionedText.key(of: line)?.hasPrefix("feature-") == true
    }
    if !features.isEmpty { text.append(SectionedText.Section(name: "ethtool", lines: features)) }
    text.append(
      SectionedText.Section(name: "match", lines: ["interface-name=!\(request.synthetic);"]))
    return text
  }

  private func lines(of section: String) -> [String] {
    let found = profile?.text.sections.first { $0.name == section }?.lines ?? []
    return found.filter { SectionedText.key(of: $0) != nil }
  }

  /// Returns a profile for a member. Its priority is above that of any other profile for the same
  /// NIC.
  private func port(_ name: String, _ words: [String]) -> SectionedText {
    var lines = ["id=hyperv-vf-\(name)", "type=ethernet"] + words
    lines += ["master=\(request.bond)", "slave-type=bond", "autoconnect-priority=999"]
    for key in ["autoconnect", "permissions"] {
      if let value = profile?.text.value(of: key, in: "connection") {
        lines.append("\(key)=\(value)")
      }
    }
    var text = SectionedText("[connection]\n" + lines.map { "\($0)\n" }.joined())
    let own = profile?.ethernet("mtu")
    if let mtu = own == nil ? request.mtu.map({ "\($0)" }) : own {
      text.set("mtu", to: mtu, in: "ethernet")
    }
    return text
  }
}
