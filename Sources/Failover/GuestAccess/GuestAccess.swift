/// A guest that can be observed: the running system, or a simulation of one in a test.
package protocol GuestView: AnyObject {
  /// Announces queries that the caller will soon pass to `run`. The guest may start them now, all
  /// at the same time. Until the caller has run all of them, nothing may be changed.
  func prefetch(_ queries: [Command])
  /// Runs a command that changes nothing, and returns its result, whatever its exit status is.
  /// Throws if the command cannot be run, or `.interrupted` after a signal (see
  /// `GuestAccess.interruptible`).
  func run(_ query: Command) throws(GuestError) -> CommandResult
  /// The contents of a file of at most 1 MiB. Nil if the file does not exist or is a folder, or if
  /// it is a file of sysfs that has no value now. Throws if the file cannot be read.
  func contents(of path: String) throws(GuestError) -> [UInt8]?
  /// At most the first `count` bytes of a file of any size; nil if the file does not exist. Throws
  /// if the file cannot be read.
  func beginning(of path: String, count: Int) throws(GuestError) -> [UInt8]?
  /// The names in a folder, sorted, without `.` and `..`; nil if the folder does not exist. Throws
  /// if the folder cannot be read.
  func names(in folder: String) throws(GuestError) -> [String]?
  /// The target of a symbolic link, as written in the link; nil if `path` does not exist or is not
  /// a link. Throws if the link cannot be read.
  func target(ofLink path: String) throws(GuestError) -> String?
  /// True if the file at `path` exists and is executable.
  func isExecutable(_ path: String) -> Bool
  /// The owner and permissions of a regular file, links followed; nil if the file does not exist or
  /// is not a regular file. Throws if it cannot be examined.
  func ownership(of path: String) throws(GuestError) -> FileOwnership?
  /// Every folder on the path to a file, from the root on, including those on the paths of symbolic
  /// links. Throws if the file does not exist.
  func folders(onTheWayTo path: String) throws(GuestError) -> [PassedFolder]
}

/// A guest that can be observed and changed.
package protocol GuestAccess: GuestView {
  /// Carries out `effect`. For `.run`, returns the result of the command, whatever its exit status
  /// is. For `.waitUntil`, returns `.deadlinePassed` if it waits in vain. Otherwise returns
  /// `.exit(0)`.
  ///
  /// Throws if the command cannot be run, if a system call fails, or `.interrupted` after a signal
  /// (see `interruptible`).
  func perform(_ effect: Effect) throws(GuestError) -> CommandResult
  /// Access to the same guest, with `limit` as the deadline of commands with the patience
  /// `.standard`; nil for no deadline.
  func allowing(_ limit: Duration?) -> any GuestAccess
  /// Access to the same guest that a signal to this program interrupts: SIGTERM, SIGINT or SIGHUP
  /// ends the running command, and from then on `run` and `perform` throw `.interrupted`. Throws if
  /// the signals cannot be caught.
  func interruptible() throws(GuestError) -> any GuestAccess
  /// Ends the prefetched queries whose results `run` has not returned yet.
  func discardPrefetched()
}

extension GuestAccess {
  /// The default for a simulated guest: does nothing, since such a guest prefetches nothing.
  package func discardPrefetched() {}

  /// The default for a simulated guest: returns the guest itself, since it gets no signals.
  package func interruptible() throws(GuestError) -> any GuestAccess { self }
}

/// The reason why a query or an effect failed. Nothing was changed, except by a command that a
/// signal to this program has ended (`interrupted`).
package indirect enum GuestError: Error, Hashable, Sendable {
  /// The program does not exist or is not executable. The value is its path.
  case toolMissing(String)
  /// The query, the first value, ended with another status than 0, or a signal or its deadline
  /// ended it. The second value is its result.
  case queryFailed(Command, CommandResult)
  /// The output of a tool, or the contents of a file, has an unknown form. `by` is the path of the
  /// tool or file, and `line` the part that cannot be read.
  case notUnderstood(by: String, line: String)
  /// A system call failed. `call` is its name, `subject` the file or program that it was for, and
  /// `reason` the text of strerror(3).
  case callFailed(call: String, subject: String, reason: String)
  /// This program got SIGTERM, SIGINT or SIGHUP.
  case interrupted
}

extension GuestView {
  /// The default for a simulated guest: no folders, since a simulation has none that others than
  /// root may write.
  package func folders(onTheWayTo path: String) throws(GuestError) -> [PassedFolder] { [] }

  /// The default for a simulated guest: does nothing, since `run` answers at once.
  package func prefetch(_ queries: [Command]) {}

  /// The default for a simulated guest, which has only small files: the first `count` bytes of
  /// `contents(of:)`; nil if the file does not exist.
  package func beginning(of path: String, count: Int) throws(GuestError) -> [UInt8]? {
    try contents(of: path).map { Array($0.prefix(count)) }
  }

  /// The text of a small file, without blanks and line ends at both ends. Nil if the file does not
  /// exist or has no value now, as for `contents(of:)`. Throws if the file cannot be read.
  package func line(of path: String) throws(GuestError) -> String? {
    try contents(of: path)?.trimmedText
  }

  /// The standard output of `query`. Throws `.queryFailed` if the exit status is not 0, or if a
  /// signal or the deadline ended the command.
  package func output(of query: Command) throws(GuestError) -> String {
    let result = try run(query)
    guard result.termination.isSuccess else { throw .queryFailed(query, result) }
    return result.output
  }
}

extension [UInt8] {
  /// The bytes as text, without blanks and control characters (up to 0x20) at both ends. Invalid
  /// UTF-8 is replaced.
  ///
  /// Blanks of Unicode stay: the kernel and daemons write none, and examining each character takes
  /// too long for a program that runs for a millisecond.
  package var trimmedText: String {
    let isBlank = { (byte: UInt8) in byte <= 0x20 }
    let text = drop(while: isBlank)
    let end = text.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? text.startIndex
    return String(decoding: text[..<end], as: UTF8.self)
  }
}
