/// The source of all observations: the running system, or a test's simulation of one.
package protocol GuestView: AnyObject {
  /// Announces queries that will be run soon, so that a guest can start them now. None of them may
  /// depend on the answer of another, and nothing may be changed before they are run.
  func prefetch(_ queries: [Command])
  /// Runs a command that changes nothing, and returns its result. Throws if the command cannot be
  /// run; an exit status other than 0 is no error.
  func run(_ query: Command) throws(GuestError) -> CommandResult
  /// The contents of a small file; nil if it does not exist.
  func contents(of path: String) throws(GuestError) -> [UInt8]?
  /// At most the first `count` bytes of a file of any size; nil if it does not exist.
  func beginning(of path: String, count: Int) throws(GuestError) -> [UInt8]?
  /// The names in a folder, sorted; nil if it does not exist.
  func names(in folder: String) throws(GuestError) -> [String]?
  /// The target of a symbolic link, as written in it; nil if there is no such link.
  func target(ofLink path: String) throws(GuestError) -> String?
  /// True if the file exists and is executable.
  func isExecutable(_ path: String) -> Bool
  /// The owner and permissions of a regular file, links followed; nil if it does not exist.
  func ownership(of path: String) throws(GuestError) -> FileOwnership?
  /// Every folder on the path to a file, from the root on, including those on the paths of symbolic
  /// links.
  func folders(onTheWayTo path: String) throws(GuestError) -> [PassedFolder]
}

/// A guest that can be changed.
package protocol GuestAccess: GuestView {
  /// Carries out `effect`. Returns the result of its command; `.exit(0)` if it runs none, and
  /// `.deadlinePassed` if `waitUntil` waits in vain. A status other than 0 is returned and not
  /// thrown.
  ///
  /// Throws if the command cannot be run, if a system call fails, or if a signal stops this guest
  /// (`.interrupted`).
  func perform(_ effect: Effect) throws(GuestError) -> CommandResult
  /// The same guest, with `limit` as the deadline for each command; nil for none.
  func allowing(_ limit: Duration?) -> any GuestAccess
  /// The same guest, which a signal stops (SIGTERM, SIGINT, SIGHUP): the running command is ended,
  /// and each call throws `.interrupted` from then on.
  func interruptible() throws(GuestError) -> any GuestAccess
  /// Ends prefetched queries that `run` has not returned yet.
  func discardPrefetched()
}

extension GuestAccess {
  /// The default for a simulated guest: does nothing, since it prefetches nothing.
  package func discardPrefetched() {}

  /// The default for a simulated guest: returns itself, since it gets no signals.
  package func interruptible() throws(GuestError) -> any GuestAccess { self }
}

/// A query or an effect that was not possible. Nothing was changed, except by a command that
/// `interrupted` has ended.
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
  /// The default for a simulated guest: empty, since root owns every folder there.
  package func folders(onTheWayTo path: String) throws(GuestError) -> [PassedFolder] { [] }

  /// The default for a simulated guest: does nothing, since it answers at once.
  package func prefetch(_ queries: [Command]) {}

  /// The default for a simulated guest: reads the whole file, since it has only small files.
  package func beginning(of path: String, count: Int) throws(GuestError) -> [UInt8]? {
    try contents(of: path).map { Array($0.prefix(count)) }
  }

  /// The contents of a small file without leading and trailing blanks; nil if it does not exist.
  package func line(of path: String) throws(GuestError) -> String? {
    try contents(of: path)?.trimmedText
  }

  /// The standard output of `query`. Throws `.queryFailed` if its exit status is not 0.
  package func output(of query: Command) throws(GuestError) -> String {
    let result = try run(query)
    guard result.termination.isSuccess else { throw .queryFailed(query, result) }
    return result.output
  }
}

extension [UInt8] {
  /// The text without leading and trailing ASCII blanks. A kernel and a daemon write no other
  /// blanks, and asking Unicode about each character takes too long for a program that runs for a
  /// millisecond.
  package var trimmedText: String {
    let isBlank = { (byte: UInt8) in byte <= 0x20 }
    let text = drop(while: isBlank)
    let end = text.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? text.startIndex
    return String(decoding: text[..<end], as: UTF8.self)
  }
}
