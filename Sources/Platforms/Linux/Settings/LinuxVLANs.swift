import Failover
import RCConf

extension Linux {
  /// Returns the VLANs on the interface `name`, without their addresses; empty if there are none.
  /// Throws if a query fails.
  func vlans(
    on name: InterfaceName, asking guest: any GuestView
  ) throws(GuestError) -> [VLAN] {
    let prefix = "upper_"
    let uppers = (try guest.names(in: "\(Self.net)/\(name)") ?? [])
      .filter { $0.hasPrefix(prefix) }
      .compactMap { InterfaceName(String($0.dropFirst(prefix.count))) }
    var found: [Interface] = []
    for upper in uppers {
      let kind = try guest.line(of: "\(Self.net)/\(upper)/uevent") ?? ""
      guard kind.lines.contains("DEVTYPE=vlan"),
        let interface = try Sysfs(guest).interface(upper)
      else { continue }
      found.append(interface)
    }
    return try vlans(found, asking: guest)
  }

  /// Returns each of `interfaces`, which are VLANs, with the words of ip-link(8) that create it.
  /// Runs one ip(8) for all of them; none if `interfaces` is empty. Throws if ip(8) fails or prints
  /// a line of unknown form.
  private func vlans(
    _ interfaces: [Interface], asking guest: any GuestView
  ) throws(GuestError) -> [VLAN] {
    guard !interfaces.isEmpty else { return [] }
    try checkBatch(interfaces.map { $0.name } + interfaces.compactMap { $0.master })
    let query = Command(
      Self.ip, ["-details", "-oneline", "-batch", "-"],
      input: interfaces.map { "link show dev \($0.name)\n" }.joined())
    let answer = try guest.output(of: query)
    let lines = answer.lines.map(String.init)
    guard lines.count == interfaces.count else {
      throw .notUnderstood(by: Self.ip, line: answer)
    }
    var found: [VLAN] = []
    for (interface, line) in zip(interfaces, lines) {
      guard let words = vlanWords(line) else {
        throw .notUnderstood(by: Self.ip, line: line)
      }
      found.append(VLAN(interface, words: words))
    }
    return found
  }

  /// Returns the words of ip-link(8) that create a VLAN again, such as `vlan protocol 802.1Q id 5`.
  /// `line` is the line of the VLAN in the output of `ip -details`. Nil if `line` has another form
  /// than this:
  ///
  /// `vlan protocol 802.1Q id 5 <REORDER_HDR,GVRP> ingress-qos-map { 1:2 } addrgenmode eui64`
  func vlanWords(_ line: String) -> [String]? {
    let all = line.words
    guard let start = all.firstIndex(of: "vlan") else { return nil }
    var words = ["vlan"]
    var rest = all[(start + 1)...].filter { $0 != "\\" }[...]
    while let word = rest.popFirst() {
      switch word {
      case "protocol", "id":
        guard let value = rest.popFirst() else { return nil }
        words += [word, value]
      case _ where word.hasPrefix("<"):
        words += Self.vlanFlags(word.dropFirst().dropLast().words(between: ByteSet(",")))
      case "ingress-qos-map", "egress-qos-map":
        guard rest.popFirst() == "{" else { return nil }
        let pairs = rest.prefix { $0 != "}" }
        rest = rest.dropFirst(pairs.count + 1)
        words += [word] + pairs
      default: return words.contains("id") ? words : nil
      }
    }
    return words.contains("id") ? words : nil
  }

  /// Returns the words of ip-link(8) for the flags of a VLAN, as ip(8) shows them: `gvrp on` for
  /// `GVRP`. Flags with their default value are left out; reorder_hdr is on by default
  /// (register_vlan_dev).
  private static func vlanFlags(_ flags: [String]) -> [String] {
    (flags.contains("REORDER_HDR") ? [] : ["reorder_hdr", "off"])
      + ["GVRP", "MVRP", "LOOSE_BINDING"].filter { flags.contains($0) }
      .flatMap { [$0.asciiLowercased, "on"] }
  }

  /// Returns the lines for `ip -batch` that remove `vlan` from its old parent and create it again
  /// on `parent`. A line is left out if `vlan.place` says that the removal or the creation is done
  /// already.
  func vlanLines(_ vlan: VLAN, on parent: InterfaceName) -> [[String]] {
    let name = vlan.interface.name.text
    let remove = vlan.place == .onOldParent ? [["link", "delete", "dev", name]] : []
    let mtu = ["mtu", String(vlan.interface.mtu)]
    let add = ["link", "add", "link", parent.text, "name", name] + mtu + ["type"] + vlan.words
    let master = vlan.interface.master.map { [["link", "set", "dev", name, "master", $0.text]] }
    let up = vlan.interface.isUp ? [["link", "set", "dev", name, "up"]] : []
    return remove + (vlan.place == .onNewParent ? [] : [add]) + (master ?? []) + up
  }
}
