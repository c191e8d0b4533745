import Failover

/// Programs and interfaces that use the NICs of a pair already. Some prevent a takeover, others
/// need commands before it.
struct Prerequisites {
  private let guest: any GuestView
  private let sysfs: Sysfs

  init(_ guest: any GuestView) {
    self.guest = guest
    sysfs = Sysfs(guest)
  }

  /// The reason to refuse a bond of these two NICs; nil if there is none.
  func obstacle(
    synthetic: Interface, vf: Interface?, bond: InterfaceName
  ) throws(GuestError) -> Refusal? {
    for nic in [synthetic, vf].compactMap({ $0 }) {
      let place = try vrf(of: nic)
      let isMoving = nic.name == synthetic.name && place != nil
      if let master = nic.master, master != bond, !isMoving {
        return .member(nic.name, of: master, pair: synthetic.name, bond: bond)
      }
      if let upper = try built(on: nic, moving: nic.name == synthetic.name, bond) { return upper }
    }
    for nic in [synthetic, vf].compactMap({ $0 }) where try hasSession(nic.name) {
      return .hasPPPoESession(nic.name)
    }
    if try !hasBonding(), !mayHaveModule { return .noBonding }
    guard let vf else { return nil }
    guard let owner = try owner(of: [synthetic.name, vf.name], bond) else { return nil }
    return .managed(owner.interface, by: owner.program, bond: bond, vf: vf.name)
  }

  /// The VRF of a NIC; nil if the NIC is in none.
  ///
  /// sysfs shows the kind of a bridge, a bond and a team's port, but not the kind of a VRF
  /// (drivers/net/vrf.c sets no DEVTYPE). So ip(8) is run, but only if sysfs shows no kind.
  func vrf(of nic: Interface) throws(GuestError) -> Membership? {
    guard let master = nic.master, try kind(of: master) == nil else { return nil }
    let query = Command(Linux.ip, ["-oneline", "link", "show", "type", "vrf"])
    let isVRF = try guest.output(of: query).lines.contains { line in
      let words = line.words
      return words.count > 1 && words[1] == "\(master):"
    }
    return isVRF ? Membership(of: master) : nil
  }

  /// A refusal if an interface is built on the NIC that cannot move to the bond: macvlan, macvtap,
  /// ipvlan, macsec. Nil for VLANs on the synthetic NIC, which move, and for a vxlan, which can use
  /// the bond.
  private func built(
    on nic: Interface, moving isMoving: Bool, _ bond: InterfaceName
  ) throws(GuestError) -> Refusal? {
    for file in try guest.names(in: "\(Linux.net)/\(nic.name)") ?? [] where file.hasPrefix("upper_")
    {
      guard let upper = InterfaceName(String(file.dropFirst("upper_".count))), upper != nic.master,
        upper != bond
      else { continue }
      // `??` does not work with typed throws.
      var kind = try kind(of: upper)
      if kind == nil { kind = try kindByDetails(of: upper) }
      if kind == "vxlan" || (isMoving && kind == "vlan") { continue }
      return .carries(nic.name, upper, kind: kind ?? "device", bond: bond)
    }
    return nil
  }

  /// True if a NIC has a PPPoE session, which a bond would end: the kernel finds a session by the
  /// interface of a frame (drivers/net/ppp/pppoe.c). A line of /proc/net/pppoe: `00000001
  /// 00:15:5D:4A:0B:FF eth0`.
  private func hasSession(_ name: InterfaceName) throws(GuestError) -> Bool {
    try lines(of: "/proc/net/pppoe").dropFirst().contains { $0.words.last == name.text }
  }

  /// The kind of a virtual NIC, such as `vlan`, by DEVTYPE in its uevent file; nil if sysfs shows
  /// none.
  private func kind(of name: InterfaceName) throws(GuestError) -> String? {
    let lines = try sysfs.text("uevent", of: name)?.lines ?? []
    let line = lines.first { $0.hasPrefix("DEVTYPE=") }
    return line.map { String($0.dropFirst("DEVTYPE=".count)) }
  }

  private static let kinds = [
    "macvlan", "macvtap", "ipvlan", "ipvtap", "macsec", "vxlan", "hsr", "batadv", "rmnet", "lowpan",
  ]

  /// The kind of a virtual NIC, such as `macvlan`, in the output of `ip -details`: `... maxmtu
  /// 65535 \    macvlan mode vepa ...`. Nil if it is another kind than those in `kinds`.
  private func kindByDetails(of name: InterfaceName) throws(GuestError) -> String? {
    try checkBatch([name])
    let query = Command(Linux.ip, ["-details", "-oneline", "link", "show", "dev", name.text])
    return try guest.output(of: query).words.dropFirst(2).first { Self.kinds.contains($0) }
  }

  /// The commands that must be run before the bond can be made. `bond` is the present interface
  /// with the name of the bond; nil if there is none.
  ///
  /// The kernel would load the bonding module itself for a new bond. The module then makes its own
  /// bond0, with which the creation of ours fails. So the module is loaded before, with
  /// max_bonds=0. A bond that the module has made is deleted.
  func preparation(for bond: Interface?) throws(GuestError) -> [Command] {
    guard try hasBonding() else { return [Command(Linux.modprobe, ["bonding", "max_bonds=0"])] }
    guard let bond, bond.isLeftOver else { return [] }
    return [Command(Linux.ip, ["link", "delete", "dev", bond.name.text])]
  }

  private func hasBonding() throws(GuestError) -> Bool {
    if try guest.contents(of: "\(Linux.net)/bonding_masters") != nil { return true }
    return try guest.names(in: "/sys/module/bonding") != nil
  }

  /// True if modprobe(8) would find the bonding module for the running kernel, or if that is
  /// unknown.
  private var mayHaveModule: Bool {
    do throws(GuestError) {
      guard let release = try guest.line(of: "/proc/sys/kernel/osrelease"),
        let list = try guest.contents(of: "/lib/modules/\(release)/modules.dep")
      else { return false }
      // kernel/drivers/net/bonding/bonding.ko.xz: kernel/net/tls/tls.ko.xz
      return list.split(separator: UInt8(ascii: "\n")).contains { line in
        let path = line.prefix { $0 != UInt8(ascii: ":") }
        return path.split(separator: UInt8(ascii: "/")).last?.starts(with: "bonding.ko".utf8)
          ?? false
      }
    } catch {
      return true
    }
  }

  private func owner(
    of names: [InterfaceName], _ bond: InterfaceName
  ) throws(GuestError) -> (interface: InterfaceName, program: NetworkOwner)? {
    for name in names {
      guard let number = try guest.line(of: "\(Linux.net)/\(name)/ifindex") else { continue }
      for program in try running() where try owns(number, program) { return (name, program) }
    }
    guard let name = names.first, try isDHCPCDForAll(), try !isDenied(names + [bond]) else {
      return nil
    }
    return (name, .dhcpcd)
  }

  /// The network managers that run and store a file for each NIC: NetworkManager and networkd.
  /// Files of a program that does not run are stale.
  func running() throws(GuestError) -> [NetworkOwner] {
    var found: [NetworkOwner] = []
    if try isRunning("NetworkManager") { found.append(.networkManager) }
    if try isRunning("systemd-networkd") { found.append(.networkd) }
    return found
  }

  /// True if `program` configures the NIC whose interface index is `number`.
  func owns(_ number: String, _ program: NetworkOwner) throws(GuestError) -> Bool {
    switch program {
    case .networkManager: try isNetworkManagers(number)
    case .networkd: try isNetworkds(number)
    case .dhcpcd: false
    }
  }

  /// True if NetworkManager configures the NIC, by its file for the device: `managed=true`.
  private func isNetworkManagers(_ number: String) throws(GuestError) -> Bool {
    let lines = try lines(of: "/run/NetworkManager/devices/\(number)")
    return lines.contains("managed=true") || lines.contains("managed=1")
  }

  /// True if networkd configures the NIC, by its file for the link (sd-network(3)). A link without
  /// a matching .network file is `unmanaged` there.
  private func isNetworkds(_ number: String) throws(GuestError) -> Bool {
    return try lines(of: "/run/systemd/netif/links/\(number)").contains { line in
      line.hasPrefix("ADMIN_STATE=") && line != "ADMIN_STATE=unmanaged"
    }
  }

  /// True if systemd runs the service `service`. The control group of a stopped service is removed.
  func isRunning(_ service: String) throws(GuestError) -> Bool {
    for root in ["/sys/fs/cgroup", "/sys/fs/cgroup/systemd", "/sys/fs/cgroup/unified"] {
      let path = "\(root)/system.slice/\(service).service/cgroup.procs"
      if let processes = try guest.line(of: path), !processes.isEmpty { return true }
    }
    return false
  }

  /// True if one dhcpcd runs for all interfaces, by a pid file that only such a dhcpcd has.
  private func isDHCPCDForAll() throws(GuestError) -> Bool {
    for path in ["/run/dhcpcd/pid", "/run/dhcpcd.pid"] {
      guard let text = try guest.line(of: path), let pid = Int32(text),
        let name = try guest.line(of: "/proc/\(pid)/comm")
      else { continue }
      if name == "dhcpcd" { return true }
    }
    return false
  }

  /// True if `denyinterfaces` in dhcpcd.conf(5) excludes all of these interfaces.
  private func isDenied(_ names: [InterfaceName]) throws(GuestError) -> Bool {
    let patterns = try lines(of: "/etc/dhcpcd.conf")
      .map { $0.words }
      .filter { $0.first == "denyinterfaces" }.flatMap { $0.dropFirst() }
    return names.allSatisfy { name in
      patterns.contains { pattern in
        pattern.last == "*" ? name.text.hasPrefix(pattern.dropLast()) : name.text == pattern
      }
    }
  }

  private func lines(of path: String) throws(GuestError) -> [String] {
    (try guest.line(of: path) ?? "").lines.map(String.init)
  }
}

extension Interface {
  /// True for a bond that the module made by itself: round-robin, down and empty.
  var isLeftOver: Bool {
    bond == Bond(.other("balance-rr"), members: []) && !isUp && addresses.isEmpty
  }
}

/// The configuration of systemd-resolved for a link (resolvectl(1)); nil if systemd-resolved does
/// not run, or has none for this link.
///
/// The configuration is read from the state file of systemd-resolved for the link (link_save_user
/// in resolved-link.c), which exists only if there is a configuration. resolvectl(1) would cost two
/// processes in every takeover.
func resolverLink(
  of name: InterfaceName, asking guest: any GuestView
) throws(GuestError) -> ResolverLink? {
  guard guest.isExecutable(Linux.resolvectl),
    let number = try guest.line(of: "\(Linux.net)/\(name)/ifindex"),
    let kept = try guest.line(of: "/run/systemd/resolve/netif/\(number)")
  else { return nil }
  var link = ResolverLink(of: name)
  for line in kept.lines {
    let words = { (key: String) -> [String]? in
      guard line.hasPrefix(key) else { return nil }
      return line.dropFirst(key.count).words
    }
    if let servers = words("SERVERS=") { link.servers = servers }
    if let domains = words("DOMAINS=") { link.domains = domains }
  }
  return link
}
