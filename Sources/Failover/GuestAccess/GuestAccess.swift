/// Where a guest's answers come from: the machine itself, or a test's simulation of one.
package protocol GuestView: AnyObject {
  /// Is told what will be asked soon: queries of which none needs the answer of another, and before
  /// which nothing changes. A guest may begin with all of them now.
  func prefetch(_ queries: [Command])
  /// Runs a command that changes nothing, and gives what it printed.
  func run(_ query: Command) throws(GuestError) -> CommandResult
  /// The bytes of a small file; nil where there is none.
  func contents(of path: String) throws(GuestError) -> [UInt8]?
  /// At most the first `count` bytes of a file of any size; nil where there is none.
  func beginning(of path: String, count: Int) throws(GuestError) -> [UInt8]?
  /// The names in a folder, sorted; nil where there is none.
  func names(in folder: String) throws(GuestError) -> [String]?
  /// What a symbolic link says, as it is written there; nil where there is none.
  func target(ofLink path: String) throws(GuestError) -> String?
  /// Whether there is a file that may be executed.
  func isExecutable(_ path: String) -> Bool
  /// Who owns the regular file at the end of all links; nil where there is none.
  func ownership(of path: String) throws(GuestError) -> FileOwnership?
  /// Every folder that is passed on the way to a path, those of links among them, in that order.
  func folders(onTheWayTo path: String) throws(GuestError) -> [PassedFolder]
}

/// A guest that can also be changed.
package protocol GuestAccess: GuestView {
  /// Carries out one effect. Gives how the command ended; `.exit(0)` for what is no command.
  func perform(_ effect: Effect) throws(GuestError) -> CommandResult
  /// The same guest, whose commands may take `limit` each; nil: as long as they like.
  func allowing(_ limit: Duration?) -> any GuestAccess
  /// The same guest, which answers and acts no longer once somebody asks this program to stop, by
  /// a signal: it ends what is under way and throws `.interrupted` from then on.
  func interruptible() throws(GuestError) -> any GuestAccess
  /// Gives up what was asked ahead and has not been needed.
  func discardPrefetched()
}

extension GuestAccess {
  /// There is nothing: for guests that answer at once.
  package func discardPrefetched() {}

  /// Itself: for guests that no signal concerns.
  package func interruptible() throws(GuestError) -> any GuestAccess { self }
}

/// Why a guest could not answer or act, before anything was changed by it.
package indirect enum GuestError: Error, Hashable, Sendable {
  /// The program is not there or may not be executed.
  case toolMissing(String)
  /// A query of ours failed, so nothing can be decided.
  case queryFailed(Command, CommandResult)
  /// A tool printed, or a file held, what is not understood.
  case notUnderstood(by: String, line: String)
  /// A system call failed: what was tried, on what, and strerror(3)'s text.
  case callFailed(call: String, subject: String, reason: String)
  /// Somebody asked this program to stop: SIGTERM, SIGINT or SIGHUP came.
  case interrupted
}

extension GuestView {
  /// None: for guests all of whose folders are root's.
  package func folders(onTheWayTo path: String) throws(GuestError) -> [PassedFolder] { [] }

  /// Not at all: for guests that answer at once.
  package func prefetch(_ queries: [Command]) {}

  /// By reading all of it: for guests whose files are small.
  package func beginning(of path: String, count: Int) throws(GuestError) -> [UInt8]? {
    try contents(of: path).map { Array($0.prefix(count)) }
  }

  /// The text of a small file without blanks around it; nil where there is none.
  package func line(of path: String) throws(GuestError) -> String? {
    try contents(of: path)?.trimmedText
  }

  /// What `query` printed; its failure is an error.
  package func output(of query: Command) throws(GuestError) -> String {
    let result = try run(query)
    guard result.termination.isSuccess else { throw .queryFailed(query, result) }
    return result.output
  }
}

extension [UInt8] {
  /// The text without blanks around it, which are ASCII in what a kernel or a daemon writes: to ask of
  /// each character whether Unicode has it for one is felt in a program that runs for a millisecond.
  package var trimmedText: String {
    let isBlank = { (byte: UInt8) in byte <= 0x20 }
    let text = drop(while: isBlank)
    let end = text.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? text.startIndex
    return String(decoding: text[..<end], as: UTF8.self)
  }
}
