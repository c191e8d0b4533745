import Failover

extension DHCPClient.Program {
  /// What is to be known of one client; `%` in a path stands for the interface.
  struct Facts {
    /// Where it is installed.
    ///
    /// Everywhere that /sbin and /usr/sbin are one, it is under both names.
    var executable: String
    /// Arguments before the interface: go to the background, and wait for the lease.
    var background: [String]
    var waiting: [String]
    /// The pid files that it, or a distribution's scripts around it, keeps; the first is ours.
    var pidFiles: [String]
    /// The file that it reads its last lease from; nil where it keeps none that is text.
    var leaseFile: String?
    /// How it ends without giving the lease up; nil: by SIGTERM.
    var ending: [String]?
  }

  /// The clients of a system, the one to prefer first.
  static let onLinux: [DHCPClient.Program] = [.isc, .dhcpcd, .udhcpc]

  /// dhclient(8), dhcpcd(8), `udhcpc --help`; FreeBSD's dhclient(8).
  var facts: Facts {
    switch self {
    case .freebsd:
      Facts(
        executable: "/sbin/dhclient", background: ["-b"], waiting: [],
        pidFiles: ["/var/run/dhclient/dhclient.%.pid", "/var/run/dhclient.%.pid"],
        leaseFile: "/var/db/dhclient.leases.%")
    case .isc:
      // Debian's AppArmor profile lets it write just these two. `-1`: exit 2 when no lease comes.
      Facts(
        executable: "/sbin/dhclient", background: ["-4", "-nw"] + Self.iscFiles,
        waiting: ["-4", "-1"] + Self.iscFiles,
        pidFiles: ["/run/dhclient.%.pid", "/run/dhclient-%.pid"],
        leaseFile: "/var/lib/dhcp/dhclient.%.leases")
    case .dhcpcd:
      // `-p`: what it configured stays when it ends.
      Facts(
        executable: "/sbin/dhcpcd", background: ["-4", "-p", "-b"],
        waiting: ["-4", "-p", "-w", "-t", "30"],
        pidFiles: [
          "/run/dhcpcd/%-4.pid", "/run/dhcpcd/%.pid", "/run/dhcpcd-%-4.pid", "/run/dhcpcd-%.pid",
        ],
        ending: ["-4", "-x"])
    case .udhcpc:
      // Not `-R`: with it SIGTERM gives the lease up.
      Facts(
        executable: "/sbin/udhcpc", background: ["-b", "-p", "/run/udhcpc.%.pid", "-i"],
        waiting: ["-n", "-p", "/run/udhcpc.%.pid", "-i"],
        pidFiles: ["/run/udhcpc.%.pid", "/run/udhcpc-%.pid"])
    }
  }

  private static let iscFiles = [
    "-pf", "/run/dhclient.%.pid", "-lf", "/var/lib/dhcp/dhclient.%.leases",
  ]

  /// The command that starts it for an interface, and waits for the lease or not.
  func start(on name: InterfaceName, waits: Bool) -> Command {
    let arguments = (waits ? facts.waiting : facts.background).map { $0.naming(name) }
    return Command(facts.executable, arguments + [name.text], patience: .lease)
  }

  /// What ends one that runs; the address stays.
  func stop(_ client: DHCPClient) -> Effect {
    guard let ending = facts.ending else { return .terminate(client) }
    return .run(Command(facts.executable, ending + [client.interface.text]))
  }

  /// What gives the lease of one interface to another; nil where it is kept in no text file.
  func copyLease(from old: InterfaceName, to new: InterfaceName) -> Effect? {
    facts.leaseFile.map {
      .copyLease(from: $0.naming(old), to: $0.naming(new), old: old, new: new)
    }
  }

  /// Whether a process's arguments are those of this client, serving IPv4 on that interface.
  ///
  /// Whole words: dhclient of eth10 is not one of eth1. dhcpcd titles itself `dhcpcd: eth0 [ip4]`, and
  /// one of all interfaces names none: it is not one's own.
  func isClient(_ arguments: [String], of name: InterfaceName) -> Bool {
    let program = (arguments.first?.split(separator: "/").last).map(String.init) ?? ""
    let others = arguments.dropFirst()
    switch self {
    case .freebsd, .isc:
      return program == "dhclient" && others.contains(name.text) && !others.contains("-6")
    case .dhcpcd:
      if program == "dhcpcd:" { return others.first == name.text && !others.contains("[ip6]") }
      return program == "dhcpcd" && others.contains(name.text) && !others.contains("-6")
    case .udhcpc:
      let isApplet = program == "busybox" && others.first == "udhcpc"
      return (program == "udhcpc" || isApplet) && others.contains(name.text)
    }
  }
}

/// What runs for an interface on Linux: of each client's pid files those whose process still is that
/// client on that interface.
func linuxClients(
  of name: InterfaceName, asking guest: some GuestView
) throws(GuestError) -> [DHCPClient] {
  var found: [DHCPClient] = []
  for program in DHCPClient.Program.onLinux {
    for path in program.facts.pidFiles.flatMap({ [$0, "/var" + $0] }).map({ $0.naming(name) }) {
      // /var/run is /run on all but the oldest systems.
      guard let text = try guest.line(of: path), let pid = Int32(text), pid > 1,
        !found.contains(where: { $0.process == pid }),
        try program.isClient(arguments(of: pid, asking: guest), of: name)
      else { continue }
      found.append(DHCPClient(of: name, program: program, process: pid, pidFile: path))
    }
  }
  return found
}

/// The words of a process's command line (proc(5)): each ends with NUL; a title has blanks instead.
private func arguments(
  of process: Int32, asking guest: some GuestView
) throws(GuestError) -> [String] {
  (try guest.contents(of: "/proc/\(process)/cmdline") ?? [])
    .split { $0 == 0 || $0 == UInt8(ascii: " ") }.map { String(decoding: $0, as: UTF8.self) }
}

extension String {
  /// The name of an interface in the place of `%`.
  fileprivate func naming(_ name: InterfaceName) -> String {
    split(separator: "%", omittingEmptySubsequences: false).joined(separator: name.text)
  }
}
