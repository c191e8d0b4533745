import Failover
import Guest

/// The result of waiting for the lock of a NIC: this process has the lock, or is not needed.
package enum LockOutcome {
  /// This process has the lock, until the value is released. The value is nil in a dry run, which
  /// takes no lock.
  case acquired(RunLock?)
  /// Another process waits for the lock already, so this process can end. The other one will
  /// observe everything that has happened until now.
  case unneeded
}

/// The locks of the NICs, which are files in a folder. For each NIC, one process works, and one
/// more may wait for the lock.
package enum LockFolder {
  /// The longest time that a process waits for a lock. It is a little longer than the slowest
  /// command of the process that has the lock: a DHCP client that gets no lease. It is limited
  /// because devd(8) runs one action at a time and waits for this program.
  ///
  /// A process that stops waiting loses nothing, since the other one observes the NIC again at its
  /// end.
  package static let patience = Duration.seconds(120)

  /// Locks the NIC `interface`, waiting for at most `patience`. Returns `.unneeded` if another
  /// process waits already. `folder` has the lock files. The lock ends when the value is released
  /// or the process exits.
  ///
  /// A process that waits keeps the file `NIC.wait` locked until it has the lock, and only then
  /// observes the NIC. So a process that finds `NIC.wait` locked can end: the waiting one will
  /// observe all that has happened. Throws `.locked` after `patience`, and `.noLock` if the folder
  /// or a file cannot be used.
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

  /// Locks the NIC `interface` without waiting. `folder` has the lock files. Nil if another process
  /// has the lock, or if the folder or a file cannot be used.
  package static func tryAcquire(for interface: InterfaceName, in folder: String) -> LockOutcome? {
    guard (try? makeFolder(folder)) != nil, let work = try? RunLock("\(folder)/\(interface).lock"),
      (try? work.tryLock()) == true
    else { return nil }
    return .acquired(work)
  }

  /// Locks the records of `persist` in `folder`, waiting for at most `patience`. Creates the folder
  /// if needed. The result is the lock and never nil; it ends when it is released. Throws `.busy`
  /// after `patience`, and `.noLock` if the folder or the lock file cannot be used.
  package static func lockRecords(in folder: String) throws(Failure) -> RunLock? {
    try makeFolder(folder)
    do throws(FileError) {
      let lock = try RunLock("\(folder)/persist.lock")
      if try lock.lock(waitingAtMost: patience) { return lock }
    } catch {
      throw .noLock("\(error)")
    }
    throw .busy("\(folder)/persist.lock")
  }

  /// Creates the folder at `path`, for this user only, if it does not exist. Throws `.noLock` if
  /// that fails, or if others may change the folder: they could put a saved state there for the
  /// next run.
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

  /// The reason why `folder` cannot be the private folder of `user`, a user number: the path is no
  /// folder, or others may change it. Nil if there is no such reason.
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
