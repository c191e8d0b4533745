import Failover

extension DHCPClient.Program {
  /// The properties of a DHCP client. In a path, `%` stands for the name of the interface:
  /// `/run/udhcpc.%.pid`.
  struct Facts {
    /// The name of the program: `dhclient`.
    var name: String
    /// The arguments before the name of the interface: `background` for a client that runs in the
    /// background, `waiting` for one that first waits for the lease.
    var background: [String]
    var waiting: [String]
    /// The pid files that the client may have, including those of distributions' scripts. A client
    /// that these programs start has the first one.
    var pidFiles: [String]
    /// The file with the client's last lease; nil if the client writes none.
    var leaseFile: String?

    /// The paths that the client's program may have. /sbin and /usr/sbin are the same folder on
    /// many systems.
    var executables: [String] { ["/sbin/\(name)", "/usr/sbin/\(name)"] }
    /// The path of the client's program if no other is known: the first one in `executables`.
    var executable: String { "/sbin/\(name)" }
  }

  /// The clients for IPv4 on Linux, in order of preference.
  static let onLinux: [DHCPClient.Program] = [.isc, .dhcpcd, .udhcpc]
  /// The clients for DHCPv6 on Linux.
  static let onLinuxForIPv6: [DHCPClient.Program] = [.isc6, .dhcpcd6]

  /// The properties of this client, as documented in dhclient(8), dhcpcd(8), `udhcpc --help`, or
  /// dhclient(8) of FreeBSD.
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

  /// The properties of ISC dhclient. The AppArmor profile of Debian lets dhclient write only these
  /// two files. With `-1`, dhclient exits with status 2 if it gets no lease.
  private static func dhclient(_ family: String, _ name: String) -> Facts {
    let lease = "/var/lib/dhcp/\(name).%.leases"
    let files = ["-pf", "/run/\(name).%.pid", "-lf", lease]
    return Facts(
      name: "dhclient", background: ["-\(family)", "-nw"] + files,
      waiting: ["-\(family)", "-1"] + files,
      pidFiles: ["/run/\(name).%.pid", "/run/\(name)-%.pid"], leaseFile: lease)
  }

  /// The properties of dhcpcd. With `-p` the interface keeps its configuration when dhcpcd exits.
  private static func dhcpcd(
    _ family: String, _ others: [String], _ leaseFile: String
  ) -> Facts {
    Facts(
      name: "dhcpcd", background: ["-\(family)", "-p", "-b"],
      waiting: ["-\(family)", "-p", "-w", "-t", "30"],
      pidFiles: ["/run/dhcpcd/%-\(family).pid"] + others, leaseFile: leaseFile)
  }

  /// True if the client may take a while to exit: dhcpcd tries to get another address first if its
  /// address was removed.
  var isSlowToEnd: Bool { self == .dhcpcd || self == .dhcpcd6 }

  /// Returns the command that starts the client for an interface. If `waits` is true, the command
  /// ends when the client has a lease. udhcpc goes to the background only after its first attempts.
  /// `path` is the program to start, by default `executable`; `arguments` are added to the usual
  /// ones.
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

  /// Returns the effect that copies the lease of `client`, which runs now, for a client of the
  /// interface `new`; nil if this program has no lease file.
  func copyLease(of client: DHCPClient, to new: InterfaceName) -> Effect? {
    let old = client.interface
    return facts.leaseFile.map {
      let source = client.leaseFile ?? $0.naming(old)
      return .copyLease(from: source, to: $0.naming(new), old: old, new: new)
    }
  }

  /// The path of the client's program, or of our wrapper for udhcpc; nil if the client is not
  /// installed.
  func path(on guest: any GuestView) -> String? {
    guard let path = facts.executables.first(where: { guest.isExecutable($0) }) else { return nil }
    return gentle(path, on: guest)
  }

  /// Returns the path of our wrapper for udhcpc, if `path` is a usual path of udhcpc and the
  /// wrapper is installed; otherwise `path`. The script of a distribution would remove the old
  /// address before there is a new one.
  func gentle(_ path: String, on guest: any GuestView) -> String {
    let caller = "/usr/libexec/hyperv/hyperv_vf_udhcpc"
    guard self == .udhcpc, facts.executables.contains(path), guest.isExecutable(caller) else {
      return path
    }
    return caller
  }

  /// True if a process with these arguments is this client, for its address family and for the
  /// interface `name`.
  ///
  /// Compares whole words, so that a dhclient for eth10 is not taken for one of eth1. The process
  /// title of dhcpcd is `dhcpcd: eth0 [ip4]`. A dhcpcd for all interfaces has no name in its title
  /// and does not count.
  func isClient(_ arguments: [String], of name: InterfaceName) -> Bool {
    let program = arguments.first?.lastPathComponent ?? ""
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

extension String {
  /// The path with the name of the interface in place of `%`.
  func naming(_ name: InterfaceName) -> String {
    self[...].fields(separatedBy: UInt8(ascii: "%")).map { String($0) }
      .joined(separator: name.text)
  }
}
