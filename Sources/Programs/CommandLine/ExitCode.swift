/// What the programs exit with where FreeBSD's scripts give no status: sysexits(3).
package enum ExitCode {
  /// Done, or nothing to do.
  package static let success: Int32 = 0
  /// rc.conf that sh cannot read either: what sh exits with.
  package static let shellStopped: Int32 = 2
  /// EX_USAGE: the arguments are wrong.
  package static let usage: Int32 = 64
  /// EX_UNAVAILABLE: a program that is needed is missing, or the system is not supported.
  package static let unavailable: Int32 = 69
  /// EX_SOFTWARE: a tool's output is not understood.
  package static let notUnderstood: Int32 = 70
  /// EX_OSERR: failed, and not everything could be taken back.
  package static let notUndone: Int32 = 71
  /// EX_TEMPFAIL: failed and taken back, or refused; another try may help.
  package static let tryAgain: Int32 = 75
  /// EX_NOPERM: not root, or a file that others may write.
  package static let noPermission: Int32 = 77
  /// EX_CONFIG: a value in rc.conf.
  package static let configuration: Int32 = 78
}
