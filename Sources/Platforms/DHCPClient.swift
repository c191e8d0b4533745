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

extension String {
  /// The name of an interface in the place of `%`.
  func naming(_ name: InterfaceName) -> String {
    split(separator: "%", omittingEmptySubsequences: false).joined(separator: name.text)
  }
}
