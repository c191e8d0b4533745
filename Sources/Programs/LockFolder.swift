import Failover
import Guest

/// The lock files of the NICs, one each.
package enum LockFolder {
  /// How long to wait for another run. A takeover takes a second; one whose commands all hang
  /// takes minutes.
  private static let patience = Duration.seconds(600)

  /// Takes the lock of a NIC. It is let go when the value goes, or the process.
  package static func lock(
    _ interface: InterfaceName, in folder: String
  ) throws(Failure) -> RunLock? {
    let path = "\(folder)/\(interface).lock"
    do throws(FileError) {
      try Files.makeFolder(folder)
      let lock = try RunLock(path)
      if try lock.lock(waitingAtMost: patience) { return lock }
    } catch {
      throw .noLock("\(error)")
    }
    throw .locked(path)
  }
}
