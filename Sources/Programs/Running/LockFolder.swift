import Failover
import Guest

/// How an attempt to lock a NIC ended.
package enum LockOutcome {
  /// The NIC is locked for as long as the lock is kept; nil in a simulation.
  case acquired(RunLock?)
  /// Another run waits for the lock already, and will look at everything then: this run is not needed.
  case unneeded
}

/// The lock files of the NICs: one run works on a NIC, and one may wait.
package enum LockFolder {
  /// How long a run waits for the one that works: the longest time that one command may take, a client
  /// without a lease, and some more. devd(8) runs one action at a time, and waits for this program.
  ///
  /// Nothing is lost after that: the run that works looks again when it is done.
  package static let patience = Duration.seconds(120)

  /// Locks a NIC, waiting for at most `patience`. The lock is let go with the value, or the process.
  ///
  /// A run that waits keeps `NIC.wait` locked until it has the lock, and only then looks at the NIC. So
  /// a run that finds `NIC.wait` locked may leave: whatever happened to the NIC happened before that look.
  /// Throws `.locked` after `patience`, and `.noLock` if the folder or a file cannot be used.
  package static func acquire(
    for interface: InterfaceName, in folder: String, patience: Duration = Self.patience
  ) throws(Failure) -> LockOutcome {
    try makeFolder(folder)
    let path = "\(folder)/\(interface)"
    do throws(FileError) {
      let work = try RunLock("\(path).lock")
      if try work.tryLock() { return .acquired(work) }
      let waiting = try RunLock("\(path).wait")
      guard try waiting.tryLock() else { return .unneeded }
      let isLocked = try work.lock(waitingAtMost: patience)
      try waiting.unlock()
      if isLocked { return .acquired(work) }
    } catch {
      throw .noLock("\(error)")
    }
    throw .locked("\(path).lock")
  }

  /// Locks a NIC without waiting; nil if another run has the lock, or if it cannot be taken: `acquire`
  /// tells then why.
  package static func tryAcquire(for interface: InterfaceName, in folder: String) -> LockOutcome? {
    guard (try? makeFolder(folder)) != nil, let work = try? RunLock("\(folder)/\(interface).lock"),
      (try? work.tryLock()) == true
    else { return nil }
    return .acquired(work)
  }

  /// Makes that folder, and locks what `persist` keeps there.
  package static func lockRecords(in folder: String) throws(Failure) -> RunLock? {
    try makeFolder(folder)
    do throws(FileError) {
      let lock = try RunLock("\(folder)/persist.lock")
      if try lock.lock(waitingAtMost: patience) { return lock }
    } catch {
      throw .noLock("\(error)")
    }
    throw .locked("\(folder)/persist.lock")
  }

  /// Makes the folder, for us alone. One that somebody else could change is refused: who may put
  /// files there decides what the next run takes for the state before a takeover.
  private static func makeFolder(_ path: String) throws(Failure) {
    let facts: FileFacts
    do throws(FileError) {
      try Files.makeFolder(path)
      facts = try Files.facts(path, followingLinks: false)
    } catch {
      throw .noLock("\(error)")
    }
    if let flaw = flaw(of: facts, for: OwnProcess.user) { throw .noLock("\(path): \(flaw)") }
  }

  /// Why what is at its path cannot be the folder of that user; nil: it can.
  static func flaw(of folder: FileFacts, for user: UInt32) -> String? {
    switch folder.kind {
    case .folder where folder.owner != user:
      "belongs to user \(folder.owner), who could change what the programs keep there (remove it)"
    case .folder where folder.mode & 0o022 != 0:
      "others could change what the programs keep there (chmod go-w)"
    case .folder: nil
    case .link: "is a symbolic link, and no folder of the programs' own (remove it)"
    case .file, .other: "is no folder (remove it)"
    }
  }
}
