import Failover
import RCConf

/// rc.conf(5) lines that make the lagg at boot and give it all that rc.conf has for the synthetic NIC.
///
/// They go where they are read last: what they leave empty, the NIC does not have any more.
struct RCConfFile {
  let request: BondAtBoot

  /// The file.
  var file: BootFile {
    BootFile(
      "/etc/rc.conf.local",
      assignments.map { "\($0)=\"\(Self.quoted($1))\"\n" }.joined())
  }

  private var part: String { request.synthetic.variablePart }
  private var bondPart: String { request.bond.variablePart }

  private func text(_ name: String) -> String? {
    request.variables[name].map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  private func words(_ name: String) -> [String]? {
    text(name).map { $0.words }
  }

  private var assignments: [(String, String)] {
    let bond = request.bond.text
    let own = sorted(words("ifconfig_\(part)") ?? words("ifconfig_DEFAULT") ?? live)
    let ports = ["laggproto", "failover", "laggport", request.synthetic.text]
    let hasAddress = !IfconfigArguments(own.lagg).addresses.isEmpty
    let lagg = hasAddress ? own.lagg.familyFirst + ports : ["up"] + ports + own.lagg
    return added(bond, to: "cloned_interfaces", always: true)
      + added(bond, to: "network_interfaces") + added(bond, to: "ipv6_network_interfaces")
      + [
        ("ifconfig_\(part)", (["up"] + own.port).joined(separator: " ")),
        ("ifconfig_\(bondPart)", lagg.joined(separator: " ")),
      ] + moved
  }

  /// The list with the bond in it; nothing where it is there, or where the list says `auto`.
  private func added(_ bond: String, to name: String, always: Bool = false) -> [(String, String)] {
    let present = words(name) ?? []
    let isNamed = present.contains(request.synthetic.text)
    guard always || isNamed, !present.contains(bond) else { return [] }
    return [(name, (present + [bond]).joined(separator: " "))]
  }

  /// Words about the hardware stay with the port; `up` it has anyway.
  private func sorted(_ words: [String]) -> (port: [String], lagg: [String]) {
    var port: [String] = []
    var lagg: [String] = []
    var rest = words[...]
    while let word = rest.popFirst() {
      let name = word.first == "-" ? String(word.dropFirst()) : word
      if ["mtu", "media", "mediaopt"].contains(word), let value = rest.popFirst() {
        port += [word, value]
      } else if Self.hardware.contains(name) {
        port.append(word)
      } else if word != "up" {
        lagg.append(word)
      }
    }
    return (port, lagg)
  }

  private static let hardware: Set = [
    "rxcsum", "txcsum", "rxcsum6", "txcsum6", "tso", "tso4", "tso6", "lro", "vlanhwtag",
    "vlanhwfilter", "vlanmtu", "vlanhwcsum", "vlanhwtso",
  ]

  /// What was set by hand, where rc.conf is silent.
  private var live: [String] {
    if request.leases(.inet) { return ["DHCP"] }
    return request.addresses(.inet).prefix(1).flatMap { ["inet", "\($0)"] }
  }

  /// Every other variable of the NIC under the bond's name, and empty under its own.
  private var moved: [(String, String)] {
    let families = ["ifconfig_\(part)_", "ipv6_ifconfig_\(part)_"]
    let single = [
      "ipv4_addrs_\(part)", "ipv6_ifconfig_\(part)", "ipv6_prefix_\(part)", "vlans_\(part)",
    ]
    var names =
      families.flatMap { request.variables.named(prefix: $0).map { $0.name } }
      + single.filter { request.variables[$0] != nil }
    let ipv6 = "ifconfig_\(part)_ipv6"
    let isShared = request.variables["ifconfig_DEFAULT"] != nil && request.variables[ipv6] == nil
    if isShared { names.append(ipv6) }
    return names.flatMap { name -> [(String, String)] in
      let value = text(name) ?? text("ifconfig_DEFAULT") ?? ""
      guard !value.isEmpty else { return [] }
      return [(renamed(name), value), (name, "")]
    }
  }

  /// `ifconfig_hn0_alias0` gives `ifconfig_lagg0_alias0`.
  private func renamed(_ name: String) -> String {
    for prefix in ["ipv6_ifconfig_", "ifconfig_", "ipv4_addrs_", "ipv6_prefix_", "vlans_"]
    where name.hasPrefix(prefix + part) {
      return prefix + bondPart + name.dropFirst(prefix.count + part.count)
    }
    return name
  }

  /// For double quotes of sh(1).
  private static func quoted(_ value: String) -> String {
    value.map { "\"\\$`".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}

extension [String] {
  /// These words of ifconfig(8), the keyword of a family in front: behind other words it is taken for the
  /// name of a host.
  fileprivate var familyFirst: [String] {
    guard let index = firstIndex(where: { $0 == "inet" || $0 == "inet6" }) else { return self }
    return Array(self[index...] + self[..<index])
  }
}
