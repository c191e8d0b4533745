extension Linux {
  /// The files and commands of Linux whose contents and output `hyperv_vfctl report` shows, in four
  /// parts: system, rules, log and network.
  package var reportParts: [ReportPart] {
    [
      ReportPart(.system, Self.systemSources), ReportPart(.rules, Self.ruleSources),
      ReportPart(.log, Self.logSources), ReportPart(.network, Self.networkSources),
    ]
  }

  /// The path of the file with the host name (proc_sys_kernel(5)); never nil on Linux.
  package var hostNameFile: String? { "/proc/sys/kernel/hostname" }

  private static let systemSources: [ReportPart.Source] = [
    .file("/proc/version"), .file("/etc/os-release"),
    .file("/sys/class/dmi/id/sys_vendor"), .file("/sys/class/dmi/id/product_name"),
    .file("/proc/uptime"),
    .matching(
      paths: "/bin/cat", arguments: ["/proc/modules"],
      words: [
        "netvsc", "vmbus", "hyperv", "mlx", "mana", "ixgbevf", "bonding", "failover", "virtio_net",
      ]
    ),
    .command(paths: "/usr/bin/systemctl /bin/systemctl", arguments: ["--version"]),
    .command(paths: "/sbin/ip", arguments: ["-V"]),
  ]

  private static let ruleSources: [ReportPart.Source] =
    [
      .command(
        paths: "/usr/bin/systemctl /bin/systemctl",
        arguments: ["--no-pager", "list-unit-files", "hyperv*"]),
      .command(
        paths: "/usr/bin/systemctl /bin/systemctl",
        arguments: ["--no-pager", "--full", "--all", "list-units", "hyperv*"]),
      .command(
        paths: "/usr/bin/systemctl /bin/systemctl",
        arguments: [
          "--no-pager", "show", "--property=Id,ActiveState,UnitFileState", "NetworkManager.service",
          "systemd-networkd.service", "networking.service", "dhcpcd.service", "wicked.service",
          "systemd-udevd.service",
        ]),
    ]
    + ["/etc/udev/rules.d", "/usr/local/lib/udev/rules.d", "/usr/lib/udev/rules.d"]
    .map { .files(in: $0, having: "hyperv") }
    + ["/etc", "/run", "/usr/local/lib", "/usr/lib"].flatMap { folder -> [ReportPart.Source] in
      [
        .files(in: "\(folder)/systemd/system", having: "hyperv-v"),
        .files(in: "\(folder)/systemd/network", having: "hyperv"),
      ]
    }

  private static let logSources: [ReportPart.Source] =
    [
      .command(
        paths: "/usr/bin/journalctl /bin/journalctl",
        arguments: [
          "--quiet", "--no-pager", "--no-hostname", "--output=short-iso", "--boot", "--lines=400",
          "--identifier=hyperv_vfattach", "--identifier=hyperv_vfup", "--identifier=hyperv_vfctl",
        ]),
      .command(
        paths: "/usr/bin/journalctl /bin/journalctl",
        arguments: [
          "--quiet", "--no-pager", "--no-hostname", "--output=short-iso", "--boot", "--lines=200",
          "--unit=hyperv-vf*",
        ]),
    ]
    + ["/var/log/syslog", "/var/log/messages", "/var/log/daemon.log"].map {
      .matching(paths: "/bin/cat", arguments: [$0], words: ["hyperv_vf"])
    }
    + [
      .matching(
        paths: "/usr/bin/dmesg /bin/dmesg", arguments: [],
        words: ["netvsc", "vmbus", "mlx", "mana", "bond", "failover", "enP", "VF "])
    ]

  private static let networkSources: [ReportPart.Source] =
    [
      ["-d", "addr", "show"], ["-4", "route", "show", "table", "all"],
      ["-6", "route", "show", "table", "all"], ["-4", "rule", "show"], ["-6", "rule", "show"],
      ["neigh", "show"],
    ].map { .command(paths: "/sbin/ip /usr/sbin/ip /usr/bin/ip", arguments: $0) }
    + [
      .files(in: "/proc/net/bonding", having: ""), .file("/etc/resolv.conf"),
      .command(paths: "/usr/bin/networkctl /bin/networkctl", arguments: ["--no-pager", "list"]),
      .command(paths: "/usr/bin/nmcli", arguments: ["--terse", "device"]),
      .facts(
        in: "/sys/class/net",
        files: [
          "address", "addr_assign_type", "type", "flags", "operstate", "carrier", "mtu", "ifindex",
          "iflink", "dev_id", "phys_port_id", "bonding/mode", "bonding/primary",
          "bonding/active_slave",
        ], links: ["device", "device/driver", "master", "lower"]),
    ]
}
