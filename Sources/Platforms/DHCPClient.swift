import Failover

extension DHCPClient.Program {
  /// The properties of a DHCP client. `%` in a path stands for the interface.
  struct Facts {
    /// Its name.
    var name: String
    /// The arguments before the interface, for running in the background and for waiting for the
    /// lease.
    var background: [String]
    var waiting: [String]
    /// Its pid files, and those of distributions' scripts. The first one is for our clients.
    var pidFiles: [String]
    /// The file with its last lease; nil if it has none.
    var leaseFile: String?

    /// The paths of its executable. /sbin and /usr/sbin are the same on many systems.
    var executables: [String] { ["/sbin/\(name)", "/usr/sbin/\(name)"] }
    /// The first of these.
    var executable: String { "/sbin/\(name)" }
  }

  /// The clients for IPv4 on Linux, in order of preference.
  static let onLinux: [DHCPClient.Program] = [.isc, .dhcpcd, .udhcpc]
  /// The clients for DHCPv6 on Linux.
  static let onLinuxForIPv6: [DHCPClient.Program] = [.isc6, .dhcpcd6]

  /// The properties of each client: dhclient(8), dhcpcd(8), `udhcpc --help`, and dhclient(8) of
  /// FreeBSD.
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
      // Without `-R`, which would release the lease at SIGTERM.
      Facts(
        name: "udhcpc", background: ["-b", "-p", "/run/udhcpc.%.pid", "-i"],
        waiting: ["-n", "-p", "/run/udhcpc.%.pid", "-i"],
        pidFiles: ["/run/udhcpc.%.pid", "/run/udhcpc-%.pid"])
    }
  }

  /// ISC dhclient. The AppArmor profile of Debian lets it write only these two files. `-1` exits
  /// with 2 if no lease comes.
  private static func dhclient(_ family: String, _ name: String) -> Facts {
    let lease = "/var/lib/dhcp/\(name).%.leases"
    let files = ["-pf", "/run/\(name).%.pid", "-lf", lease]
    return Facts(
      name: "dhclient", background: ["-\(family)", "-nw"] + files,
      waiting: ["-\(family)", "-1"] + files,
      pidFiles: ["/run/\(name).%.pid", "/run/\(name)-%.pid"], leaseFile: lease)
  }

  /// dhcpcd. With `-p` its configuration stays when it exits.
  private static func dhcpcd(
    _ family: String, _ others: [String], _ leaseFile: String
  ) -> Facts {
    Facts(
      name: "dhcpcd", background: ["-\(family)", "-p", "-b"],
      waiting: ["-\(family)", "-p", "-w", "-t", "30"],
      pidFiles: ["/run/dhcpcd/%-\(family).pid"] + others, leaseFile: leaseFile)
  }

  /// True if it may take a while to exit: dhcpcd tries to get another address first if its address
  /// was removed.
  var isSlowToEnd: Bool { self == .dhcpcd || self == .dhcpcd6 }

  /// The command that starts the client for an interface, and waits for the lease or not. udhcpc
  /// goes to the background only after its first attempts.
  func start(
    on name: InterfaceName, waits: Bool, at path: String? = nil, with arguments: [String] = []
  ) -> Command {
    let usual = (waits ? facts.waiting : facts.background).map { $0.naming(name) }
    // The last argument of udhcpc is `-i`.
    let words = self == .udhcpc ? arguments + usual : usual + arguments
    return Command(
      path ?? facts.executable, words + [name.text],
      patience: waits || self == .udhcpc ? .lease : .standard)
  }

  /// The effect that copies the lease for a client of another interface; nil if the lease is in no
  /// text file.
  func copyLease(of client: DHCPClient, to new: InterfaceName) -> Effect? {
    let old = client.interface
    return facts.leaseFile.map {
      let source = client.leaseFile ?? $0.naming(old)
      return .copyLease(from: source, to: $0.naming(new), old: old, new: new)
    }
  }

  /// The path of the client, or of our wrapper for it; nil if it is not installed.
  func path(on guest: any GuestView) -> String? {
    guard let path = facts.executables.first(where: { guest.isExecutable($0) }) else { return nil }
    return gentle(path, on: guest)
  }

  /// Our wrapper for udhcpc. The script of a distribution would remove the address before there is
  /// another one.
  func gentle(_ path: String, on guest: any GuestView) -> String {
    let caller = "/usr/libexec/hyperv/hyperv_vf_udhcpc"
    guard self == .udhcpc, facts.executables.contains(path), guest.isExecutable(caller) else {
      return path
    }
    return caller
  }

  /// True if a process with these arguments is this client, for its family and that interface.
  ///
  /// Compares whole words, so that dhclient of eth10 is none of eth1. The title of dhcpcd is
  /// `dhcpcd: eth0 [ip4]`. A dhcpcd for all interfaces names none and does not count.
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

/// The running clients of an interface on Linux, those for IPv4 first. Found by their pid files, if
/// the process still is that client, and by the list of processes, since a client has no pid file
/// before its first lease.
func linuxClients(
  of name: InterfaceName, asking guest: any GuestView
) throws(GuestError) -> [DHCPClient] {
  try linuxClients(of: [name], asking: guest)
}

/// The same for several interfaces, in their order. The processes are listed only once.
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
      // /var/run is a link to /run on all but the oldest systems.
      guard let text = try guest.line(of: path), let pid = Int32(text), pid > 1,
        !found.contains(where: { $0.process == pid })
      else { continue }
      found += try client(pid, program, of: name, pidFile: path, asking: guest)
    }
  }
  return found
}

/// The client with this process id; nil if the process is none for this interface.
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

/// The argument that makes dhcpcd send the same identifier, read from its lease, for a dhcpcd that
/// hides its arguments; empty if the lease has none.
private func leasedIdentifier(
  of name: InterfaceName, asking guest: any GuestView
) throws(GuestError) -> [String] {
  guard let path = DHCPClient.Program.dhcpcd.facts.leaseFile?.naming(name),
    // A packet is not longer.
    let message = try guest.beginning(of: path, count: 2048),
    let identifier = LeaseIdentifier(in: message)
  else { return [] }
  return ["-I", identifier.argument]
}

/// The arguments that can be trusted. A process of another user may have chosen them, and a title
/// is one word.
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

/// True if the process uses our network and only root chose its arguments. A stale pid file may
/// name a process of a user, and the arguments select the lease file. dhcpcd drops its privileges,
/// and none of its arguments are used.
private func isTrusted(
  _ process: Int32, _ program: DHCPClient.Program, asking guest: any GuestView
) throws(GuestError) -> Bool {
  // A container may have an eth0 of its own, and its processes are in our list
  // (network_namespaces(7)). Without root this is unknown, but then no signal is sent either.
  if let network = try? guest.target(ofLink: "/proc/\(process)/ns/net"),
    try network != guest.target(ofLink: "/proc/self/ns/net")
  {
    return false
  }
  if program == .dhcpcd || program == .dhcpcd6 { return true }
  return try guest.ownership(of: "/proc/\(process)/cmdline").map { $0.owner == 0 } ?? true
}

/// The DHCP client for IPv4 to start: the one of rc.conf, else the one that runs for the NIC, else
/// the first one that is installed; nil if there is none.
///
/// Throws if the one of rc.conf is not installed.
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

/// The words of a process's command line (proc(5)), which NUL separates; a title has blanks
/// instead.
///
/// Reads only the beginning, which suffices for a client. Any user can have a command line of
/// megabytes.
func arguments(
  of process: Int32, asking guest: any GuestView
) throws(GuestError) -> [String] {
  (try guest.beginning(of: "/proc/\(process)/cmdline", count: 4096) ?? [])
    .split { $0 == 0 || $0 == UInt8(ascii: " ") }.map { String(decoding: $0, as: UTF8.self) }
}

extension String {
  /// The path with the interface in place of `%`.
  func naming(_ name: InterfaceName) -> String {
    split(separator: "%", omittingEmptySubsequences: false).joined(separator: name.text)
  }
}
