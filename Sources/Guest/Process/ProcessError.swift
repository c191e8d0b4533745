/// The reason why a command could not be run or awaited. What the command itself did is in
/// `ProcessResult`.
package enum ProcessError: Error, Equatable {
  /// The path of the command is not absolute. PATH and the current folder are not searched. The
  /// value is the path.
  case notAbsolute(String)
  /// The command does not exist. The value is its path.
  case notFound(String)
  /// The command is not executable: no execute bit, a folder, or a file system mounted noexec. The
  /// value is its path.
  case notExecutable(String)
  /// The first value, an argument or part of the environment, cannot be passed to the command with
  /// the path `for`: it contains a NUL, or the name of a variable is empty or contains `=`.
  case unusable(String, for: String)
  /// `run()` was called twice, or `waitUntilExit()` before `run()`. The value is the command's
  /// path.
  case calledInWrongOrder(String)
  /// A system call failed while the command was started or awaited. The values are the path of the
  /// command and the failed call.
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
