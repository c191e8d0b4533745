extension Program {
  /// The usage of the program, in one line that begins with `usage:`.
  var usage: String {
    switch self {
    case .vfattach: "usage: hyperv_vfattach [-nv] [--no-shell] IFACE DELAY"
    case .vfup:
      "usage: hyperv_vfup [-nv] [--no-shell] [--join-only | --no-override] HN"
    case .vfctl: "usage: hyperv_vfctl VERB [OPTION...] [ARGUMENT...]"
    }
  }

  /// The output of the program for `--help`: one screen.
  var help: String {
    switch self {
    case .vfattach:
      """
      \(usage)

      devd or udev runs hyperv_vfattach when the network interface IFACE arrives. It
      does nothing unless IFACE is the SR-IOV virtual function (VF) of a Hyper-V
      synthetic NIC. With DELAY 0 it starts the second stage in the background. The
      second stage waits DELAY seconds, then makes the bond (FreeBSD) or starts
      hyperv_vfup (Linux). In transparent mode there is nothing to do.

      \(options)

      """
    case .vfup:
      """
      \(usage)

      devd or udev runs hyperv_vfup when the VF of the synthetic NIC HN (hn0, eth0)
      is ready. It makes a failover bond of both NICs (lagg0, bond0) and gives the
      bond the configuration that rc.conf has for HN. If the override hyperv_vfup.HN
      is installed in the same folder, the override runs instead. A program with the
      name hyperv_vfup.HN takes HN from its name.

      \(options)
        --join-only    add both NICs to the bond and stop; for overrides
        --no-override  do not run hyperv_vfup.HN

      """
    case .vfctl:
      """
      \(usage)

      \(Verb.table)

      IF is a synthetic NIC or its VF. With --no-shell, a verb exits with 78 if
      rc.conf needs /bin/sh. More is in hyperv_vfctl(8).

      """
    }
  }

  private var options: String {
    """
      -n, --dry-run  print the commands that would run, and change nothing
      -v, --verbose  print each command on standard error
      --no-shell     exit with 78 if rc.conf needs /bin/sh
      -h, --help     print this help
      --version      print the version
    """
  }
}
