import Failover
import Guest

/// Whether a process has the lock of a NIC, or need not wait for it.
package enum LockOutcome {
  /// The NIC is locked until the value is released; nil in a dry run, which takes no lock.
  case acquired(RunLock?)
  /// Another process waits for the lock already. That process will observe everything that has
  /// happened until now, so this one is not needed.
  case unneeded
}

/// The lock files of the NICs. One process at a time works on a NIC, and one more may wait for it.
package enum LockFolder {
  /// The longest time that a process waits for a lock. It is a little longer than the slowest
  /// command of the process that holds the lock, a DHCP client that gets no lease. It is limited
  /// because devd(8) runs one action at a time and waits for this program.
  ///
  /// If the time passes nothing is lost, since the other process observes the NIC again at its end.
  package static let patience = Duration.seconds(120)

  /// Locks a NIC, waiting for at most `patience`. The lock ends when the value is released or the
  /// process exits.
  ///
  /// A run that waits keeps `NIC.wait` locked until it has the lock, and observes the NIC only
  /// then. So a run that finds `NIC.wait` locked may exit: everything that happened before is still
  /// to be observed. Throws `.locked` after `patience`, and `.noLock` if the folder or a file
  /// cannot be used.
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

  /// Locks a NIC without waiting; nil if another process has the lock, or if the lock file cannot
  /// be used (`acquire` throws the reason).
  package static func tryAcquire(for interface: InterfaceName, in folder: String) -> LockOutcome? {
    guard (try? makeFolder(folder)) != nil, let work = try? RunLock("\(folder)/\(interface).lock"),
      (try? work.tryLock()) == true
    else { return nil }
    return .acquired(work)
  }

  /// Creates the folder, and locks the records of `persist` that are kept in it. Waits for at most
  /// `patience`. The lock ends when the value is released.
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

  /// Creates the folder for this user only. Refuses a folder that others may change, since they
  /// could plant a saved state for the next run.
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

  /// The reason why `folder` cannot be the private folder of `user`; nil if it can.
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
