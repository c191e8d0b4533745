/// The exit statuses of the programs. Where the scripts of FreeBSD have no status of their own for
/// a case, it is one of sysexits(3).
package enum ExitCode {
  /// Done, or nothing to do.
  package static let success: Int32 = 0
  /// rc.conf has an error at which sh stops. sh exits with this status too.
  package static let shellStopped: Int32 = 2
  /// EX_USAGE: the arguments are wrong.
  package static let usage: Int32 = 64
  /// EX_UNAVAILABLE: a program that is needed is missing, or the system is not supported.
  package static let unavailable: Int32 = 69
  /// EX_SOFTWARE: the output of a command has an unknown form.
  package static let notUnderstood: Int32 = 70
  /// EX_OSERR: a run failed and could not be undone completely, or a bond is not complete.
  package static let notUndone: Int32 = 71
  /// EX_TEMPFAIL: a run failed and everything was undone, or it was refused. Trying again may help.
  package static let tryAgain: Int32 = 75
  /// EX_NOPERM: the user is not root, or others than root may write an override.
  package static let noPermission: Int32 = 77
  /// EX_CONFIG: rc.conf has an invalid value, can only be evaluated by /bin/sh in spite of
  /// `--no-shell`, or has findings in spite of `hyperv_vf_strict`.
  package static let configuration: Int32 = 78
}
