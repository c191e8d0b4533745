import Failover
import Guest

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A folder for one test. It is removed with its content when the test releases it.
final class TemporaryFolder {
  let path: String

  init() {
    var template = Array("/tmp/guest-tests.XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { template in
      template.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? "/nowhere"
    }
  }

  deinit { _ = try? Process.run("/bin/rm", ["-rf", path]) }

  /// Returns the path of `name` in the folder.
  func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

  /// Makes a FIFO with this name in the folder, and returns its path.
  func fifo(_ name: String) -> String {
    mkfifo(self(name), 0o600)
    return self(name)
  }
}

/// The environment of shells in tests.
let shellEnvironment: Environment = ["PATH": "/usr/bin:/bin"]

/// Runs a line with /bin/sh, with `arguments` as $0, $1, ...
func sh(
  _ line: String, _ arguments: [String] = [], standardInput: Process.Input = .nothing,
  deadline: Duration? = nil
) throws -> ProcessResult {
  try Process.run(
    "/bin/sh", ["-c", line] + arguments, environment: shellEnvironment,
    standardInput: standardInput, deadline: deadline)
}
