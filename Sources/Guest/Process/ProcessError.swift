/// The reason why a command could not be run or awaited. What the command itself did is in
/// `ProcessResult`.
package enum ProcessError: Error, Equatable {
  /// The path is not absolute. PATH and the current folder are not searched.
  case notAbsolute(String)
  /// The file does not exist.
  case notFound(String)
  /// The file is not executable: no execute bit, a folder, or a file system mounted noexec.
  case notExecutable(String)
  /// An argument or part of the environment cannot be passed to the command `for`: the text
  /// contains a NUL, or the name of a variable is empty or contains `=`.
  case unusable(String, for: String)
  /// `run()` was called twice, or `waitUntilExit()` before it.
  case calledInWrongOrder(String)
  /// A system call failed while the command was started or awaited. The text is the path of the
  /// command.
  case failed(String, SystemCallError)
}

extension ProcessError: CustomStringConvertible {
  /// `/sbin/ifconfig: not found`: the command, then the reason.
  package var description: String {
    switch self {
    case .notAbsolute(let path): "\(path): not an absolute path"
    case .notFound(let path): "\(path): not found"
    case .notExecutable(let path): "\(path): not executable"
    case .unusable(let text, let path): "\(path): cannot be passed on: '\(text)'"
    case .calledInWrongOrder(let path): "\(path): run twice, or awaited before it was run"
    case .failed(let path, let error): "\(path): \(error)"
    }
  }
}
