import CSystem
import Failover

/// The guest that the program runs on.
package final class LiveGuest: GuestAccess {
  /// How long an ordinary command may take; nil: as long as it likes.
  private var commandTimeout: Duration?
  /// Gives the environment of every command: asked for only where one is run, since most NICs
  /// that arrive are no VFs and need none.
  private let environment: () -> Environment
  /// The commands that wait for their input.
  let prepared: PreparedCommands
  /// The queries that were asked ahead.
  private let asked: PrefetchedQueries
  /// Whether to stop as soon as somebody asks this program to.
  private(set) var isInterruptible = false

  /// The guest, whose commands get `environment` and nothing else.
  package init(environment: @escaping () -> Environment, commandTimeout: Duration?) {
    self.environment = environment
    self.commandTimeout = commandTimeout
    prepared = PreparedCommands()
    asked = PrefetchedQueries()
  }

  /// The same guest, with the same commands under way.
  private init(_ other: LiveGuest) {
    environment = other.environment
    commandTimeout = other.commandTimeout
    isInterruptible = other.isInterruptible
    prepared = other.prepared
    asked = other.asked
  }

  /// The same guest, whose commands may take `limit`; nil: as long as they like.
  package func allowing(_ limit: Duration?) -> any GuestAccess {
    let copy = LiveGuest(self)
    copy.commandTimeout = limit
    return copy
  }

  /// The same guest, which ends what it does when somebody asks this program to stop. From then on
  /// such a request no longer ends the program itself.
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

  /// Throws where somebody asked this program to stop, and that is to be heeded.
  func checkInterruption() throws(GuestError) {
    if isInterruptible, Interruption.hasCome { throw .interrupted }
  }

  /// A client that waits for its lease has at least that long: dhclient(8) gives up by itself after
  /// a minute, dhcpcd(8) after half of one.
  private static let leaseTimeout = Duration.seconds(90)

  /// Begins with queries whose answers will be needed soon.
  package func prefetch(_ queries: [Command]) {
    for query in queries where !asked.contains(query) {
      asked.start(process(query, output: .captured), for: query)
    }
  }

  /// Ends what was asked ahead and has not been needed.
  package func discardPrefetched() { asked.forget() }

  /// Runs a command and gives what it printed.
  package func run(_ query: Command) throws(GuestError) -> CommandResult {
    try checkInterruption()
    let result = try result(of: query)
    // It may have been ended for that.
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

  /// The process of a command, which may have been started ahead of time.
  private func started(_ command: Command) throws(ProcessError) -> Process {
    if let process = asked.take(command, deadline: deadline(for: command.patience)) {
      return process
    }
    if let process = prepared.take(command) { return process }
    let process = process(command, output: command.sharesOutput ? .inherited : .captured)
    try process.run()
    return process
  }

  /// Starts a command that outlives us, and does not wait for it.
  func start(_ command: Command) throws(GuestError) {
    do throws(ProcessError) {
      let process = process(command, output: .discarded)
      process.leadsSession = true
      try process.run()
    } catch {
      throw GuestError(error)
    }
  }

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

  /// The bytes of a small file; nil where there is none.
  package func contents(of path: String) throws(GuestError) -> [UInt8]? {
    switch Files.read(path) {
    case .bytes(let bytes): return bytes
    case .missing: return nil
    // sysfs has files that answer so while the hardware has nothing to say (carrier of a NIC that
    // is down).
    case .unreadable(EINVAL): return nil
    case .unreadable(let number):
      throw GuestError(FileError(path, "read", errno: number))
    }
  }

  /// At most the first `count` bytes of a file of any size; nil where there is none.
  package func beginning(of path: String, count: Int) throws(GuestError) -> [UInt8]? {
    try present { () throws(FileError) in try Files.beginning(of: path, count: count) }
  }

  /// The names in a folder, sorted; nil where there is none.
  package func names(in folder: String) throws(GuestError) -> [String]? {
    try present { () throws(FileError) in try Files.names(inFolder: folder) }
  }

  /// What a symbolic link says; nil where there is none.
  package func target(ofLink path: String) throws(GuestError) -> String? {
    do throws(FileError) {
      return try Files.destination(ofLink: path)
    } catch {
      // EINVAL: it is there and no link.
      guard error.isMissing || error.failure.errno == EINVAL else { throw GuestError(error) }
      return nil
    }
  }

  /// Whether there is a file that may be executed.
  package func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

  /// Who owns the regular file at the end of all links; nil where there is none.
  package func ownership(of path: String) throws(GuestError) -> FileOwnership? {
    let facts = try present { () throws(FileError) in try Files.facts(path) }
    guard let facts, facts.kind == .file else { return nil }
    return facts.ownership
  }

  /// Every folder that is passed on the way to a path, those of links among them, in that order.
  package func folders(onTheWayTo path: String) throws(GuestError) -> [PassedFolder] {
    do throws(FileError) {
      return try Files.folders(onTheWayTo: path).map { PassedFolder($0.path, $0.facts.ownership) }
    } catch {
      throw GuestError(error)
    }
  }

  /// What `look` finds; nil where it finds nothing.
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
  /// The part of them that says who may change the file.
  package var ownership: FileOwnership {
    FileOwnership(owner: owner, group: group, permissions: UInt16(mode & 0o7777))
  }
}

extension GuestError {
  /// That a file could not be read or written.
  package init(_ error: FileError) {
    self = .callFailed(
      call: error.failure.call, subject: error.path,
      reason: String(cString: strerror(error.failure.errno)))
  }

  /// That a command could not be run.
  package init(_ error: ProcessError) {
    switch error {
    case .notFound(let path), .notExecutable(let path): self = .toolMissing(path)
    case .failed(let path, let failure):
      self = .callFailed(
        call: failure.call, subject: path, reason: String(cString: strerror(failure.errno)))
    case .notAbsolute(let path), .unusable(_, let path), .calledOutOfTurn(let path):
      self = .callFailed(call: "run", subject: path, reason: "\(error)")
    }
  }
}
