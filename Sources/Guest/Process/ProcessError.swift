/// Why a command could not be run or followed; what it did itself is in `ProcessResult`.
package enum ProcessError: Error, Equatable {
  /// The path does not begin with `/`: nothing is looked up in PATH or the current folder.
  case notAbsolute(String)
  /// There is no such file.
  case notFound(String)
  /// It may not be executed: no x bit, a folder, a file system mounted noexec.
  case notExecutable(String)
  /// The text, an argument or part of the environment, cannot be passed: it has a NUL, or `=` in a
  /// name.
  case unusable(String, for: String)
  /// `run()` was called twice, or `waitUntilExit()` before it.
  case calledOutOfTurn(String)
  /// A system call failed for the command named first.
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
    case .calledOutOfTurn(let path): "\(path): run twice, or awaited before it was run"
    case .failed(let path, let error): "\(path): \(error)"
    }
  }
}
