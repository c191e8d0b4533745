import CSystem
import Failover

/// The running system: runs its commands, reads its files and changes it.
package final class LiveGuest: GuestAccess {
  /// The time after which a command is ended; nil for no limit. A DHCP client that waits for a
  /// lease gets at least 90 seconds, an override has no limit.
  private var commandTimeout: Duration?
  /// Returns the environment variables that every command gets. A closure, so that a run without
  /// commands does not compute them.
  private let environment: () -> Environment
  /// The commands that `Effect.prepare` has started: they wait for their standard input, which
  /// `run` sends.
  let prepared: PreparedCommands
  /// The commands that `prefetch` has started and whose results `run` has not returned yet.
  private let asked: PrefetchedQueries
  /// True if SIGTERM, SIGINT or SIGHUP stops this guest: the signal ends the running command, and
  /// makes each later call throw `.interrupted`.
  private(set) var isInterruptible = false

  /// Creates the running system. Its commands get only the variables of `environment`, and are
  /// ended after `commandTimeout`; nil for no limit.
  package init(environment: @escaping () -> Environment, commandTimeout: Duration?) {
    self.environment = environment
    self.commandTimeout = commandTimeout
    prepared = PreparedCommands()
    asked = PrefetchedQueries()
  }

  /// Creates a copy of `other`. Both share the commands that were prefetched or prepared.
  private init(_ other: LiveGuest) {
    environment = other.environment
    commandTimeout = other.commandTimeout
    isInterruptible = other.isInterruptible
    prepared = other.prepared
    asked = other.asked
  }

  /// Returns a copy of this guest that ends commands after `limit`; nil for no limit. A DHCP client
  /// that waits for a lease still gets at least 90 seconds, and an override has no limit.
  package func allowing(_ limit: Duration?) -> any GuestAccess {
    let copy = LiveGuest(self)
    copy.commandTimeout = limit
    return copy
  }

  /// Returns a copy of this guest that SIGTERM, SIGINT or SIGHUP stops: the signal ends the running
  /// command, and makes each later call throw `.interrupted`. From now on such a signal does not
  /// end this program by itself. Throws if the pipe that the signal handlers need cannot be
  /// created.
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

  /// Throws `.interrupted` if this guest comes from `interruptible()` and this program got SIGTERM,
  /// SIGINT or SIGHUP. Does nothing otherwise.
  func checkInterruption() throws(GuestError) {
    if isInterruptible, Interruption.hasCome { throw .interrupted }
  }

  /// The minimum deadline of a DHCP client that waits for its lease. dhclient(8) gives up after 60
  /// seconds, dhcpcd(8) after 30.
  private static let leaseTimeout = Duration.seconds(90)

  /// Starts the commands in `queries`, which change nothing, and does not wait for them. A later
  /// `run` of the same command returns its result. Skips commands that are started already.
  package func prefetch(_ queries: [Command]) {
    for query in queries where !asked.contains(query) {
      asked.start(process(query, output: .captured), for: query)
    }
  }

  /// Ends the commands that `prefetch` has started and whose results `run` has not returned yet.
  package func discardPrefetched() { asked.forget() }

  /// Runs a command and returns its result. If the command was prefetched or prepared, waits for
  /// the process that is already started. An exit status other than 0 is no error. Throws if the
  /// command cannot be run, or if a signal stops this guest (`.interrupted`).
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

  /// Returns the started process of a command: the one that was prefetched or prepared, else a new
  /// one. Throws if a new process cannot be started.
  private func started(_ command: Command) throws(ProcessError) -> Process {
    if let process = asked.take(command, deadline: deadline(for: command.patience)) {
      return process
    }
    if let process = prepared.take(command) { return process }
    let process = process(command, output: command.sharesOutput ? .inherited : .captured)
    try process.run()
    return process
  }

  /// Starts a command in its own session, without waiting for it. The command continues when this
  /// program ends; its output is discarded. Throws if the command cannot be started.
  func start(_ command: Command) throws(GuestError) {
    do throws(ProcessError) {
      let process = process(command, output: .discarded)
      process.leadsSession = true
      try process.run()
    } catch {
      throw GuestError(error)
    }
  }

  /// Creates the process that runs `command`, and does not start it. Its standard output and
  /// standard error go to `output`.
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

  /// Returns the contents of a file of at most 1 MiB; nil if the file does not exist, is a folder,
  /// or is a file of sysfs that has no value now. Throws if the file is longer or cannot be read.
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

  /// Returns at most the first `count` bytes of a file of any size; nil if it does not exist.
  /// Throws if the file cannot be read.
  package func beginning(of path: String, count: Int) throws(GuestError) -> [UInt8]? {
    try present { () throws(FileError) in try Files.beginning(of: path, count: count) }
  }

  /// Returns the names in a folder, sorted by their bytes, without `.` and `..`; nil if the folder
  /// does not exist. Throws if the folder cannot be read.
  package func names(in folder: String) throws(GuestError) -> [String]? {
    try present { () throws(FileError) in try Files.names(inFolder: folder) }
  }

  /// Returns the target of the symbolic link at `path`, as written in the link; nil if nothing
  /// exists at `path` or if it is no link. Throws if the link cannot be read.
  package func target(ofLink path: String) throws(GuestError) -> String? {
    do throws(FileError) {
      return try Files.destination(ofLink: path)
    } catch {
      // EINVAL: the file exists and is no link.
      guard error.isMissing || error.failure.errno == EINVAL else { throw GuestError(error) }
      return nil
    }
  }

  /// True if this program may execute the file at `path` (access(2)); false if the file does not
  /// exist.
  package func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

  /// Returns the owner, group and permissions of the regular file at `path`, symbolic links
  /// followed; nil if no regular file exists at `path`. Throws if stat(2) fails for another reason.
  package func ownership(of path: String) throws(GuestError) -> FileOwnership? {
    let facts = try present { () throws(FileError) in try Files.facts(path) }
    guard let facts, facts.kind == .file else { return nil }
    return facts.ownership
  }

  /// Returns every folder on `path`, from the root on, with its owner and permissions. Includes the
  /// folders on the paths of symbolic links. Throws if nothing exists at `path`, or if its symbolic
  /// links form a loop.
  package func folders(onTheWayTo path: String) throws(GuestError) -> [PassedFolder] {
    do throws(FileError) {
      return try Files.folders(onTheWayTo: path).map { PassedFolder($0.path, $0.facts.ownership) }
    } catch {
      throw GuestError(error)
    }
  }

  /// Calls `look`, which reads a file or folder, and returns its result; nil if the file does not
  /// exist. Throws any other error of `look`.
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
  /// The owner, group and permissions of the file.
  package var ownership: FileOwnership {
    FileOwnership(owner: owner, group: group, permissions: UInt16(mode & 0o7777))
  }
}

extension GuestError {
  /// Creates the error `.callFailed` from a failed system call on a file.
  package init(_ error: FileError) {
    self = .callFailed(
      call: error.failure.call, subject: error.path,
      reason: String(cString: strerror(error.failure.errno)))
  }

  /// Creates the error for a command that could not be run: `.toolMissing` if its program does not
  /// exist or is not executable, else `.callFailed`.
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
