import Failover
import RCConf

/// Finds the values of rc.conf(5) variables that make the lagg at boot and give it the
/// configuration of the synthetic NIC.
struct RCConfSettings {
  let request: BondAtBoot

  var part: String { request.synthetic.variablePart }
  var bondPart: String { request.bond.variablePart }

  private func text(_ name: String) -> String? {
    request.variables[name].map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  func words(_ name: String) -> [String]? {
    text(name).map { $0.words }
  }

  /// The name and the new value of each variable to set, for example `ifconfig_hn0` and `up`. An
  /// empty value means the same as an unset variable. Empty if no variable has to change.
  var wanted: [(String, String)] {
    let main =
      isDone ? [] : main(of: words("ifconfig_\(part)") ?? words("ifconfig_DEFAULT") ?? live)
    return Self.lists.flatMap { added(to: $0) } + main + moved + rewritten
  }

  /// True if rc.conf already makes the NIC a port of the lagg, in `ifconfig_lagg0`.
  private var isDone: Bool {
    let words = words("ifconfig_\(bondPart)") ?? []
    return zip(words, words.dropFirst()).contains { pair in
      pair.0 == "laggport" && pair.1 == request.synthetic.text
    }
  }

  /// The variable of rc.conf that gives the lagg ports other than the NIC, with its place, as
  /// `/etc/rc.conf:3: ifconfig_lagg0`. Nil if there is none.
  var otherBond: String? {
    let names = ["ifconfig_", "create_args_"].map { $0 + bondPart }
    guard !isDone, let name = names.first(where: { words($0)?.contains("laggport") == true }) else {
      return nil
    }
    return request.variables[name].map { "\($0.location): \(name)" }
  }

  /// Returns the names and the values of `ifconfig_lagg0` and `ifconfig_hn0`, made from `words`,
  /// the present words of `ifconfig_hn0`. The lagg gets the addresses and the NIC as its port; the
  /// NIC keeps only words about its hardware.
  func main(of words: [String]) -> [(String, String)] {
    let own = sorted(words)
    let ports = ["laggproto", "failover", "laggport", request.synthetic.text]
    let hasAddress = !IfconfigArguments(own.lagg).addresses.isEmpty
    let lagg = hasAddress ? own.lagg.inOrder(around: ports) : ["up"] + ports + own.lagg
    return [
      ("ifconfig_\(bondPart)", lagg.joined(separator: " ")),
      ("ifconfig_\(part)", (["up"] + own.port).joined(separator: " ")),
    ]
  }

  static let lists = ["cloned_interfaces", "network_interfaces", "ipv6_network_interfaces"]

  /// Returns the name and the new value of the list variable `name`, such as `cloned_interfaces`:
  /// the present words with the bond added, and VLANs of the NIC renamed (`hn0.10` becomes
  /// `lagg0.10`). Empty if the value stays.
  ///
  /// The bond comes first, as a VLAN may be made on top of it.
  private func added(to name: String) -> [(String, String)] {
    let present = words(name) ?? []
    let all = list(present, in: name)
    return all == present ? [] : [(name, all.joined(separator: " "))]
  }

  /// Returns the new words of the list variable `name`, whose words are `present` now: VLANs of the
  /// NIC get the bond's name, and the bond comes first if it has to be listed.
  func list(_ present: [String], in name: String) -> [String] {
    let bond = request.bond.text
    let isNamed = name == "cloned_interfaces" || present.contains(request.synthetic.text)
    let others = present.map {
      $0 == request.synthetic.text ? $0 : nic.replaced(by: request.bond, in: $0)
    }
    return (isNamed && !others.contains(bond) ? [bond] : []) + others
  }

  /// Sorts `words`, arguments of ifconfig(8), into those about the hardware, such as `mtu 9000`,
  /// which stay with the port, and those for the lagg. Drops `up`, which the port gets anyway.
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

  private static let hardware = [
    "rxcsum", "txcsum", "rxcsum6", "txcsum6", "tso", "tso4", "tso6", "lro", "vlanhwtag",
    "vlanhwfilter", "vlanmtu", "vlanhwcsum", "vlanhwtso",
  ]

  /// The words of ifconfig(8) for the present IPv4 configuration of the NIC: `DHCP`, or its first
  /// fixed address as `inet 10.1.2.4/24`. Empty if it has neither. Used if rc.conf does not
  /// configure the NIC.
  private var live: [String] {
    if request.leases(.inet) { return ["DHCP"] }
    return request.addresses(.inet).prefix(1).flatMap { ["inet", "\($0)"] }
  }

  /// The names and the new values for the NIC's variables other than `ifconfig_hn0`. The value of
  /// `ifconfig_hn0_alias0`, for example, goes to `ifconfig_lagg0_alias0`, and `ifconfig_hn0_alias0`
  /// gets the value `""`. The list is empty if there are no such variables.
  private var moved: [(String, String)] {
    let families = ["ifconfig_", "ipv6_ifconfig_", "create_args_"].map { "\($0)\(part)_" }
    let single = Self.singles.map { $0 + part }
    var names =
      families.flatMap { request.variables.named(prefix: $0).map { $0.name } }
      + single.filter { request.variables[$0] != nil }
    let ipv6 = "ifconfig_\(part)_ipv6"
    let isShared = request.variables["ifconfig_DEFAULT"] != nil && request.variables[ipv6] == nil
    if isShared { names.append(ipv6) }
    return names.flatMap { name -> [(String, String)] in
      let value = text(name) ?? text("ifconfig_DEFAULT") ?? ""
      guard !value.isEmpty else { return [] }
      return [(renamed(name), nic.replaced(by: request.bond, in: value)), (name, "")]
    }.filter { !$0.0.hasSuffix("_name") }
  }

  private static let singles = [
    "ipv4_addrs_", "ipv6_ifconfig_", "ipv6_prefix_", "vlans_", "dhclient_flags_",
    "background_dhclient_",
  ]

  /// Returns the name of the bond's variable for `name`, a variable of the NIC:
  /// `ifconfig_lagg0_alias0` for `ifconfig_hn0_alias0`. Returns `name` itself if it is not a
  /// variable of the NIC.
  func renamed(_ name: String) -> String {
    for prefix in Self.singles + ["ifconfig_", "create_args_"]
    where name.hasPrefix(prefix + part) {
      return prefix + bondPart + name.dropFirst(prefix.count + part.count)
    }
    return name
  }

  var nic: NameInValue { NameInValue(request.synthetic) }

  /// The name and the new value of each variable of another service that names the NIC for a known
  /// purpose: `rtadvd_interfaces` with `lagg0` instead of `hn0`. Empty if there are none.
  private var rewritten: [(String, String)] {
    naming.filter { isKnown($0.0) }
      .map { ($0.0, nic.replaced(by: request.bond, in: $0.1)) }
  }

  /// The variables that name the NIC for a purpose that this program does not know, as
  /// `path:line: NAME: value`. Empty if there are none.
  var unknown: [String] {
    naming.filter { !isKnown($0.0) }.compactMap { name, value in
      request.variables[name].map { "\($0.location): \(name): \(value)" }
    }
  }

  /// The bridge that gets the NIC as a member at boot by rc.conf, such as bridge0. Nil if there is
  /// none, or if `hyperv_vf_bridge_IF` has the bond replace the NIC in it.
  var bridge: InterfaceName? {
    guard !request.takeover.settings.movesBridge else { return nil }
    for (name, value) in naming {
      if name.hasPrefix("autobridge_") {
        return InterfaceName(String(name.dropFirst("autobridge_".count)))
      }
      guard name.hasPrefix("ifconfig_bridge") else { continue }
      let words = value.words
      if zip(words, words.dropFirst()).contains(where: { $0 == ("addm", request.synthetic.text) }) {
        return InterfaceName(String(name.dropFirst("ifconfig_".count)))
      }
    }
    return nil
  }

  /// The name and the value of each variable of another service whose value names the NIC, sorted
  /// by name. Those in /etc/defaults are left out. Empty if there are none.
  private var naming: [(String, String)] {
    let own =
      ["ifconfig_", "ipv6_ifconfig_", "create_args_"].map { $0 + part }
      + Self.singles.map { $0 + part }
    return request.variables.sorted.compactMap { variable in
      let value = String(decoding: variable.bytes, as: UTF8.self)
      let isOwn = own.contains { variable.name == $0 || variable.name.hasPrefix($0 + "_") }
      guard !isOwn, !Self.lists.contains(variable.name), !variable.name.hasPrefix("hyperv_vf"),
        !variable.location.file.hasPrefix("/etc/defaults/"), !isRenaming(variable.name),
        variable.name != "ifconfig_\(bondPart)", nic.isIn(value)
      else { return nil }
      return (variable.name, value)
    }
  }

  /// Returns true if `name` is a variable that renames an interface at boot: `ifconfig_hn0_name`.
  private func isRenaming(_ name: String) -> Bool {
    name.hasPrefix("ifconfig_") && name.hasSuffix("_name")
  }

  private func isKnown(_ name: String) -> Bool {
    Self.known.contains(name) || Self.knownPrefixes.contains { name.hasPrefix($0) }
      || (name.hasPrefix("jail_") && name.hasSuffix("_interface"))
  }

  /// The names of variables with a known purpose: they name an interface for routes, firewalls,
  /// jails, or daemons of the base system. In their values the bond can replace the NIC.
  private static let known = [
    "static_routes", "ipv6_static_routes", "gateway_if", "rtsold_flags", "rtsol_flags",
    "dhcp6c_interfaces", "rtadvd_interfaces", "ipv6_cpe_wanif", "ipv6_default_interface",
    "dhcpd_ifaces", "natd_interface", "firewall_nat_interface", "firewall_simple_iif",
    "firewall_simple_oif", "firewall_simple_iif_ipv6", "firewall_simple_oif_ipv6",
    "jail_interface",
  ]
  private static let knownPrefixes = [
    "route_", "ipv6_route_", "defaultrouter", "ipv6_defaultrouter", "ifconfig_", "ipv6_ifconfig_",
    "create_args_", "autobridge_",
  ]
}

extension [String] {
  /// Returns these words of ifconfig(8) for a lagg, with `ports`, which add its first port: first
  /// the words from the first `inet` or `inet6` on, as ifconfig takes `inet` after other words for
  /// the name of a host; a hardware address last, as the first port gives the lagg its own.
  fileprivate func inOrder(around ports: [String]) -> [String] {
    let start = firstIndex { $0 == "inet" || $0 == "inet6" } ?? startIndex
    var words = Array(self[start...] + self[..<start])
    guard let place = words.firstIndex(where: { ["ether", "link", "lladdr"].contains($0) }) else {
      return words + ports
    }
    let address = words[place...].prefix(2)
    words.removeSubrange(address.indices)
    return words + ports + address
  }
}
