import Failover

extension DHCPClient.Program {
  /// The properties of a DHCP client program: its name, its arguments and its files. In a path, `%`
  /// stands for the name of the interface: `/run/udhcpc.%.pid`.
  struct Facts {
    /// The name of the program: `dhclient`.
    var name: String
    /// The arguments before the name of the interface. With `background`, the command does not wait
    /// for a lease: the client goes on in the background. With `waiting`, the command ends when the
    /// client has a lease or gives up.
    var background: [String]
    var waiting: [String]
    /// The paths at which the client's pid file may be. The first one is that of a client which a
    /// takeover starts; the others are those of other versions and of distributions' scripts.
    var pidFiles: [String]
    /// The path of the file to which the client writes its leases; nil if the client writes none.
    var leaseFile: String?

    /// The paths at which the client's program may be installed, in the order of the search: in
    /// /sbin, then in /usr/sbin.
    var executables: [String] { ["/sbin/\(name)", "/usr/sbin/\(name)"] }
    /// The path of the client's program if it was not searched: the first one in `executables`.
    var executable: String { "/sbin/\(name)" }
  }

  /// The DHCP clients for IPv4 on Linux. If several are installed, the first one is preferred.
  static let onLinux: [DHCPClient.Program] = [.isc, .dhcpcd, .udhcpc]
  /// The DHCP clients for IPv6 on Linux.
  static let onLinuxForIPv6: [DHCPClient.Program] = [.isc6, .dhcpcd6]

  /// The properties of this client: its name, its arguments and its files. From dhclient(8) of ISC,
  /// dhcpcd(8), `udhcpc --help`, and dhclient(8) of FreeBSD.
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

  /// The properties of ISC dhclient. `family` is `4` or `6`; the names of the client's files begin
  /// with `name`. These are the only pid file and lease file that the AppArmor profile of Debian
  /// allows. With `-1`, dhclient exits with status 2 if it gets no lease.
  private static func dhclient(_ family: String, _ name: String) -> Facts {
    let lease = "/var/lib/dhcp/\(name).%.leases"
    let files = ["-pf", "/run/\(name).%.pid", "-lf", lease]
    return Facts(
      name: "dhclient", background: ["-\(family)", "-nw"] + files,
      waiting: ["-\(family)", "-1"] + files,
      pidFiles: ["/run/\(name).%.pid", "/run/\(name)-%.pid"], leaseFile: lease)
  }

  /// The properties of dhcpcd. `family` is `4` or `6`; `others` are the pid files after the first
  /// one. With `-p` the interface keeps its addresses when dhcpcd exits.
  private static func dhcpcd(
    _ family: String, _ others: [String], _ leaseFile: String
  ) -> Facts {
    Facts(
      name: "dhcpcd", background: ["-\(family)", "-p", "-b"],
      waiting: ["-\(family)", "-p", "-w", "-t", "30"],
      pidFiles: ["/run/dhcpcd/%-\(family).pid"] + others, leaseFile: leaseFile)
  }

  /// True for dhcpcd, which may take a while to exit: if its address was removed, it first tries to
  /// get another one.
  var isSlowToEnd: Bool { self == .dhcpcd || self == .dhcpcd6 }

  /// Returns the command that starts this client for the interface `name`. If `waits` is true, the
  /// command ends when the client has a lease; otherwise it ends at once, except that udhcpc first
  /// makes some attempts. `path` is the program to start, by default `executable`. `arguments` are
  /// added to those in `facts`.
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

  /// Returns the effect that copies the lease file of `client`, a running client, to the lease file
  /// of the interface `new`. The client of `new` then asks for the same address. Nil if this
  /// program has no lease file.
  func copyLease(of client: DHCPClient, to new: InterfaceName) -> Effect? {
    let old = client.interface
    return facts.leaseFile.map {
      let source = client.leaseFile ?? $0.naming(old)
      return .copyLease(from: source, to: $0.naming(new), old: old, new: new)
    }
  }

  /// Returns the path of this client's program on `guest`; nil if the client is not installed. For
  /// udhcpc, returns the path of the project's wrapper if that is installed too.
  func path(on guest: any GuestView) -> String? {
    guard let path = facts.executables.first(where: { guest.isExecutable($0) }) else { return nil }
    return wrappedPath(path, on: guest)
  }

  /// Returns /usr/libexec/hyperv/hyperv_vf_udhcpc, this project's wrapper for udhcpc, if `path` is
  /// one of udhcpc's `executables` and the wrapper is installed. Otherwise returns `path`. With the
  /// wrapper, the bond keeps its address until udhcpc has another one; a distribution's script
  /// would remove the address first.
  func wrappedPath(_ path: String, on guest: any GuestView) -> String {
    let caller = "/usr/libexec/hyperv/hyperv_vf_udhcpc"
    guard self == .udhcpc, facts.executables.contains(path), guest.isExecutable(caller) else {
      return path
    }
    return caller
  }

  /// True if `arguments`, the command line of a process, are those of this client, for its address
  /// family and for the interface `name`.
  ///
  /// Compares whole words: a dhclient for eth10 is not one for eth1. A dhcpcd that has set its
  /// process title is found by the title, `dhcpcd: eth0 [ip4]`. False for a dhcpcd for all
  /// interfaces, which names none.
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
  /// Returns this path with `name` in place of each `%`: `/run/udhcpc.eth0.pid` for
  /// `/run/udhcpc.%.pid`.
  func naming(_ name: InterfaceName) -> String {
    self[...].fields(separatedBy: UInt8(ascii: "%")).map { String($0) }
      .joined(separator: name.text)
  }
}
