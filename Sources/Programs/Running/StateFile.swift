import Failover
import Guest
import RCConf

/// The file with the state of a NIC before a takeover (`SavedState`). It exists while the takeover
/// runs, and remains if the process is killed.
///
/// It is in the run folder, since after a reboot the NIC is configured from rc.conf anyway.
package struct StateFile {
  /// Reads the text; nil if there is no file.
  package var read: () throws(Failure) -> [UInt8]?
  /// Writes the text and synchronizes the file to the disk. Throws `.noState` if that fails.
  package var write: ([UInt8]) throws(Failure) -> Void
  /// Removes the file.
  package var remove: () throws(FileError) -> Void

  /// A file that is read, written and removed by these functions.
  package init(
    read: @escaping () throws(Failure) -> [UInt8]?,
    write: @escaping ([UInt8]) throws(Failure) -> Void,
    remove: @escaping () throws(FileError) -> Void
  ) {
    self.read = read
    self.write = write
    self.remove = remove
  }

  /// The state of the NIC `name` that a killed process left; nil if there is none.
  ///
  /// An incomplete text is ignored, since it was written before anything was changed. So is the
  /// state of another NIC that had this name before.
  package func saved(of name: InterfaceName) throws(Failure) -> SavedState? {
    guard let text = try read() else { return nil }
    let evaluator = Evaluator(files: .none)
    guard evaluator.run(text, named: "state") == .complete else { return nil }
    return SavedState(evaluator.variables).flatMap { $0.nic.name == name ? $0 : nil }
  }

  /// A file that stores nothing.
  package static var none: StateFile { StateFile(read: { nil }, write: { _ in }, remove: {}) }

  /// The file `IF.state` with the saved state of a NIC, in this folder.
  package static func live(of interface: InterfaceName, in folder: String) -> StateFile {
    live(at: "\(folder)/\(interface).state")
  }

  /// The file `IF.retry` in this folder, which records the retry of the NIC's failed takeover
  /// (`Retry`).
  package static func retry(of interface: InterfaceName, in folder: String) -> StateFile {
    live(at: "\(folder)/\(interface).retry")
  }

  private static func live(at path: String) -> StateFile {
    StateFile(
      read: { () throws(Failure) in
        switch Files.read(path) {
        case .bytes(let bytes): return bytes
        case .missing: return nil
        case .unreadable(let number): throw .noState(FileError(path, "read", errno: number))
        }
      },
      write: { bytes throws(Failure) in
        do throws(FileError) { try Files.write(bytes, to: path) } catch { throw .noState(error) }
      },
      remove: { () throws(FileError) in try Files.remove(path) })
  }
}
