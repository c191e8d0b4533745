import Failover

/// Finds the programs and interfaces that use the NICs of a pair already: those that prevent a
/// takeover, and those that need commands before it.
struct Prerequisites {
  private let guest: any GuestView
  private let sysfs: Sysfs

  init(_ guest: any GuestView) {
    self.guest = guest
    sysfs = Sysfs(guest)
  }

  /// Returns the reason to refuse this bond; nil if there is none. Throws if a query fails.
  func obstacle(
    synthetic: Interface, vf: Interface?, bond: InterfaceName
  ) throws(GuestError) -> Refusal? {
    for nic in [synthetic, vf].compactMap({ $0 }) {
      let place = try vrf(of: nic)
      let isMoving = nic.name == synthetic.name && place != nil
      if let master = nic.master, master != bond, !isMoving {
        return .member(nic.name, of: master, pair: synthetic.name, bond: bond)
      }
      if let upper = try built(on: nic, of: synthetic.name, bond) { return upper }
    }
    for nic in [synthetic, vf].compactMap({ $0 }) where try hasSession(nic.name) {
      return .hasPPPoESession(nic.name, pair: synthetic.name)
    }
    if try !hasBonding(), !mayHaveModule { return .noBonding }
    guard let vf else { return nil }
    guard let owner = try owner(of: [synthetic.name, vf.name], bond) else { return nil }
    return .managed(owner.interface, by: owner.program, bond: bond, vf: vf.name)
  }

  /// Returns the reason not to make the VLANs of the synthetic NIC `pair` again on `bond`; nil if
  /// there is none. What is built on a VLAN disappears with it, and a DHCP client loses it.
  /// `clients` are the running DHCP clients of the VLANs, `tunnels` those that send through a VLAN.
  /// Throws if a query fails.
  func obstacle(
    vlans: [VLAN], of pair: InterfaceName, _ bond: InterfaceName, _ clients: [DHCPClient],
    _ tunnels: [Tunnel]
  ) throws(GuestError) -> Refusal? {
    for vlan in vlans.map({ $0.interface }) {
      if let upper = try built(on: vlan, of: pair, vlan.name) { return upper }
      if let tunnel = tunnels.first(where: { $0.underlay == vlan.name }) {
        return .hasUpperInterface(
          vlan.name, tunnel.name, kind: tunnel.kind, pair: pair, bond: vlan.name)
      }
      if try hasSession(vlan.name) { return .hasPPPoESession(vlan.name, pair: pair) }
      if let client = clients.first(where: { $0.interface == vlan.name }) {
        return .hasVLANClient(vlan.name, client.program.facts.name, pair: pair, bond: bond)
      }
      if let master = vlan.master, try !takesVLANs(master) {
        return .member(vlan.name, of: master, pair: pair, bond: vlan.name)
      }
    }
    return nil
  }

  /// Returns true if a VLAN that was made again can become a member of `master` again with
  /// ip-link(8) alone: a bridge, a bond or a VRF, but not a team or a switch of Open vSwitch. Throws
  /// if a query fails.
  private func takesVLANs(_ master: InterfaceName) throws(GuestError) -> Bool {
    if let kind = try kind(of: master) { return kind == "bridge" || kind == "bond" }
    return try isVRF(master)
  }

  /// Returns the membership of `nic` in a VRF; nil if it is in none. Throws if a query fails.
  ///
  /// sysfs shows the kind of a bridge, a bond and a team's port, but not the kind of a VRF
  /// (drivers/net/vrf.c sets no DEVTYPE). So ip(8) is run, but only if sysfs shows no kind.
  func vrf(of nic: Interface) throws(GuestError) -> Membership? {
    guard let master = nic.master, try kind(of: master) == nil, try isVRF(master) else {
      return nil
    }
    return Membership(of: master)
  }

  private func isVRF(_ name: InterfaceName) throws(GuestError) -> Bool {
    let query = Command(Linux.ip, ["-oneline", "link", "show", "type", "vrf"])
    return try guest.output(of: query).lines.contains { line in
      let words = line.words
      return words.count > 1 && words[1] == name.text + ":"
    }
  }

  /// Returns a refusal if an interface that cannot move to the bond is built on `nic`, such as
  /// macvlan, macvtap, ipvlan or macsec. Nil if there is no such interface. A vxlan on a NIC can use
  /// the bond; VLANs can move only from the synthetic NIC, `pair`. If `nic` is a VLAN, `bond` is its
  /// own name, and nothing can move. Throws if a query fails.
  private func built(
    on nic: Interface, of pair: InterfaceName, _ bond: InterfaceName
  ) throws(GuestError) -> Refusal? {
    for file in try guest.names(in: "\(Linux.net)/\(nic.name)") ?? [] where file.hasPrefix("upper_")
    {
      guard let upper = InterfaceName(String(file.dropFirst("upper_".count))), upper != nic.master,
        upper != bond
      else { continue }
      // `??` does not work with typed throws.
      var kind = try kind(of: upper)
      if kind == nil { kind = try kindByDetails(of: upper) }
      if nic.name != bond, kind == "vxlan" || (nic.name == pair && kind == "vlan") { continue }
      return .hasUpperInterface(nic.name, upper, kind: kind ?? "device", pair: pair, bond: bond)
    }
    return nil
  }

  /// Returns true if the NIC `name` has a PPPoE session, which a bond would end: the kernel finds a
  /// session by the interface of a frame (drivers/net/ppp/pppoe.c). Throws if the file cannot be
  /// read. A line of /proc/net/pppoe: `00000001 00:15:5D:4A:0B:FF eth0`.
  private func hasSession(_ name: InterfaceName) throws(GuestError) -> Bool {
    try lines(of: "/proc/net/pppoe").dropFirst().contains { $0.words.last == name.text }
  }

  /// Returns the kind of a virtual NIC, such as `vlan`, from DEVTYPE in its file `uevent`; nil if
  /// sysfs shows none. Throws if sysfs cannot be read.
  private func kind(of name: InterfaceName) throws(GuestError) -> String? {
    let lines = try sysfs.text("uevent", of: name)?.lines ?? []
    let line = lines.first { $0.hasPrefix("DEVTYPE=") }
    return line.map { String($0.dropFirst("DEVTYPE=".count)) }
  }

  private static let kinds = [
    "macvlan", "macvtap", "ipvlan", "ipvtap", "macsec", "vxlan", "hsr", "batadv", "rmnet", "lowpan",
  ]

  /// Returns the kind of a virtual NIC in the output of `ip -details`, such as `macvlan` in
  /// `\    macvlan mode vepa`. Nil if the kind is not in `kinds`. Throws if ip(8) fails.
  private func kindByDetails(of name: InterfaceName) throws(GuestError) -> String? {
    try checkBatch([name])
    let query = Command(Linux.ip, ["-details", "-oneline", "link", "show", "dev", name.text])
    return try guest.output(of: query).words.dropFirst(2).first { Self.kinds.contains($0) }
  }

  /// Returns the commands that must be run before the bond can be made; empty if none is needed.
  /// `bond` is the present interface of that name; nil if there is none. Throws if a query fails.
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

  /// True if modprobe(8) would find the bonding module for the running kernel: modules.dep lists
  /// it. Also true if a file cannot be read, but false if modules.dep does not exist.
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

  /// Returns those of NetworkManager and networkd that run; empty if neither does. The files of a
  /// program that does not run are stale. Throws if a query fails.
  func running() throws(GuestError) -> [NetworkOwner] {
    var found: [NetworkOwner] = []
    if try isRunning("NetworkManager") { found.append(.networkManager) }
    if try isRunning("systemd-networkd") { found.append(.networkd) }
    return found
  }

  /// Returns true if `program` configures the NIC whose interface index is `number`. Always false
  /// for dhcpcd, which stores no file for a NIC. Throws if a file cannot be read.
  func owns(_ number: String, _ program: NetworkOwner) throws(GuestError) -> Bool {
    switch program {
    case .networkManager: try isNetworkManagers(number)
    case .networkd: try isNetworkds(number)
    case .dhcpcd: false
    }
  }

  /// Returns true if NetworkManager configures the NIC whose interface index is `number`: its file
  /// for the NIC has `managed=true`. Throws if the file cannot be read.
  private func isNetworkManagers(_ number: String) throws(GuestError) -> Bool {
    let lines = try lines(of: "/run/NetworkManager/devices/\(number)")
    return lines.contains("managed=true") || lines.contains("managed=1")
  }

  /// Returns true if networkd configures the NIC whose interface index is `number`: its file for
  /// the NIC (sd-network(3)) does not say `unmanaged`. Throws if the file cannot be read.
  private func isNetworkds(_ number: String) throws(GuestError) -> Bool {
    return try lines(of: "/run/systemd/netif/links/\(number)").contains { line in
      line.hasPrefix("ADMIN_STATE=") && line != "ADMIN_STATE=unmanaged"
    }
  }

  /// Returns true if systemd runs the service `service`, such as `NetworkManager`: the control
  /// group of the service has a process. Throws if a file cannot be read.
  func isRunning(_ service: String) throws(GuestError) -> Bool {
    for root in ["/sys/fs/cgroup", "/sys/fs/cgroup/systemd", "/sys/fs/cgroup/unified"] {
      let path = "\(root)/system.slice/\(service).service/cgroup.procs"
      if let processes = try guest.line(of: path), !processes.isEmpty { return true }
    }
    return false
  }

  /// Returns true if one dhcpcd runs for all interfaces: there is a pid file that only such a
  /// dhcpcd has, and the process is a dhcpcd. Throws if a file cannot be read.
  private func isDHCPCDForAll() throws(GuestError) -> Bool {
    for path in ["/run/dhcpcd/pid", "/run/dhcpcd.pid"] {
      guard let text = try guest.line(of: path), let pid = Int32(text),
        let name = try guest.line(of: "/proc/\(pid)/comm")
      else { continue }
      if name == "dhcpcd" { return true }
    }
    return false
  }

  /// Returns true if `denyinterfaces` in dhcpcd.conf(5) excludes every one of the interfaces
  /// `names`. Throws if the file cannot be read.
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
  /// True for a bond that the bonding module made when it was loaded: mode balance-rr, down,
  /// without members and addresses.
  var isLeftOver: Bool {
    bond == Bond(.other("balance-rr"), members: []) && !isUp && addresses.isEmpty
  }
}

/// Returns the name servers and domains that systemd-resolved has for the interface `name`; nil if
/// there are none, or if systemd-resolved is not installed. Throws if a file cannot be read.
///
/// Reads the state file of systemd-resolved for the interface (link_save_user in resolved-link.c),
/// which exists only if there is a configuration. resolvectl(1) would cost two processes in every
/// takeover.
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
