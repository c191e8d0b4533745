import Failover

/// Makes the NetworkManager profiles of the members of a bond: the synthetic NIC and its VF.
struct NetworkManagerPorts {
  /// The keys of the section `ethernet` about the hardware itself. The NIC keeps them when it is a
  /// member of the bond.
  private static let hardware = [
    "auto-negotiate", "duplex", "port", "speed", "wake-on-lan", "wake-on-lan-password",
    "s390-nettype", "s390-options", "s390-subchannels",
  ]

  let request: BondAtBoot
  /// The present profile of the synthetic NIC; nil if it has none.
  let profile: NetworkManagerProfile?

  /// The profile of the synthetic NIC as a member of the bond. The settings about the hardware are
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

  /// The profile of the VF as a member of the bond. It applies to a VF of any name with the
  /// hardware address of the synthetic NIC. Nil if that address is unknown.
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

  /// Returns a profile that makes an interface a member of the bond. `name` is the end of the
  /// profile's identifier: `eth0` for `hyperv-vf-eth0`. `words` are further lines of its section
  /// `connection`, such as `interface-name=eth0`. Its priority, 999, is above that of other
  /// profiles for the same NIC.
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
