import Failover
import Guest

/// Whether it is a run's turn to work on a NIC.
package enum Turn {
  /// It is, for as long as the lock is kept; nil in a simulation.
  case ours(RunLock?)
  /// Another run waits for its turn already, and will look at everything then: there is no need.
  case needless
}

/// The lock files of the NICs: of each NIC one run works, and one may wait.
package enum LockFolder {
  /// How long a run waits for the one that works: the longest that one command of that may take, a
  /// client without a lease, and some more. devd(8) runs one action at a time, and waits for us.
  ///
  /// Nothing is lost after that, for the one that works looks again when it is done.
  package static let patience = Duration.seconds(120)

  /// A turn to work on a NIC. The lock is let go when the value goes, or the process.
  ///
  /// Who waits keeps `NIC.wait` until its turn comes, and only then looks at the NIC: whoever finds that
  /// taken may leave, since whatever happened to the NIC happened before that look.
  package static func turn(
    for interface: InterfaceName, in folder: String, patience: Duration = Self.patience
  ) throws(Failure) -> Turn {
    try makeFolder(folder)
    let path = "\(folder)/\(interface)"
    do throws(FileError) {
      let work = try RunLock("\(path).lock")
      if try work.tryLock() { return .ours(work) }
      let place = try RunLock("\(path).wait")
      guard try place.tryLock() else { return .needless }
      let isOurs = try work.lock(waitingAtMost: patience)
      try place.unlock()
      if isOurs { return .ours(work) }
    } catch {
      throw .noLock("\(error)")
    }
    throw .locked("\(path).lock")
  }

  /// The turn, if nobody has it and it can be had at all; else nil: `turn` tells then why.
  package static func turnAtOnce(for interface: InterfaceName, in folder: String) -> Turn? {
    guard (try? makeFolder(folder)) != nil, let work = try? RunLock("\(folder)/\(interface).lock"),
      (try? work.tryLock()) == true
    else { return nil }
    return .ours(work)
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
