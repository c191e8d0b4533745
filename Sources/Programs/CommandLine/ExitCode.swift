/// The exit statuses of the programs, from sysexits(3) where the scripts of FreeBSD have none.
package enum ExitCode {
  /// Done, or nothing to do.
  package static let success: Int32 = 0
  /// sh would stop with an error in rc.conf; the same status as sh's.
  package static let shellStopped: Int32 = 2
  /// EX_USAGE: the arguments are wrong.
  package static let usage: Int32 = 64
  /// EX_UNAVAILABLE: a program that is needed is missing, or the system is not supported.
  package static let unavailable: Int32 = 69
  /// EX_SOFTWARE: the output of a command has an unknown form.
  package static let notUnderstood: Int32 = 70
  /// EX_OSERR: failed, and not everything could be undone.
  package static let notUndone: Int32 = 71
  /// EX_TEMPFAIL: failed and undone, or refused; trying again may help.
  package static let tryAgain: Int32 = 75
  /// EX_NOPERM: not root, or a file that others than root may write.
  package static let noPermission: Int32 = 77
  /// EX_CONFIG: an invalid value in rc.conf.
  package static let configuration: Int32 = 78
}
