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

      Called when the network interface IFACE has arrived. If it is the SR-IOV virtual
      function (VF) of a Hyper-V synthetic NIC, with DELAY 0 the second stage is
      started in the background; with a DELAY of some seconds, that is the second
      stage: wait, then bring IFACE up. In transparent mode there is nothing to do.

      \(options)

      """
    case .vfup:
      """
      \(usage)

      Called when the VF of the synthetic NIC HN (hn0, eth0) is ready. Makes a
      failover bond of both (lagg0) and gives it the configuration that rc.conf has
      for HN. If hyperv_vfup.HN is installed beside it, that is run instead; under the
      name hyperv_vfup.HN the program takes HN from its name.

      \(options)
        --join-only    stop when the bond holds both: an override configures it
        --no-override  do not run hyperv_vfup.HN

      """
    case .vfctl:
      """
      \(usage)

      \(Verb.table)

      IF is a synthetic NIC or its VF. With --no-shell /bin/sh is not asked where
      rc.conf runs a command, and the exit status is 78. More is in hyperv_vfctl(8).

      """
    }
  }

  private var options: String {
    """
      -n, --dry-run  print what would be done, as lines for sh, and change nothing
      -v, --verbose  tell each command on standard error
      --no-shell     where rc.conf runs a command do not ask /bin/sh, but exit 78
      --help, --version
    """
  }
}
