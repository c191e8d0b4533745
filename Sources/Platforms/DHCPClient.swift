import Failover

extension DHCPClient.Program {
  /// What is to be known of one client; `%` in a path stands for the interface.
  struct Facts {
    /// Its name.
    var name: String
    /// Arguments before the interface: go to the background, and wait for the lease.
    var background: [String]
    var waiting: [String]
    /// The pid files that it, or a distribution's scripts around it, keeps; the first is ours.
    var pidFiles: [String]
    /// The file that it reads its last lease from; nil where it keeps none.
    var leaseFile: String?

    /// Where it is installed: under both names where /sbin and /usr/sbin are one.
    var executables: [String] { ["/sbin/\(name)", "/usr/sbin/\(name)"] }
    /// The first of these.
    var executable: String { "/sbin/\(name)" }
  }

  /// The clients for IPv4 of a system, the one to prefer first.
  static let onLinux: [DHCPClient.Program] = [.isc, .dhcpcd, .udhcpc]
  /// Those for DHCPv6.
  static let onLinuxForIPv6: [DHCPClient.Program] = [.isc6, .dhcpcd6]

  /// dhclient(8), dhcpcd(8), `udhcpc --help`; FreeBSD's dhclient(8).
  var facts: Facts {
    switch self {
    case .freebsd:
      Facts(
        name: "dhclient", background: ["-b"], waiting: [],
        pidFiles: ["/var/run/dhclient/dhclient.%.pid", "/var/run/dhclient.%.pid"],
        leaseFile: "/var/db/dhclient.leases.%")
    case .isc: Self.dhclient("4", "dhclient")
    case .isc6: Self.dhclient("6", "dhclient6")
    case .dhcpcd:
      Self.dhcpcd(
        "4", ["/run/dhcpcd/%.pid", "/run/dhcpcd-%-4.pid", "/run/dhcpcd-%.pid"],
        "/var/lib/dhcpcd/%.lease")
    case .dhcpcd6: Self.dhcpcd("6", ["/run/dhcpcd-%-6.pid"], "/var/lib/dhcpcd/%.lease6")
    case .udhcpc:
      // Not `-R`: with it SIGTERM gives the lease up.
      Facts(
        name: "udhcpc", background: ["-b", "-p", "/run/udhcpc.%.pid", "-i"],
        waiting: ["-n", "-p", "/run/udhcpc.%.pid", "-i"],
        pidFiles: ["/run/udhcpc.%.pid", "/run/udhcpc-%.pid"])
    }
  }

  /// Debian's AppArmor profile lets it write just these two files. `-1`: exit 2 when no lease comes.
  private static func dhclient(_ family: String, _ name: String) -> Facts {
    let lease = "/var/lib/dhcp/\(name).%.leases"
    let files = ["-pf", "/run/\(name).%.pid", "-lf", lease]
    return Facts(
      name: "dhclient", background: ["-\(family)", "-nw"] + files,
      waiting: ["-\(family)", "-1"] + files,
      pidFiles: ["/run/\(name).%.pid", "/run/\(name)-%.pid"], leaseFile: lease)
  }

  /// `-p`: what it configured stays when it ends.
  private static func dhcpcd(
    _ family: String, _ others: [String], _ leaseFile: String
  ) -> Facts {
    Facts(
      name: "dhcpcd", background: ["-\(family)", "-p", "-b"],
      waiting: ["-\(family)", "-p", "-w", "-t", "30"],
      pidFiles: ["/run/dhcpcd/%-\(family).pid"] + others, leaseFile: leaseFile)
  }

  /// Whether it may go on for a while when it has been told to end: dhcpcd, whose address was just taken
  /// away, asks for another first.
  var isSlowToEnd: Bool { self == .dhcpcd || self == .dhcpcd6 }

  /// The command that starts it for an interface, and waits for the lease or not. udhcpc goes to the
  /// background only when its first tries are over.
  func start(
    on name: InterfaceName, waits: Bool, at path: String? = nil, with arguments: [String] = []
  ) -> Command {
    let usual = (waits ? facts.waiting : facts.background).map { $0.naming(name) }
    // udhcpc's last one is `-i`.
    let words = self == .udhcpc ? arguments + usual : usual + arguments
    return Command(
      path ?? facts.executable, words + [name.text],
      patience: waits || self == .udhcpc ? .lease : .standard)
  }

  /// What gives a client's lease to the one of another interface; nil where it is in no text file.
  func copyLease(of client: DHCPClient, to new: InterfaceName) -> Effect? {
    let old = client.interface
    return facts.leaseFile.map {
      let source = client.leaseFile ?? $0.naming(old)
      return .copyLease(from: source, to: $0.naming(new), old: old, new: new)
    }
  }

  /// Where it is installed, or what calls it for us; nil: nowhere.
  func path(on guest: any GuestView) -> String? {
    guard let path = facts.executables.first(where: { guest.isExecutable($0) }) else { return nil }
    return gentle(path, on: guest)
  }

  /// In the place of a distribution's udhcpc, whose script takes the address away before there is
  /// another, what calls it without that.
  func gentle(_ path: String, on guest: any GuestView) -> String {
    let caller = "/usr/libexec/hyperv/hyperv_vf_udhcpc"
    guard self == .udhcpc, facts.executables.contains(path), guest.isExecutable(caller) else {
      return path
    }
    return caller
  }

  /// Whether a process's arguments are those of this client, serving its family on that interface.
  ///
  /// Whole words: dhclient of eth10 is not one of eth1. dhcpcd titles itself `dhcpcd: eth0 [ip4]`, and
  /// one of all interfaces names none: it is not one's own.
  func isClient(_ arguments: [String], of name: InterfaceName) -> Bool {
    let program = (arguments.first?.split(separator: "/").last).map(String.init) ?? ""
    let others = arguments.dropFirst()
    switch self {
    case .freebsd, .isc, .isc6:
      return program == "dhclient" && others.contains(name.text)
        && others.contains("-6") == isForIPv6
    case .dhcpcd, .dhcpcd6:
      if program == "dhcpcd:" {
        let isOnlyIPv6 = others.contains("[ip6]") && !others.contains("[ip4]")
        return others.first == name.text && isOnlyIPv6 == isForIPv6
      }
      return program == "dhcpcd" && others.contains(name.text)
        && others.contains("-6") == isForIPv6
    case .udhcpc:
      let isApplet = program == "busybox" && others.first == "udhcpc"
      return (program == "udhcpc" || isApplet) && others.contains(name.text)
    }
  }
}

/// What runs for an interface on Linux, clients for IPv4 first: of each client's pid files those whose
/// process still is that client on that interface, and processes that have no such file, as one has
/// not that still asks for its first lease.
func linuxClients(
  of name: InterfaceName, asking guest: any GuestView
) throws(GuestError) -> [DHCPClient] {
  try linuxClients(of: [name], asking: guest)
}

/// The same of several interfaces, in their order; the processes are looked through once for all of them.
func linuxClients(
  of names: [InterfaceName], asking guest: any GuestView
) throws(GuestError) -> [DHCPClient] {
  var found: [DHCPClient] = []
  for name in names { found += try clientsWithFile(of: name, asking: guest) }
  let others = names.filter { name in !found.contains { $0.interface == name } }
  guard !others.isEmpty else { return found }
  let programs = DHCPClient.Program.onLinux + DHCPClient.Program.onLinuxForIPv6
  for pid in try (guest.names(in: "/proc") ?? []).compactMap({ Int32($0) }) where pid > 1 {
    let words = try arguments(of: pid, asking: guest)
    for name in others where words.contains(name.text) {
      for program in programs { found += try client(pid, program, of: name, asking: guest) }
    }
  }
  return found
}

private func clientsWithFile(
  of name: InterfaceName, asking guest: any GuestView
) throws(GuestError) -> [DHCPClient] {
  var found: [DHCPClient] = []
  let programs = DHCPClient.Program.onLinux + DHCPClient.Program.onLinuxForIPv6
  for program in programs {
    for path in program.facts.pidFiles.flatMap({ [$0, "/var" + $0] }).map({ $0.naming(name) }) {
      // /var/run is /run on all but the oldest systems.
      guard let text = try guest.line(of: path), let pid = Int32(text), pid > 1,
        !found.contains(where: { $0.process == pid })
      else { continue }
      found += try client(pid, program, of: name, pidFile: path, asking: guest)
    }
  }
  return found
}

/// The process as that client of the interface; none where it is not.
private func client(
  _ process: Int32, _ program: DHCPClient.Program, of name: InterfaceName, pidFile: String? = nil,
  asking guest: any GuestView
) throws(GuestError) -> [DHCPClient] {
  let words = try arguments(of: process, asking: guest)
  guard program.isClient(words, of: name), try isTrusted(process, program, asking: guest) else {
    return []
  }
  let option = { (name: String) in zip(words, words.dropFirst()).first { $0.0 == name }?.1 }
  let file = pidFile ?? option("-pf") ?? program.facts.pidFiles[0].naming(name)
  var client = DHCPClient(of: name, program: program, process: process, pidFile: file)
  client.leaseFile = option("-lf")
  client.arguments = try program.withoutCopy(
    ownArguments(of: process, program, asking: guest), of: name, asking: guest)
  if program == .dhcpcd, client.arguments.isEmpty {
    client.arguments = try leasedIdentifier(of: name, asking: guest)
  }
  return [client]
}

/// The arguments by which a dhcpcd that hides its own sends the same identifier; none where its lease does
/// not tell.
private func leasedIdentifier(
  of name: InterfaceName, asking guest: any GuestView
) throws(GuestError) -> [String] {
  guard let path = DHCPClient.Program.dhcpcd.facts.leaseFile?.naming(name),
    // Of a packet's length at most.
    let message = try guest.beginning(of: path, count: 2048),
    let identifier = LeaseIdentifier(in: message)
  else { return [] }
  return ["-I", identifier.argument]
}

/// The arguments that the client goes by. One that is not root's may have chosen them itself, and one that
/// titles itself has one word.
private func ownArguments(
  of process: Int32, _ program: DHCPClient.Program, asking guest: any GuestView
) throws(GuestError) -> [String] {
  let path = "/proc/\(process)/cmdline"
  guard try guest.ownership(of: path).map({ $0.owner == 0 }) ?? true else { return [] }
  let bytes = try guest.beginning(of: path, count: 4096) ?? []
  let words = bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast()
  return program.options.kept(
    of: words.dropFirst().map { String(decoding: $0, as: UTF8.self) })
}

/// Whether its interface is one of ours, and nobody but root chose the process's arguments: a pid file
/// that is out of date may name one of a user, and the arguments say which file is the lease. dhcpcd
/// gives its rights up, and none of its arguments is followed.
private func isTrusted(
  _ process: Int32, _ program: DHCPClient.Program, asking guest: any GuestView
) throws(GuestError) -> Bool {
  // A container has an eth0 of its own, and its processes are among ours (network_namespaces(7)). Who
  // is not root cannot tell, and signals nobody.
  if let network = try? guest.target(ofLink: "/proc/\(process)/ns/net"),
    try network != guest.target(ofLink: "/proc/self/ns/net")
  {
    return false
  }
  if program == .dhcpcd || program == .dhcpcd6 { return true }
  return try guest.ownership(of: "/proc/\(process)/cmdline").map { $0.owner == 0 } ?? true
}

/// The DHCP client for IPv4 to start: the one that rc.conf names, else the one that runs for the NIC,
/// else the first that is installed; nil: none is.
///
/// Throws where the one of rc.conf is not there.
func linuxClient(
  named chosen: DHCPClient.Installed?, running: [DHCPClient], asking guest: any GuestView
) throws(GuestError) -> DHCPClient.Installed? {
  if let chosen {
    guard let path = chosen.path else { return chosen }
    guard guest.isExecutable(path) else { throw .toolMissing(path) }
    return DHCPClient.Installed(chosen.program, at: chosen.program.gentle(path, on: guest))
  }
  let known = running.map { $0.program }.filter { !$0.isForIPv6 }
  for program in known + DHCPClient.Program.onLinux {
    if let path = program.path(on: guest) { return DHCPClient.Installed(program, at: path) }
  }
  return nil
}

/// The words of a process's command line (proc(5)): each ends with NUL; a title has blanks instead.
///
/// A client's is short. Anybody may have one of megabytes, and is not read to its end.
func arguments(
  of process: Int32, asking guest: any GuestView
) throws(GuestError) -> [String] {
  (try guest.beginning(of: "/proc/\(process)/cmdline", count: 4096) ?? [])
    .split { $0 == 0 || $0 == UInt8(ascii: " ") }.map { String(decoding: $0, as: UTF8.self) }
}

extension String {
  /// The name of an interface in the place of `%`.
  func naming(_ name: InterfaceName) -> String {
    split(separator: "%", omittingEmptySubsequences: false).joined(separator: name.text)
  }
}
