/// The reason why a command could not be started or awaited. How a command ended is in
/// `ProcessResult`.
package enum ProcessError: Error, Equatable {
  /// The path of the command is not absolute. PATH and the current folder are not searched. The
  /// value is the path.
  case notAbsolute(String)
  /// No file exists at the path of the command. The value is the path.
  case notFound(String)
  /// The file at the path of the command is not executable: no execute bit, a folder, or a file
  /// system mounted noexec. The value is the path.
  case notExecutable(String)
  /// An argument, a variable of the environment or the path of the command, the first value, cannot
  /// be passed to execve(2): it contains a NUL, or the name of the variable is empty or contains
  /// `=`. `for` is the path of the command.
  case unusable(String, for: String)
  /// `run()` was called twice, or `waitUntilExit()` before `run()`. The value is the path of the
  /// command.
  case calledInWrongOrder(String)
  /// A system call failed while the command was started or awaited. The values are the path of the
  /// command and the failed call.
  case failed(String, SystemCallError)
}

extension ProcessError: CustomStringConvertible {
  /// The message for the user: the path of the command, then the reason, such as
  /// `/sbin/ifconfig: not found`.
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
