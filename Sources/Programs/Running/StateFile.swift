import Failover
import Guest
import RCConf

/// The file in which the state before a takeover is kept while one is under way, one a NIC.
///
/// It lives in /run: a reboot starts from rc.conf anyway.
package struct StateFile {
  /// Reads the text; nil where there is none.
  package var read: () throws(Failure) -> [UInt8]?
  /// Writes it durably.
  package var write: ([UInt8]) throws(Failure) -> Void
  /// Removes it.
  package var remove: () throws(FileError) -> Void

  /// A file by these three.
  package init(
    read: @escaping () throws(Failure) -> [UInt8]?,
    write: @escaping ([UInt8]) throws(Failure) -> Void,
    remove: @escaping () throws(FileError) -> Void
  ) {
    self.read = read
    self.write = write
    self.remove = remove
  }

  /// The state in which a run that was cut short left that NIC; nil where all is finished.
  ///
  /// A text that is not whole is no state: it was being written before anything was changed. Nor is
  /// one of another NIC, which had the name before or was put there by hand.
  package func saved(of name: InterfaceName) throws(Failure) -> SavedState? {
    guard let text = try read() else { return nil }
    let evaluator = Evaluator(files: .none)
    guard evaluator.run(text, named: "state") == .complete else { return nil }
    return SavedState(evaluator.variables).flatMap { $0.nic.name == name ? $0 : nil }
  }

  /// No file: nothing is kept.
  package static var none: StateFile { StateFile(read: { nil }, write: { _ in }, remove: {}) }

  /// The file of a NIC in that folder.
  package static func live(of interface: InterfaceName, in folder: String) -> StateFile {
    live(at: "\(folder)/\(interface).state")
  }

  /// The file in that folder that says when the takeover of a NIC is tried again (`Retry`).
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
