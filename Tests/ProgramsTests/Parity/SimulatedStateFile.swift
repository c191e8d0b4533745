import Guest
import TestSupport

@testable import Programs

extension StateFile {
  /// Returns a state file on a simulated machine.
  static func simulated(at path: String, on guest: SimulatedFreeBSD) -> StateFile {
    StateFile(
      read: { () throws(Failure) in guest.machine.files[path].map { Array($0.text.utf8) } },
      write: { bytes throws(Failure) in
        guard !guest.isKilled else { return }
        guest.machine.files[path] = SimulatedFile(String(decoding: bytes, as: UTF8.self))
      },
      remove: { () throws(FileError) in
        guard !guest.isKilled else { return }
        guest.machine.files[path] = nil
      })
  }
}
