import CSystem
import Failover

/// The running system: runs its commands and reads its files.
package final class LiveGuest: GuestAccess {
  /// The deadline of an ordinary command; nil for none.
  private var commandTimeout: Duration?
  /// Returns the environment of every command. A function, since most runs start no command.
  private let environment: () -> Environment
  /// The started commands that wait for their input.
  let prepared: PreparedCommands
  /// The prefetched queries.
  private let asked: PrefetchedQueries
  /// True if a signal to stop (`Interruption`) ends the running command and makes each call throw
  /// `.interrupted`.
  private(set) var isInterruptible = false

  /// The running system. Its commands get only the variables of `environment`. `commandTimeout` is
  /// the deadline of an ordinary command; nil for none.
  package init(environment: @escaping () -> Environment, commandTimeout: Duration?) {
    self.environment = environment
    self.commandTimeout = commandTimeout
    prepared = PreparedCommands()
    asked = PrefetchedQueries()
  }

  /// A copy of `other`, which shares its running commands.
  private init(_ other: LiveGuest) {
    environment = other.environment
    commandTimeout = other.commandTimeout
    isInterruptible = other.isInterruptible
    prepared = other.prepared
    asked = other.asked
  }

  /// The same guest, with `limit` as the deadline of each command; nil for none.
  package func allowing(_ limit: Duration?) -> any GuestAccess {
    let copy = LiveGuest(self)
    copy.commandTimeout = limit
    return copy
  }

  /// The same guest, which a signal to stop interrupts; see `GuestAccess.interruptible`. From then
  /// on such a signal does not end this program by itself.
  package func interruptible() throws(GuestError) -> any GuestAccess {
    do throws(SystemCallError) {
      try Interruption.expect()
    } catch {
      throw .callFailed(call: error.call, subject: "signals", reason: "\(error)")
    }
    let copy = LiveGuest(self)
    copy.isInterruptible = true
    return copy
  }

  /// Throws `.interrupted` if this guest is interruptible and this program got a signal to stop.
  func checkInterruption() throws(GuestError) {
    if isInterruptible, Interruption.hasCome { throw .interrupted }
  }

  /// The minimum deadline of a DHCP client that waits for its lease. dhclient(8) gives up after 60
  /// seconds, dhcpcd(8) after 30.
  private static let leaseTimeout = Duration.seconds(90)

  /// Starts those of `queries` that are not started yet. `run` then returns their results.
  package func prefetch(_ queries: [Command]) {
    for query in queries where !asked.contains(query) {
      asked.start(process(query, output: .captured), for: query)
    }
  }

  /// Ends the prefetched queries that `run` has not returned yet.
  package func discardPrefetched() { asked.forget() }

  /// Runs a command, or takes a prefetched or prepared one, and returns its result. An exit status
  /// other than 0 is no error.
  package func run(_ query: Command) throws(GuestError) -> CommandResult {
    try checkInterruption()
    let result = try result(of: query)
    // A signal may have ended the command.
    try checkInterruption()
    return result
  }

  private func result(of query: Command) throws(GuestError) -> CommandResult {
    do throws(ProcessError) {
      let process = try started(query)
      let result = try process.waitUntilExit()
      return CommandResult(
        result.status, output: result.outputText, errorOutput: result.errorText)
    } catch {
      throw GuestError(error)
    }
  }

  /// Returns the process of a command: the one that was prefetched or prepared, else a new one.
  private func started(_ command: Command) throws(ProcessError) -> Process {
    if let process = asked.take(command, deadline: deadline(for: command.patience)) {
      return process
    }
    if let process = prepared.take(command) { return process }
    let process = process(command, output: command.sharesOutput ? .inherited : .captured)
    try process.run()
    return process
  }

  /// Starts a command in its own session, without waiting for it. It continues when this program
  /// ends.
  func start(_ command: Command) throws(GuestError) {
    do throws(ProcessError) {
      let process = process(command, output: .discarded)
      process.leadsSession = true
      try process.run()
    } catch {
      throw GuestError(error)
    }
  }

  /// The process for `command`, not started. Its standard output and standard error go to `output`.
  func process(_ command: Command, output: Process.Output) -> Process {
    let process = Process(command.executable, command.arguments)
    process.environment = environment().overridden(by: command.environment)
    process.standardInput = command.input.map { .text(Array($0.utf8)) } ?? .nothing
    process.output = output
    process.errorOutput = output
    process.deadline = output == .discarded ? nil : deadline(for: command.patience)
    process.endsOnInterruption = isInterruptible
    return process
  }

  private func deadline(for patience: Command.Patience) -> Duration? {
    switch patience {
    case .standard: commandTimeout
    case .lease: commandTimeout.map { max($0, Self.leaseTimeout) }
    case .unlimited: nil
    }
  }

  /// The contents of a small file; nil if the file does not exist, or if it is a file of sysfs that
  /// has no value now.
  package func contents(of path: String) throws(GuestError) -> [UInt8]? {
    switch Files.read(path) {
    case .bytes(let bytes): return bytes
    case .missing: return nil
    // Reading some files of sysfs fails with this while they have no value, such as `carrier` of a
    // NIC that is down.
    case .unreadable(EINVAL): return nil
    // A folder is no file, such as one among the scripts of a network manager.
    case .unreadable(EISDIR): return nil
    case .unreadable(let number):
      throw GuestError(FileError(path, "read", errno: number))
    }
  }

  /// At most the first `count` bytes of a file of any size; nil if it does not exist.
  package func beginning(of path: String, count: Int) throws(GuestError) -> [UInt8]? {
    try present { () throws(FileError) in try Files.beginning(of: path, count: count) }
  }

  /// The names in a folder, sorted; nil if it does not exist.
  package func names(in folder: String) throws(GuestError) -> [String]? {
    try present { () throws(FileError) in try Files.names(inFolder: folder) }
  }

  /// The target of a symbolic link; nil if there is none.
  package func target(ofLink path: String) throws(GuestError) -> String? {
    do throws(FileError) {
      return try Files.destination(ofLink: path)
    } catch {
      // EINVAL: the file exists and is no link.
      guard error.isMissing || error.failure.errno == EINVAL else { throw GuestError(error) }
      return nil
    }
  }

  /// True if the file exists and is executable.
  package func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

  /// The owner and permissions of a regular file, links followed; nil if it does not exist.
  package func ownership(of path: String) throws(GuestError) -> FileOwnership? {
    let facts = try present { () throws(FileError) in try Files.facts(path) }
    guard let facts, facts.kind == .file else { return nil }
    return facts.ownership
  }

  /// Every folder on the path to a file, from the root on, including those on the paths of symbolic
  /// links.
  package func folders(onTheWayTo path: String) throws(GuestError) -> [PassedFolder] {
    do throws(FileError) {
      return try Files.folders(onTheWayTo: path).map { PassedFolder($0.path, $0.facts.ownership) }
    } catch {
      throw GuestError(error)
    }
  }

  /// The result of `look`; nil if it throws because the file is missing.
  private func present<T>(_ look: () throws(FileError) -> T) throws(GuestError) -> T? {
    do throws(FileError) {
      return try look()
    } catch {
      guard error.isMissing else { throw GuestError(error) }
      return nil
    }
  }
}

extension FileFacts {
  /// The owner and permissions of the file.
  package var ownership: FileOwnership {
    FileOwnership(owner: owner, group: group, permissions: UInt16(mode & 0o7777))
  }
}

extension GuestError {
  /// A failed operation on a file.
  package init(_ error: FileError) {
    self = .callFailed(
      call: error.failure.call, subject: error.path,
      reason: String(cString: strerror(error.failure.errno)))
  }

  /// A command that could not be run.
  package init(_ error: ProcessError) {
    switch error {
    case .notFound(let path), .notExecutable(let path): self = .toolMissing(path)
    case .failed(let path, let failure):
      self = .callFailed(
        call: failure.call, subject: path, reason: String(cString: strerror(failure.errno)))
    case .notAbsolute(let path), .unusable(_, let path), .calledInWrongOrder(let path):
      self = .callFailed(call: "run", subject: path, reason: "\(error)")
    }
  }
}
