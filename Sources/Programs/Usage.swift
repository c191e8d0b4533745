/// The version of all programs, packages and manual pages.
package let version = "0.1.0"

extension Program {
  /// How it is called, in one line.
  var usage: String {
    switch self {
    case .vfattach: "usage: hyperv_vfattach [-nv] [--no-shell] IFACE DELAY"
    case .vfup:
      "usage: hyperv_vfup [-nv] [--no-shell] [--join-only | --no-override] HN"
    case .vfctl: "usage: hyperv_vfctl rcconf | rcvar | probe ..."
    }
  }

  /// What `--help` prints: one screen.
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

      Called when the VF of the synthetic NIC HN (hn0, eth0) is ready. Makes a failover
      bond of both (lagg0) and gives it the configuration that rc.conf has for HN. If
      hyperv_vfup.HN is installed beside this program, that is run instead; under the
      name hyperv_vfup.HN the program takes HN from its name.

      \(options)
        --join-only    stop when the bond holds both; for overrides, which configure it
        --no-override  do not run hyperv_vfup.HN

      """
    case .vfctl:
      """
      \(usage)

      rcconf  what FILEs in the syntax of rc.conf(5) set, one evaluation in this order:
              name='value'  # file:line, which sh can read back; with --json as JSON,
              without ever asking /bin/sh (exit 3 where it would have to be asked)
      rcvar   the variables NAME after all rc.conf files were read as by
              rc.subr(8), and where each was set; exit 1 where one is not

      """
    }
  }

  private var options: String {
    """
      -n, --dry-run  print what would be done, as lines for sh, and change nothing
      -v, --verbose  tell each command on standard error
      --no-shell     do not ask /bin/sh where rc.conf runs a command: exit 78 instead
      --help, --version
    """
  }
}
