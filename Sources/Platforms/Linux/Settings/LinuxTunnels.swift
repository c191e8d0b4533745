import Failover
import RCConf

// Tunnels that send through a NIC.
extension Linux {
  static let bridge = "/sbin/bridge"

  /// The kernel modules for tunnels. Each has a parameter, and therefore a folder in /sys/module
  /// even if it is built into the kernel.
  private static let tunnelModules = [
    "vxlan", "ip_gre", "ip6_gre", "ipip", "sit", "ip6_tunnel", "ip_vti", "ip6_vti",
  ]
  private static let tunnelKinds = [
    "vxlan", "gre", "gretap", "erspan", "ip6gre", "ip6gretap", "ip6erspan", "ipip", "sit", "ip6tnl",
    "vti", "vti6",
  ]

  /// Returns the tunnels that send their packets through one of the interfaces `names`; empty if
  /// there are none. Runs ip(8) only if a module for tunnels is loaded, and bridge(8) once for each
  /// vxlan. Throws if a query fails.
  func tunnels(
    over names: [InterfaceName], asking guest: any GuestView
  ) throws(GuestError) -> [Tunnel] {
    var isPossible = false
    for module in Self.tunnelModules where try guest.names(in: "/sys/module/\(module)") != nil {
      isPossible = true
    }
    guard isPossible else { return [] }
    let query = Command(Self.ip, ["-details", "-oneline", "link", "show"])
    var found = try guest.output(of: query).lines.compactMap { tunnel(in: $0.words, over: names) }
    for index in found.indices where found[index].kind == "vxlan" {
      found[index].forwarding = try forwarding(of: found[index], asking: guest)
    }
    return found
  }

  /// Returns the tunnel in a line of ip(8), which is given as its words. Nil if the line shows
  /// another kind of interface, or a tunnel that sends through none of the interfaces `names`. Such
  /// a line:
  ///
  /// `4: vx0: <...> ... \    vxlan id 42 remote 198.51.100.7 dev eth0 srcport 0 0 dstport 4789 ...`
  private func tunnel(in words: [String], over names: [InterfaceName]) -> Tunnel? {
    guard words.count > 2,
      let name = words[1][...].words(between: ByteSet("@:")).first.flatMap(InterfaceName.init),
      let start = words.firstIndex(where: { Self.tunnelKinds.contains($0) })
    else { return nil }
    let details = words[start...]
    guard let device = zip(details, details.dropFirst()).first(where: { $0.0 == "dev" })?.1,
      let underlay = names.first(where: { $0.text == device })
    else { return nil }
    var tunnel = Tunnel(name, kind: words[start], over: underlay)
    tunnel.isMulticast = details.contains("group")
    return tunnel
  }

  /// Returns the permanent forwarding entries of a vxlan that send through its NIC, each as the
  /// words before `via`; empty if there are none. Throws if bridge(8) fails. A line of bridge(8):
  /// `00:00:00:00:00:00 dev vx0 dst 198.51.100.7 via eth0 self permanent`.
  private func forwarding(
    of tunnel: Tunnel, asking guest: any GuestView
  ) throws(GuestError) -> [[String]] {
    let query = Command(Self.bridge, ["fdb", "show", "dev", tunnel.name.text])
    return try guest.output(of: query).lines.map { $0.words }.compactMap { words in
      guard words.contains("permanent"), let via = words.firstIndex(of: "via"),
        via + 1 < words.count, words[via + 1] == tunnel.underlay.text, let address = words.first
      else { return nil }
      // For one device, bridge(8) leaves out its name.
      let rest = words[1..<via]
      return [address, "dev", tunnel.name.text]
        + (rest.first == "dev" ? rest.dropFirst(2) : rest)
    }
  }

  /// Returns the effects that make `tunnel` send through the interface `name`. The kernel does not
  /// move the forwarding entries of a vxlan, so bridge(8) adds them for the new interface and
  /// deletes the old ones.
  func moving(_ tunnel: Tunnel, to name: InterfaceName) -> [Effect] {
    let set = Command(
      Self.ip, ["link", "set", "dev", tunnel.name.text, "type", tunnel.kind, "dev", name.text])
    let lines = tunnel.forwarding.flatMap { words in
      [
        ["fdb", "append"] + words + ["via", name.text],
        ["fdb", "del"] + words + ["via", tunnel.underlay.text],
      ]
    }
    guard !lines.isEmpty else { return [.run(set)] }
    let input = lines.map { $0.joined(separator: " ") + "\n" }.joined()
    return [.run(set), .run(Command(Self.bridge, ["-force", "-batch", "-"], input: input))]
  }
}
