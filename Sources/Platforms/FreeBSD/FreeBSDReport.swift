extension FreeBSD {
  /// The commands whose output, and the files whose contents, `hyperv_vfctl report` shows on
  /// FreeBSD.
  package var reportParts: [ReportPart] {
    [
      ReportPart(.system, Self.systemSources), ReportPart(.rules, Self.ruleSources),
      ReportPart(.log, Self.logSources), ReportPart(.network, Self.networkSources),
    ]
  }

  /// Always nil: on FreeBSD no file has the host name; sysctl(8) prints it.
  package var hostNameFile: String? { nil }

  private static let systemSources: [ReportPart.Source] = [
    .command(paths: "/bin/freebsd-version", arguments: ["-kru"]),
    .command(
      paths: sysctl,
      arguments: [
        "kern.version", "kern.vm_guest", "kern.boottime", "hw.machine_arch", "hw.ncpu", "net.fibs",
        "user.localbase",
      ]),
    .command(paths: kldstat, arguments: ["-v"]),
  ]

  private static let ruleSources: [ReportPart.Source] =
    ["/etc/devd", "/usr/local/etc/devd"].map { .files(in: $0, having: "hyperv") }
    + ["/usr/libexec/hyperv", "/usr/local/libexec/hyperv"].map {
      .command(paths: "/bin/ls", arguments: ["-l", $0])
    }
    + [
      .command(paths: "/usr/sbin/service", arguments: ["devd", "status"]),
      .command(paths: "/usr/sbin/pkg /usr/local/sbin/pkg", arguments: ["info", "-x", "hyperv"]),
    ]

  private static let logSources: [ReportPart.Source] =
    ["/var/log/messages", "/var/log/daemon.log"].map {
      .matching(
        paths: "/bin/cat", arguments: [$0],
        words: ["hyperv_vf", "hn0", "hn1", "lagg", "mlxen", "mce", "mana", "vmbus", "dhclient"])
    } + [
      .matching(
        paths: "/sbin/dmesg", arguments: [],
        words: ["hn0", "hn1", "lagg", "mlx", "mce", "mana", "vmbus", "pcib"])
    ]

  private static let networkSources: [ReportPart.Source] = [
    .command(paths: ifconfig, arguments: ["-a"]),
    .command(paths: netstat, arguments: ["-rn"]),
    .command(paths: netstat, arguments: ["-in"]),
    .command(paths: "/usr/sbin/arp", arguments: ["-an"]),
    .command(paths: "/usr/sbin/ndp", arguments: ["-an"]),
    .command(paths: sysctl, arguments: ["hw.hn", "dev.hn"]),
    .command(paths: "/usr/sbin/jls", arguments: ["-n", "jid", "name", "vnet"]),
    .command(paths: ngctl, arguments: ["list"]),
    .file("/etc/resolv.conf"),
  ]
}
