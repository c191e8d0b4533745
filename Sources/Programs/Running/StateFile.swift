import Failover
import Guest
import RCConf

/// A file about one NIC that the programs keep until the next boot. It has the state of the NIC
/// before a takeover or an `undo` (`SavedState`), or the record of a retry (`Retry`).
///
/// The file with the state exists while the takeover or `undo` runs, and remains if the process is
/// killed. It is not needed after a reboot, when the NIC is configured from rc.conf anyway.
package struct StateFile {
  /// Reads the contents of the file; nil if there is no file. Throws `.noState` if it cannot be
  /// read.
  package var read: () throws(Failure) -> [UInt8]?
  /// Writes the contents and synchronizes the file to the disk. Throws `.noState` if that fails.
  package var write: ([UInt8]) throws(Failure) -> Void
  /// Removes the file. Throws if that fails.
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

  /// The saved state of the NIC `name`, which a killed process left in this file; nil if there is
  /// none. Throws if the file cannot be read.
  ///
  /// An incomplete text counts as none, since the process was killed before it changed anything. So
  /// does the state of another NIC.
  package func saved(of name: InterfaceName) throws(Failure) -> SavedState? {
    guard let text = try read() else { return nil }
    let evaluator = Evaluator(files: .none)
    guard evaluator.run(text, named: "state") == .complete else { return nil }
    return SavedState(evaluator.variables).flatMap { $0.nic.name == name ? $0 : nil }
  }

  /// A file that stores nothing: reading it always returns nil.
  package static var none: StateFile { StateFile(read: { nil }, write: { _ in }, remove: {}) }

  /// The file for the state of the NIC `interface` before a takeover or an `undo`: `hn0.state` in
  /// `folder`.
  package static func live(of interface: InterfaceName, in folder: String) -> StateFile {
    live(at: "\(folder)/\(interface).state")
  }

  /// The file that records the retry of a failed takeover of the NIC `interface` (`Retry`):
  /// `hn0.retry` in `folder`.
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
